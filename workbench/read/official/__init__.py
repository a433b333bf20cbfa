"""Tables as the statistical offices publish them → one long frame of figures, with keys and levels."""
