"""Writes the files of the classes anew: `python -m ui.teaching`."""

from ui.teaching.classes import write_files

write_files()
