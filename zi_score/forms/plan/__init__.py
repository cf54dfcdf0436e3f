"""A plan, in every format."""
