"""From a path to a worksheet: guard, grid, layout, answers."""
