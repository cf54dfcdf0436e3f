"""Rulesets as workbooks that people fill in."""
