"""The least work that reaches a predicate: from an evaluation to a proven plan."""
