"""What stands in a cell, and what it means."""
