"""Many workbooks: run, cache, list, ranking, summary."""
