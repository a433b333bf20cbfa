"""Statistics without domain words."""
