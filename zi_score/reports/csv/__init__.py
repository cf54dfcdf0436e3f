"""Tables for spreadsheets and programs: one row a unit or an answer, the same columns in every language."""
