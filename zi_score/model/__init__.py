"""What everyone stands on: exact numbers, languages, findings, the worksheet as data."""
