"""Which row and which column is which."""
