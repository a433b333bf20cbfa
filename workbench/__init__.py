"""Workbench for municipal social and youth-welfare planning; imports nothing, so that the command line starts at once."""
