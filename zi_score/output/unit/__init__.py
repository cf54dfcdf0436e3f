"""A unit's report, in every format."""
