"""Facilities of open youth work with their opening hours; names are invented."""

import dataclasses
from pathlib import Path

import numpy as np
import shapely

from generator.base import stream, write_csv, write_xlsx
from generator.geometry import shapes
from generator.places import Spec
from workbench.schemas.terms import WEEKDAYS

SOURCES = {  # tables written here, and where their data come from
    "einrichtungen": "Verzeichnis der Einrichtungen, synthetisch",
    "oeffnungszeiten": "Angaben der Einrichtungen, synthetisch",
}

CITY, CHURCH, WELFARE, YOUTH, FREE = "öffentlich", "kirchlich", "Wohlfahrtsverband", "Jugendverband", "sonstiger freier Träger"
OPEN, GROUP, PROJECT = "offen", "gruppenbezogen", "Veranstaltung/Projekt"
# weekday (0 = Montag): from, to
SCHEDULES: dict[str, dict[int, tuple[int, int]]] = {
    "woche": {0: (14, 20), 1: (14, 20), 2: (14, 20), 3: (14, 20), 4: (14, 21)},
    "dienstag bis samstag": {1: (15, 20), 2: (15, 20), 3: (15, 20), 4: (15, 22), 5: (14, 21)},
    "drei tage": {0: (15, 19), 2: (15, 19), 3: (15, 19)},
    "kinder": {0: (13, 17), 1: (13, 17), 2: (13, 17), 3: (13, 17)},
    "abend": {2: (17, 21), 4: (17, 22)},
    "gruppe": {2: (16, 18)},
    "projekt": {},
}



@dataclasses.dataclass(frozen=True)
class House:
    """A facility and what its visits are drawn from."""

    key: str
    name: str
    area: int  # position of its area
    provider: str
    kind: str  # of provider
    offer: str
    seats: int | None
    visits: int  # expected per opening day
    schedule: str
    tilt: str = ""  # "mädchen", "kinder", "älter"


