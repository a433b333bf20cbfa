"""The one door: what may be shown to a reader."""
