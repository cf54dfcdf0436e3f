"""Assessments side by side: what changed from one to the next, what of it decides, and progress over time."""
