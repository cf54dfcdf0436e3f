"""Where the program that PyInstaller makes begins: processes of a batch are this program, started anew."""

import multiprocessing

from zi_score.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
