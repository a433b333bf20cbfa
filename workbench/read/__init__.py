"""Reading and writing of data files: the only code that does."""
