"""Writes the files of the classes anew: `python -m ui.teaching`."""

from ui.teaching.classes import write_files

if __name__ == "__main__":
    write_files()
