"""What became of a plan, in every format."""
