"""``python -m zi_score`` is ``zi-score``, where scripts are not on the path."""

from zi_score.cli import main

main()
