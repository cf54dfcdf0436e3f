"""The least work as a program of integers, and its solution."""
