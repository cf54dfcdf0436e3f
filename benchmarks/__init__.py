"""What the program costs beside others; see the README."""
