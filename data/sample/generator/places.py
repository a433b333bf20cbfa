"""The seven places: true keys, totals and child poverty; names and shares of areas in towns are invented.

Sources of the true figures: Zensus 15.05.2022 (table 1000A-0000), Fortschreibung 31.12.2024 (12411-01-01-4) for the two
Landkreise, INKAR 2024 (q_newfBGu15_bev). Statistische Ämter des Bundes und der Länder; BBSR Bonn; dl-de/by-2-0.
"""

import dataclasses

import numpy as np

from generator.base import Style, apportion

CLEAN = Style()


@dataclasses.dataclass(frozen=True, eq=False)  # hashed by identity: results are cached per place
class Spec:
    """A place before its data: what is true of it, and how its office types."""

    key: str
    name: str
    ags: str
    land: str
    residents: int
    poverty: dict[int, float]  # per cent of under-15s in SGB II, by year
    centre: tuple[int, int]  # EPSG:25832, metres
    km2: int
    areas: tuple[tuple[str, str, float], ...]  # key, name, weight of population
    student: tuple[int, ...] = ()  # positions of areas with many students
    style: Style = CLEAN
    kind: str = "Stadt"
    spots: tuple[tuple[int, int], ...] = ()  # true middles of the members in km from the centre
    unit: tuple[str, str] = ("Sozialraum", "Sozialräume")
    interviews: int = 10
    producer: str = "standard"  # how the interview program counts offsets

    @property
    def keys(self) -> list[str]:
        """Keys of the areas."""
        return [a[0] for a in self.areas]

    @property
    def totals(self) -> np.ndarray:
        """Residents per area, summing to the true total; a weight below 1 is a head count in thousands."""
        fixed = {i: round(w * 1000) for i, (_, _, w) in enumerate(self.areas) if w < 1}
        weights = np.array([0 if i in fixed else w for i, (_, _, w) in enumerate(self.areas)], float)
        parts = apportion(weights, self.residents - sum(fixed.values()))
        for position, heads in fixed.items():
            parts[position] = heads
        return parts


def _town(*named: tuple[str, float]) -> tuple[tuple[str, str, float], ...]:
    """Areas of a town, numbered 01, 02, …"""
    return tuple((f"{n:02d}", name, weight) for n, (name, weight) in enumerate(named, 1))


def _county(prefix: str, *members: tuple[str, str, int]) -> tuple[tuple[str, str, float], ...]:
    """Members of a Landkreis with their true keys."""
    return tuple((prefix + suffix, name, float(residents)) for suffix, name, residents in members)


