"""Cards of a World Café, where nobody knows who wrote which, and open answers of a survey, with the numbers of its sheets."""

from pathlib import Path

from generator.base import Row, stream, write_csv, write_xlsx
from generator.places import Spec
from generator.texts_common import NAMES

SOURCES = {"freitexte": "World Café und Jugendbefragung 2025, synthetisch"}  # tables written here, and where their data come from

CAFE, SURVEY = "World Café 2025", "Jugendbefragung 2025"
OCCASIONS = {"dorsten": (CAFE, SURVEY), "rottweil": (SURVEY,)}
COLUMNS = ("Anlass", "Thema", "Text", "Person", "Altersgruppe", "Raum", "Punkte", "Freigabe")
GROUPS = ("10–13", "14–17", "14–17", "14–17", "18–26", "18–26")
ELDER = "27 und älter"  # two of them only
WRITERS = 24
# a text that a release must hold back or change, by its place among the texts; numbers and addresses are reserved for fiction
OVERLOOKED = {3: "{original} hört zu. Bitte behalten!", 9: "Fragt jugend@example.org, die wissen Bescheid", 14: "mehr platz, ruft an: 0171 3920012"}
BANK = {
    "Treffpunkte": (
        "Ein Dach am Bolzplatz", "Bänke, die nicht nach einem Jahr weg sind", "Treff auch am Sonntag offen", "Ein Raum nur für Mädchen, einmal die Woche",
        "WLAN am Platz hinter der Sporthalle", "Steckdosen draußen", "Ein Ort, wo man nichts kaufen muss", "Längere Zeiten im Winter",
    ),
    "Wege und Sicherheit": (
        "Licht auf dem Radweg zur Schule", "Bus nach 20 Uhr", "Die Unterführung ist gruselig", "Fahrradständer, an denen nichts geklaut wird",
        "Der letzte Bus wartet nie auf die Bahn", "Tempo 30 vor dem Jugendhaus", "Mehr Zebrastreifen", "Im Dunkeln gehe ich lieber außen herum",
    ),
    "Was fehlt?": (
        "Skatepark", "Ein Musikraum zum Ausleihen", "Schwimmbad mit Jugendzeiten", "Jemand, der bei Bewerbungen hilft",
        "Kino, wenigstens im Sommer", "Sport ohne Verein und ohne Beitrag", "Proberaum, auch wenn wir noch schlecht sind", "Graffiti-Wand, die erlaubt ist",
    ),
    "Beteiligung": (
        "Fragt uns, bevor ihr baut", "Eine Antwort, auch wenn es nein heißt", "Jugendrat mit eigenem Geld", "Nicht immer nur die aus dem Gymnasium fragen",
        "Per Handy abstimmen", "Ich war dreimal dabei, passiert ist nichts", "Kommt zu uns, wir kommen nicht ins Rathaus", "Einmal im Jahr so ein Treffen reicht",
    ),
}  # fmt: skip


def cards(spec: Spec, original: str) -> list[Row]:
    """All texts of a place; of the writers two are elder, too few to be told apart."""
    rng, rows = stream(spec.key, "freitexte"), list[Row]()
    for part, occasion in enumerate(OCCASIONS[spec.key]):
        groups = [ELDER if n < 2 else str(rng.choice(GROUPS)) for n in range(WRITERS)]
        areas = [str(rng.choice(spec.keys[:4])) for _ in range(WRITERS)]
        for theme, bank in BANK.items():
            here = bank[part :: len(OCCASIONS[spec.key])]
            for text in (here[i] for i in rng.permutation(len(here))):
                who = int(rng.integers(WRITERS))
                said = OVERLOOKED.get(len(rows), text).format(original=original)
                known = occasion == SURVEY
                points = None if known else int(rng.poisson(2))
                rows.append((occasion, theme, said, str(who + 1) if known else None, groups[who] if known else None, areas[who], points, "ja" if rng.random() < 0.9 else None))
    return rows


def write(spec: Spec, folder: Path) -> None:
    """freitexte, where there are any."""
    if spec.key not in OCCASIONS:
        return
    rows = cards(spec, NAMES[spec.key][0][0])
    if spec.key == "rottweil":
        write_xlsx(folder / "freitexte.xlsx", COLUMNS, rows, above=("Jugendbefragung, offene Fragen",))
    else:
        write_csv(folder / "freitexte.csv", COLUMNS, rows, spec.style)
