"""Words of the field that several tables share, in the order in which they are printed (docs/glossar.md)."""

TOTAL = "Insgesamt"
AGE_GROUPS = ("unter 6", "6–9", "10–13", "14–17", "18–26", "27 und älter", "unbekannt")
YOUNG = AGE_GROUPS[1:5]  # whom the Kinder- und Jugendförderplan plans for
AGE_LIMITS = {"unter 6": (0, 5), "6–9": (6, 9), "10–13": (10, 13), "14–17": (14, 17), "18–26": (18, 26), "27 und älter": (27, 120)}
SEXES = ("weiblich", "männlich", "divers", "ohne Angabe")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
CLOCK = tuple(f"{hour} Uhr" for hour in range(24))
OFFER_TYPES = ("offen", "gruppenbezogen", "Veranstaltung/Projekt")  # § 99 (8) SGB VIII
PROVIDER_TYPES = ("öffentlich", "kirchlich", "Wohlfahrtsverband", "Jugendverband", "sonstiger freier Träger")
COMPARISON_SET, PLANNING_UNIT = "Vergleichsgebiet", "Planungseinheit"  # levels of areas that a project declares
DIRECTIONS = ("hoch ist belastet", "niedrig ist belastet", "ohne Richtung")
ELSEWHERE = "außerhalb"  # residence outside the place
COUNTS = ("Personen", "Anzahl", "Fälle", "Haushalte", "Kinder", "Einwohner", "Bedarfsgemeinschaften")  # units that may be added
SHARE = ("%", "Prozent")  # units of a share
UNITS = {  # column → what it counts; none of them can be computed from another (docs/glossar.md)
    "Besuche": "Besuche",
    "Anwesende": "Anwesende zur vollen Stunde",
    "Person": "Personen",
    "Stammbesuchende": "geschätzte Stammbesuchende",
    "Mitglieder": "Mitgliedschaften",
}
