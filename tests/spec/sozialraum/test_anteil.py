"""Anteile und ihr Bereich

Ein Anteil aus kleinen Zahlen ist unsicher. Der Bericht nennt deshalb zu jedem Anteil den 95-%-Bereich.
"""


def test_anteil(spec):
    """Der Anteil ist Zähler durch Nenner in Prozent."""
    spec("""
        Raum | Zähler | Nenner
        Nord | 20     | 160
        """, lambda f: f.assign(**{"Anteil in %": f["Zähler"] / f["Nenner"] * 100}), """
        Raum | Anteil in %
        Nord | 12,5
        """)
