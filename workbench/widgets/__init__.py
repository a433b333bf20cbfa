"""Choosers for a live notebook."""
