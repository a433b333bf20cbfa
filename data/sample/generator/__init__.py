"""Seeded generator of the sample project; every module writes one kind of table. Start it with erzeugen.py."""
