"""A ruleset as sheets: what a person edits in a spreadsheet, and the content of the two files of a folder.

``form`` says which sheets and columns there are, ``write`` makes rows of a ruleset, ``read`` makes content of rows,
with the cell of every value; neither knows a workbook.
"""
