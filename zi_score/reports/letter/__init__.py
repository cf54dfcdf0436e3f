"""The evaluation report letter (LHE)."""
