"""The formulas of a workbook: computed by an engine in one room, and proven against the law."""
