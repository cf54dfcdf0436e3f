"""Scores, verdict and checks of one worksheet."""
