"""Official figures 2020–2024 of each place, those above it and the members of a Landkreis: invented, but coherent with the indicators."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from generator.base import Cell, Row, Style, apportion, stream, write_csv
from generator.indicators import KINDS, YEARS, counts
from generator.places import Spec

SOURCES = {"kennzahlen": "Amtliche Kennzahlen, synthetisch|2024-12-31"}  # tables written here, and where their data come from

KEYS = ("sgb2_u15", "arbeitslos", "hze")
COLUMNS = ("Kennzahl", "Schlüssel", "Gebiet", "Ebene", "Jahr", "Stichtag", "Wert", "Einheit", "Basis", "Gebietsstand", "Quelle", "Lizenz")
SOURCE = "synthetisch (in echten Projekten: Regionaldatenbank, Bundesagentur für Arbeit)"
STATES = {"NW": ("05", "Nordrhein-Westfalen", 240.0, 1.1), "NI": ("03", "Niedersachsen", 108.0, 0.95), "BW": ("08", "Baden-Württemberg", 150.0, 0.62)}
NATION = ("DG", "Deutschland", 1110.0, 0.92)
DISTRICTS = {"dorsten": ("05562", "Kreis Recklinghausen", 8.2, 1.35), "ibbenbueren": ("05566", "Kreis Steinfurt", 8.9, 0.6), "stolberg": ("05334", "Städteregion Aachen", 9.8, 1.15)}
TOWNS = {"ibbenbueren": (("05566008", "Emsdetten", 0.72, 0.62), ("05566012", "Greven", 0.77, 0.55), ("05566076", "Rheine", 1.54, 0.85))}  # with a youth office of their own
SPLIT = {  # members of the two Samtgemeinden, with their weight
    "034575402": (("03457003", "Brinkum", 7), ("03457009", "Firrel", 9), ("03457010", "Hesel", 44), ("03457011", "Holtland", 22), ("03457015", "Neukamperfehn", 17), ("03457019", "Schwerinsdorf", 7)),
    "034575403": (("03457006", "Detern", 27), ("03457008", "Filsum", 21), ("03457016", "Nortmoor", 17)),
}
REFERENCE = 60_000  # residents that a size of 1 stands for

Count = tuple[int, int]


def _own(spec: Spec, kind: int, year: int) -> dict[str, Count]:
    """Numerator and denominator of the areas of a Landkreis, members of Samtgemeinden for themselves."""
    hits, base = counts(spec, KINDS[kind], year)
    found: dict[str, Count] = {}
    for key, h, b in zip(spec.keys, hits, base, strict=True):
        parts = SPLIT.get(key, ())
        shares = np.array([w for *_, w in parts], float)
        split = zip(apportion(shares, int(h)), apportion(shares, int(b)), strict=True) if parts else ()
        found |= {name: (int(x), int(y)) for (name, *_), (x, y) in zip(parts, split, strict=True)} if parts else {key: (int(h), int(b))}
    return found


def _made(key: str, size: float, level: float, kind: int, year: int) -> Count:
    """Counts of an area that is no client: of its size, at its level, with a little noise."""
    entry = KINDS[kind]
    low, high = entry.span
    base = round(size * REFERENCE * (high - low + 1) * 0.0108 * entry.share * (1 + 0.004 * (year - 2022)))
    trend = {2020: 1.04, 2021: 1.02, 2022: 1.0, 2023: 1.03, 2024: 1.02}[year]
    rate = (entry.level[0] + entry.level[1] * 0.145 * level) * trend * (1 + stream(key, entry.key, str(year)).normal(0, 0.008))
    return round(base * rate), base


def _areas(spec: Spec) -> dict[str, tuple[str, str]]:
    """Name and level of every area in the place's file."""
    names = {key: (name, "Gemeinde") for key, name, _ in spec.areas if key not in SPLIT} if spec.kind == "Landkreis" else {}
    names |= {key: (name, "Gemeinde") for unit in spec.keys for key, name, _ in SPLIT.get(unit, ())}
    own = {spec.ags: (spec.name, "Kreis" if len(spec.ags) == 5 else "Gemeinde")}
    above = [(*DISTRICTS[spec.key][:2], "Kreis")] if spec.key in DISTRICTS else []
    return own | names | {k: (n, level) for k, n, level in [*((k, n, "Gemeinde") for k, n, *_ in TOWNS.get(spec.key, ())), *above, (*STATES[spec.land][:2], "Land"), (*NATION[:2], "Bund")]}


def _counts(spec: Spec, kind: int, year: int) -> Iterator[tuple[str, Count]]:
    """Counts of every area in the place's file."""
    inside = _own(spec, kind, year)
    yield spec.ags, (sum(h for h, _ in inside.values()), sum(b for _, b in inside.values()))
    if spec.kind == "Landkreis":
        yield from inside.items()
    for key, _, size, level in (*TOWNS.get(spec.key, ()), *([DISTRICTS[spec.key]] if spec.key in DISTRICTS else []), STATES[spec.land], NATION):
        yield key, _made(key, size, level, kind, year)


def rows(spec: Spec) -> Iterator[Row]:
    """Counts, and one published share that nobody can add up; a new base from 2022 on."""
    areas = _areas(spec)
    for year in YEARS:
        day, base = dt.date(year, 12, 31), "Zensus 2022" if year >= 2022 else "Zensus 2011"
        for kind in (i for i, k in enumerate(KINDS) if k.key in KEYS):
            entry = KINDS[kind]
            for key, (hits, heads) in _counts(spec, kind, year):
                missing = "..." if entry.key == "hze" and year == 2024 and len(key) == 8 else "." if key in {"03457019", "08325050"} and 0 < hits < 10 else None
                cells: list[tuple[str, Cell]] = [(entry.numerator, missing or hits), (entry.denominator, heads)]
                for name, value in cells:
                    if not (key == "05334" and year == 2021):  # a Kreis that is missing in one year
                        yield name, key, *areas[key], str(year), day, value, "Personen", base, "31.12.2024", SOURCE, ""


def write(spec: Spec, folder: Path) -> None:
    """kennzahlen.csv, typed alike for all places, as it is downloaded; zuordnung.csv where members make up a unit."""
    write_csv(folder / "kennzahlen.csv", COLUMNS, rows(spec), Style())
    if any(key in SPLIT for key in spec.keys):
        links = [(member, unit) for unit in spec.keys for member, *_ in SPLIT.get(unit, ((unit,),))]
        write_csv(folder / "zuordnung.csv", ("Schlüssel", "Raum"), links, Style())
