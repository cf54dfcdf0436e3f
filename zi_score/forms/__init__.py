"""Workbooks that people fill in or get back."""
