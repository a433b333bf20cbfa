"""One table per file: columns, types, units, labels, rules."""
