"""The library: what the commands do, as functions. Each takes a path, content, or an open file.

What they have in common stands in ``Options``: it says which part of a workbook is read, and what is known beside it.
Each raises ``Unreadable`` where a file cannot be read or holds no LKE of the ruleset, ``RulesetError`` where there is
no such ruleset or it is not whole, and ``FactError`` where the ruleset has no such fact, or what is said of it is not
understood; what one raises besides stands beside it.
"""
