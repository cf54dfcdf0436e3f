"""A blank workbook of a ruleset."""
