"""Numbers, sentences, tables and figures for a reader; nothing below rounds or draws."""
