"""Indicators 2020–2024: drawn from the latent burden; child poverty is calibrated to the true value of the place."""

import dataclasses
from pathlib import Path

import numpy as np

from generator.base import Cell, Style, apportion, stream, write_csv
from generator.places import Spec
from generator.population import ages, burden

SOURCES = {  # tables written here, and where their data come from
    "indikatoren": "Sozialdaten, synthetisch|2024-12-31",
    "indikatorkatalog": "Indikatorkatalog des Projekts",
}

YEARS = (2020, 2021, 2022, 2023, 2024)
TREND = {2020: 1.06, 2021: 1.04, 2022: 1.0, 2023: 1.05, 2024: 1.03}
POVERTY = "sgb2_u15"
SOURCE = "synthetisch (in echten Projekten: {})"
HIGH, LOW, NEUTRAL = "hoch ist belastet", "niedrig ist belastet", "ohne Richtung"
BA, REGISTER = "Statistik der Bundesagentur für Arbeit", "Melderegister"


@dataclasses.dataclass(frozen=True)
class Kind:
    """An indicator: its words, base population (ages from–to, share of them), level relative to child poverty, and slope."""

    key: str
    name: str
    definition: str
    numerator: str
    denominator: str
    direction: str
    dimension: str
    source: str
    span: tuple[int, int]
    share: float
    level: tuple[float, float]  # rate = level[0] + level[1] × child poverty of the place
    slope: float
    unit: str = "Prozent"
    breaks: str = ""


KINDS = (
    Kind(POVERTY, "Kinderarmut (SGB II)", "Anteil der Kinder unter 15 Jahren, die in einem Haushalt mit Leistungen nach dem SGB II leben", "Kinder unter 15 Jahren in Bedarfsgemeinschaften",
         "Kinder unter 15 Jahren", HIGH, "Soziale Lage", BA, (0, 14), 1.0, (0.0, 1.0), 0.45),
    Kind("arbeitslos", "Arbeitslosigkeit", "Anteil der Arbeitslosen (SGB II und SGB III) an den 15- bis 64-Jährigen", "Arbeitslose", "Personen von 15 bis 64 Jahren", HIGH, "Soziale Lage", BA,
         (15, 64), 1.0, (0.015, 0.22), 0.35),
    Kind("jugendarbeitslos", "Jugendarbeitslosigkeit", "Anteil der Arbeitslosen an den 15- bis 24-Jährigen", "Arbeitslose von 15 bis 24 Jahren", "Personen von 15 bis 24 Jahren", HIGH,
         "Soziale Lage", BA, (15, 24), 1.0, (0.008, 0.11), 0.4),
    Kind("transfer", "Übrige Transferleistungen", "Anteil der nicht arbeitslosen Personen mit existenzsichernden Leistungen", "nicht arbeitslose Personen mit Leistungen", "Einwohnerinnen und Einwohner", HIGH,
         "Soziale Lage", BA, (0, 99), 1.0, (0.012, 0.3), 0.4),
    Kind("alleinerziehend", "Alleinerziehende", "Anteil der Haushalte von Alleinerziehenden an allen Haushalten mit Kindern", "Haushalte von Alleinerziehenden", "Haushalte mit Kindern", HIGH,
         "Familie", REGISTER, (0, 17), 0.6, (0.14, 0.35), 0.2),
    Kind("migration", "Kinder mit Migrationshintergrund", "Anteil der Kinder unter 18 Jahren mit Migrationshintergrund", "Kinder unter 18 Jahren mit Migrationshintergrund", "Kinder unter 18 Jahren", NEUTRAL,
         "Familie", REGISTER, (0, 17), 1.0, (0.16, 1.1), 0.3, breaks="2022"),
    Kind("kita", "Kinder in Kindertagesbetreuung", "Anteil der 3- bis 5-Jährigen in Kindertagesbetreuung", "betreute Kinder von 3 bis 5 Jahren", "Kinder von 3 bis 5 Jahren", LOW, "Bildung",
         "Kinder- und Jugendhilfestatistik", (3, 5), 1.0, (0.95, -0.25), -0.02),
    Kind("hze", "Hilfen zur Erziehung", "Hilfen zur Erziehung (§§ 27 ff. SGB VIII) je 1.000 junge Menschen unter 21 Jahren", "Hilfen zur Erziehung für unter 21-Jährige", "Personen unter 21 Jahren", NEUTRAL,
         "Jugendhilfe", "Jugendamt", (0, 20), 1.0, (0.012, 0.06), 0.45, unit="je 1.000"),
)
CATALOGUE = ("Indikator", "Name", "Definition", "Formel", "Zähler", "Nenner", "Einheit", "Richtung", "Dimension", "Quelle", "Vergleichbarkeit", "Brüche")
COMPARABLE = {
    BA: "mit Kreis- und Landeswerten derselben Statistik, nicht mit Werten, die Haushalte statt Personen zählen",
    REGISTER: "zwischen den Gebieten eines Ortes, mit anderen Orten nur bei gleicher Auswertung des Melderegisters",
    "Kinder- und Jugendhilfestatistik": "mit Kreis- und Landeswerten derselben Statistik, wenn der Wohnort zählt und nicht der Ort der Einrichtung",
    "Jugendamt": "zwischen den Gebieten eines Ortes, denn andere Jugendämter zählen Hilfen anders",
}


