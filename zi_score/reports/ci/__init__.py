"""Findings for CI systems."""