DORSTEN = Spec(
    "dorsten", "Dorsten", "05562012", "NW", 74_257, {2021: 15.48, 2022: 14.75}, (359_000, 5_725_000), 171,
    _town(("Mitte", 11), ("Nord", 9), ("Nordheide", 7), ("Ost", 10), ("Kanalfeld", 8), ("Südfeld", 12), ("West", 9), ("Waldrode", 5), ("Gewerbepark", 0.264)),
    interviews=12,
)
IBBENBUEREN = Spec(
    "ibbenbueren", "Ibbenbüren", "05566028", "NW", 50_618, {2021: 8.02, 2022: 8.15}, (412_600, 5_792_500), 109,
    _town(("Mitte", 12), ("Nordfeld", 6), ("Bergfeld", 8), ("Ost", 7), ("Südaue", 9), ("West", 5), ("Altrode", 4)),
    style=Style("cp1252", ";", "%d.%m.%Y", "-"), interviews=10, producer="nvivo",
)
LEER = Spec(
    "leer", "Landkreis Leer", "03457", "NI", 169_103, {2022: 8.89}, (399_300, 5_898_200), 1086,
    _county("03457", ("002", "Borkum", 4468), ("012", "Jemgum", 3539), ("013", "Leer (Ostfriesland)", 34_181), ("014", "Moormerland", 23_372),
            ("017", "Ostrhauderfehn", 11_454), ("018", "Rhauderfehn", 18_032), ("020", "Uplengen", 11_907), ("021", "Weener", 15_435),
            ("022", "Westoverledingen", 21_002), ("024", "Bunde", 7527), ("5402", "Samtgemeinde Hesel", 10_984), ("5403", "Samtgemeinde Jümme", 6809)),
    style=Style("utf-8-sig", ";", "%Y-%m-%d", "–", "."), kind="Landkreis", unit=("Planungseinheit", "Planungseinheiten"),
    spots=((-50, 43), (-11, 6), (-2, 2), (-3, 11), (8, -9), (3, -11), (19, 9), (-11, -6), (-3, -8), (-16, -3), (8, 9), (9, 0)), interviews=13, producer="bom",
)
DORTMUND = Spec(
    "dortmund", "Dortmund", "05913000", "NW", 598_246, {2021: 28.29, 2022: 28.06}, (393_200, 5_707_500), 281,
    _town(("Mitte-Nord", 42), ("Mitte-Süd", 30), ("Mitte-Ost", 28), ("Mitte-West", 33), ("Hafenfeld", 25), ("Nordfeld", 22), ("Nordheide", 24), ("Nordost", 20),
          ("Ostfeld", 21), ("Ostheide", 27), ("Südost", 19), ("Südfeld", 26), ("Südrode", 17), ("Südwest", 23), ("Westfeld", 30), ("Westrode", 22),
          ("Nordwest", 29), ("Kanalfeld", 18), ("Neusiedel-Nord", 25), ("Neusiedel-Süd", 21), ("Gartenau", 24), ("Hochfeld", 16), ("Waldrode", 12), ("Bergrode", 14)),
    student=(1, 21), style=Style("utf-8", "\t", "%d.%m.%Y", "–", " "), interviews=15, producer="crlf",
)
OLDENBURG = Spec(
    "oldenburg", "Oldenburg", "03403000", "NI", 172_759, {2021: 19.67, 2022: 18.61}, (447_000, 5_888_000), 103,
    _town(("Mitte", 14), ("Hafenfeld", 13), ("Nordfeld", 19), ("Nordost", 14), ("Ostmoor", 15), ("Südau", 17), ("Südwest", 13), ("West", 18),
          ("Hochfeld", 16), ("Nordwest", 14), ("Gartenfeld", 11), ("Randmoor", 8)),
    student=(8,), style=Style("utf-8", ",", "%Y-%m-%d", " bis "), interviews=11, producer="utf16",
)
ROTTWEIL = Spec(
    "rottweil", "Landkreis Rottweil", "08325", "BW", 140_237, {2022: 4.67}, (464_600, 5_343_300), 769,
    _county("08325", ("001", "Aichhalden", 4171), ("009", "Bösingen", 3372), ("011", "Dietingen", 4146), ("012", "Dornhan", 6163), ("014", "Dunningen", 6369),
            ("015", "Epfendorf", 3172), ("024", "Hardt", 2458), ("036", "Lauterbach", 2753), ("045", "Oberndorf am Neckar", 14_522), ("049", "Rottweil", 24_668),
            ("050", "Schenkenzell", 1852), ("051", "Schiltach", 3641), ("053", "Schramberg", 20_446), ("057", "Sulz am Neckar", 12_671),
            ("060", "Villingendorf", 3349), ("061", "Vöhringen", 4307), ("064", "Wellendingen", 3252), ("069", "Zimmern ob Rottweil", 6332),
            ("070", "Fluorn-Winzeln", 3072), ("071", "Eschbronn", 2083), ("072", "Deißlingen", 6134)),
    style=Style("cp1252", ";", "%d.%m.%Y", "-", "."), kind="Landkreis", unit=("Gemeinde", "Gemeinden"),
    spots=((-8, 4), (3, -1), (10, -2), (0, 13), (-2, -2), (7, 2), (-8, -7), (-15, -1), (4, 6), (10, -8), (-13, 10), (-14, 4), (-10, -3), (9, 14), (4, -4), (10, 9),
           (14, -10), (2, -9), (-4, 6), (-6, -6), (6, -15)), interviews=10, producer="inclusive",
)
STOLBERG = Spec(
    "stolberg", "Stolberg (Rhld.)", "05334032", "NW", 57_165, {2021: 19.44, 2022: 18.45}, (304_700, 5_628_500), 98,
    _town(("Mitte", 8), ("Mühlenau", 10), ("Oberfeld", 9), ("Unterfeld", 11), ("Talaue", 6), ("Bergrode", 7), ("Süd", 5), ("Nord", 6)),
    style=Style("utf-8-sig", ";", "%d.%m.%Y", "–"), interviews=8, producer="lf",
)
PLACES = (DORSTEN, IBBENBUEREN, LEER, DORTMUND, OLDENBURG, ROTTWEIL, STOLBERG)
