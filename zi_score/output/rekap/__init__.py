"""A rekap, in every format."""