HOUSES: dict[str, tuple[House, ...]] = {
    "dorsten": (
        House("brücke", "Jugendhaus Brücke", 0, "Stadt", CITY, OPEN, 60, 34, "woche"),
        House("nordlicht", "Jugendtreff Nordlicht", 1, "Evangelische Kirchengemeinde", CHURCH, OPEN, 45, 24, "drei tage"),
        House("kanal", "Treff am Kanal", 4, "Wohlfahrtsverband A", WELFARE, OPEN, 55, 29, "dienstag bis samstag"),
        House("südfeld", "Kinder- und Jugendtreff Südfeld", 5, "Stadt", CITY, OPEN, 40, 27, "kinder", "kinder"),
        House("mädchen", "Mädchentreff Lotte", 3, "Verein für Mädchenarbeit", FREE, GROUP, 15, 9, "gruppe", "mädchen"),
        House("bus", "Spielmobil", 6, "Stadt", CITY, PROJECT, None, 38, "projekt", "kinder"),
    ),
    "ibbenbueren": (
        House("mitte", "Jugendkulturzentrum Mitte", 0, "Stadt", CITY, OPEN, 70, 36, "woche", "älter"),
        House("bergfeld", "Treff Bergfeld", 2, "Katholische Kirchengemeinde", CHURCH, OPEN, 35, 19, "drei tage"),
        House("aue", "Treff Südaue", 4, "Jugendverband B", YOUTH, OPEN, 30, 17, "kinder", "kinder"),
        House("werk", "Werkstattgruppe", 3, "Verein Werkstatt", FREE, GROUP, 12, 7, "gruppe"),
    ),
    "leer": (
        House("leer-mitte", "Jugendzentrum Mitte", 2, "Stadt", CITY, OPEN, 80, 37, "woche"),
        House("moor", "Jugendtreff Moormerland", 3, "Gemeinde", CITY, OPEN, 45, 23, "dienstag bis samstag"),
        House("fehn", "Jugendraum Fehn", 5, "Gemeinde", CITY, OPEN, 30, 17, "drei tage"),
        House("weener", "Jugendhaus Weener", 7, "Stadt", CITY, OPEN, 40, 20, "drei tage"),
        House("over", "Treff Westoverledingen", 8, "Evangelische Kirchengemeinde", CHURCH, OPEN, 35, 18, "abend", "älter"),
        House("hesel", "Jugendgruppe Hesel", 10, "Jugendverband C", YOUTH, GROUP, 16, 9, "gruppe"),
        House("insel", "Jugendraum Borkum", 0, "Stadt", CITY, OPEN, 20, 8, "drei tage"),
    ),
    "dortmund": (
        House("nord", "Jugendtreff Mitte-Nord", 0, "Stadt", CITY, OPEN, 90, 47, "woche"),
        House("hafen", "Jugendzentrum am Hafen", 4, "Stadt", CITY, OPEN, 80, 41, "woche"),
        House("park", "Kindertreff Nordfeld", 5, "Wohlfahrtsverband A", WELFARE, OPEN, 50, 32, "kinder", "kinder"),
        House("ost", "Jugendheim Ostfeld", 8, "Katholische Kirchengemeinde", CHURCH, OPEN, 45, 24, "drei tage"),
        House("west", "Jugendhaus Westfeld", 14, "Wohlfahrtsverband B", WELFARE, OPEN, 60, 31, "dienstag bis samstag"),
        House("siedlung", "Treff Neusiedel", 18, "Jugendverband D", YOUTH, OPEN, 40, 26, "drei tage"),
        House("halle", "Skatezentrum", 10, "Verein Rollsport", FREE, OPEN, 70, 35, "dienstag bis samstag", "älter"),
        House("mädchen", "Mädchenhaus", 3, "Verein für Mädchenarbeit", FREE, GROUP, 25, 12, "gruppe", "mädchen"),
        House("sommer", "Sommerprogramm im Park", 9, "Stadt", CITY, PROJECT, None, 85, "projekt", "kinder"),
    ),
    "oldenburg": (
        House("mitte", "Jugendhaus Mitte", 0, "Stadt", CITY, OPEN, 65, 33, "woche"),
        House("hafen", "Freizeithaus am Hafen", 1, "Stadt", CITY, OPEN, 60, 28, "woche"),
        House("nordfeld", "Freizeithaus Nordfeld", 2, "Stadt", CITY, OPEN, 55, 31, "kinder", "kinder"),
        House("moor", "Treff Ostmoor", 4, "Evangelische Kirchengemeinde", CHURCH, OPEN, 35, 18, "drei tage"),
        House("kultur", "Jugendkulturwerkstatt", 7, "Verein Kulturwerkstatt", FREE, GROUP, 20, 11, "gruppe", "älter"),
    ),
    "rottweil": (
        House("rw", "Jugendhaus Rottweil", 9, "Stadt", CITY, OPEN, 60, 29, "woche"),
        House("schramberg", "Jugendzentrum Schramberg", 12, "Stadt", CITY, OPEN, 55, 26, "dienstag bis samstag"),
        House("oberndorf", "Jugendtreff Oberndorf", 8, "Wohlfahrtsverband A", WELFARE, OPEN, 40, 19, "drei tage"),
        House("sulz", "Jugendraum Sulz", 13, "Jugendverband E", YOUTH, OPEN, 30, 14, "abend", "älter"),
        House("bauwagen", "Bauwagen Fluorn", 18, "Verein Bauwagen", FREE, GROUP, 15, 6, "abend", "älter"),
    ),
    "stolberg": (
        House("mitte", "Jugendtreff Mitte", 0, "Stadt", CITY, OPEN, 50, 26, "woche"),
        House("mühle", "Jugendheim Mühlenau", 1, "Katholische Kirchengemeinde", CHURCH, OPEN, 45, 24, "drei tage"),
        House("oberfeld", "Treff Oberfeld", 2, "Wohlfahrtsverband A", WELFARE, OPEN, 40, 21, "dienstag bis samstag"),
    ),
}
COLUMNS = ("Einrichtung", "Name", "Raum", "Träger", "Trägerart", "Angebotsart", "Plätze", "Ostwert", "Nordwert")


def _spots(spec: Spec) -> list[tuple[int | None, int | None]]:
    """Where each facility stands in whole metres: well within its area; what moves about stands nowhere."""
    rng, areas = stream(spec.key, "standorte"), list(shapes(spec).values())
    spots = []
    for house in HOUSES[spec.key]:
        core = areas[house.area].buffer(-0.15 * np.sqrt(areas[house.area].area))
        low, high = np.array(core.bounds[:2]), np.array(core.bounds[2:])
        tries = rng.uniform(low, high, (200, 2))
        east, north = np.rint(tries[shapely.contains_xy(core, tries)][0]).astype(int).tolist()
        spots.append((None, None) if house.offer == PROJECT else (east, north))
    return spots


def write(spec: Spec, folder: Path) -> None:
    """einrichtungen and oeffnungszeiten."""
    houses = HOUSES[spec.key]
    rows = [(h.key, h.name, spec.keys[h.area], h.provider, h.kind, h.offer, h.seats, *spot) for h, spot in zip(houses, _spots(spec), strict=True)]
    if spec.key == "rottweil":
        write_xlsx(folder / "einrichtungen.xlsx", COLUMNS, rows, above=("Einrichtungen der Jugendarbeit im Landkreis", ""))
    else:
        write_csv(folder / "einrichtungen.csv", COLUMNS, rows, spec.style)
    times = [(h.key, WEEKDAYS[d], f"{a:02d}:00", f"{b:02d}:00") for h in houses for d, (a, b) in SCHEDULES[h.schedule].items()]
    write_csv(folder / "oeffnungszeiten.csv", ("Einrichtung", "Wochentag", "Von", "Bis"), times, spec.style)
