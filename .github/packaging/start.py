"""Where the program that PyInstaller makes begins: its other processes are this program, started anew."""

import multiprocessing
import sys

from zi_score.cli import main
from zi_score.cli.window import in_window
from zi_score.reading.apart import ARGUMENT, serve

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:] == [ARGUMENT]:
        serve()
    else:
        in_window(main)