def place_rate(spec: Spec, kind: Kind, year: int) -> float:
    """Rate of the whole place in that year; child poverty is the true one where it is known."""
    known = {y: v / 100 for y, v in spec.poverty.items()}
    poverty = known.get(year, known[2022] * TREND[year])
    bend = 1.0 if kind.key in {POVERTY, "kita"} else 1 + 0.6 * (TREND[year] - 1)
    return (kind.level[0] + kind.level[1] * poverty) * bend


def bases(spec: Spec, kind: Kind, year: int) -> np.ndarray:
    """Denominator per area: the age span of the residents, moved back in time by the area's growth."""
    low, high = kind.span
    heads = ages(spec)[:, low : high + 1].sum(axis=(1, 2)) * kind.share
    growth = stream(spec.key, "wachstum").normal(0.004, 0.006, len(heads))
    return np.round(heads * (1 + growth * (year - 2024))).astype(int)


def counts(spec: Spec, kind: Kind, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators per area; the numerators sum to the place's rate."""
    base = bases(spec, kind, year)
    own = stream(spec.key, kind.key).normal(0, 0.4, len(base)) + stream(spec.key, kind.key, "trend").normal(0, 0.07, len(base)) * (year - 2022)
    noise = stream(spec.key, kind.key, str(year)).normal(0, 0.05, len(base))
    weight = base * np.exp(kind.slope * (0.92 * burden(spec) + own + noise))
    hits = apportion(weight, round(base.sum() * place_rate(spec, kind, year)))
    return np.minimum(hits, base), base


def signs(spec: Spec, kind: Kind, year: int, hits: np.ndarray) -> list[Cell]:
    """Numerators as the office prints them: some unknown, secret, uncertain or not yet there."""
    printed: list[Cell] = [int(h) for h in hits]
    if kind.key == "hze" and year == 2024 and spec.key in {"dortmund", "leer"}:
        return ["..."] * len(printed)
    if kind.key == "jugendarbeitslos" and spec.kind == "Landkreis":
        return ["*" if 0 < h < 3 and n % 2 else "-" if h == 0 else int(h) for n, h in enumerate(hits)]
    if kind.key == "transfer" and year == 2020 and spec.key in {"dorsten", "rottweil", "oldenburg"}:
        printed[1], printed[-1] = ".", "x"
    if kind.key == "alleinerziehend" and year == 2021:
        printed[2] = "/"
    return printed


def write(spec: Spec, folder: Path) -> None:
    """indikatoren.csv."""
    rows = []
    for kind in KINDS:
        for year in YEARS:
            hits, base = counts(spec, kind, year)
            rows += [(kind.key, key, str(year), h, int(b)) for key, h, b in zip(spec.keys, signs(spec, kind, year, hits), base, strict=True)]
    write_csv(folder / "indikatoren.csv", ("Indikator", "Raum", "Jahr", "Zähler", "Nenner"), rows, spec.style)


def write_catalogue(folder: Path) -> None:
    """indikatorkatalog.csv for the whole project."""
    times = {"Prozent": "100", "je 1.000": "1.000"}
    rows = [
        (
            k.key, k.name, k.definition, f"{k.numerator} / {k.denominator} × {times[k.unit]}", k.numerator, k.denominator, k.unit, k.direction, k.dimension,
            SOURCE.format(k.source), COMPARABLE[k.source], k.breaks,
        )
        for k in KINDS
    ]  # fmt: skip
    write_csv(folder / "indikatorkatalog.csv", CATALOGUE, rows, Style())
