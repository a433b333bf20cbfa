"""Association youth work: members per area, groups and youth leaders' cards; names are of kinds, not of real associations."""

from pathlib import Path

import numpy as np

from generator.base import stream, write_csv, write_xlsx
from generator.places import Spec
from generator.population import ages
from workbench.schemas.terms import AGE_LIMITS

SOURCES = {  # tables written here, and where their data come from
    "mitglieder": "Mitgliederstatistik der Jugendverbände, synthetisch",
    "verbaende": "Angaben der Jugendverbände, synthetisch",
}

ABSENT = {"leer"}  # a place without these optional tables
AGES = ("6–9", "10–13", "14–17", "18–26")
# name, kind, members per resident and age group, share of girls
KINDS = (
    ("Sportjugend", "Sport", (0.42, 0.38, 0.26, 0.14), 0.42),
    ("Jugendfeuerwehr", "Hilfsorganisation", (0.01, 0.03, 0.025, 0.0), 0.28),
    ("Pfadfinderschaft", "Pfadfinder", (0.02, 0.022, 0.015, 0.01), 0.47),
    ("Evangelische Jugend", "kirchlich", (0.02, 0.035, 0.03, 0.012), 0.56),
    ("Katholische Jugend", "kirchlich", (0.03, 0.04, 0.025, 0.012), 0.53),
    ("Musikjugend", "Kultur", (0.015, 0.03, 0.02, 0.012), 0.55),
)


def members(spec: Spec) -> list[tuple[str, str, str, str, str, int]]:
    """Members by association, area, age group and sex, without empty cells."""
    heads, rng = ages(spec), stream(spec.key, "mitglieder")
    rows: list[tuple[str, str, str, str, str, int]] = []
    for name, kind, shares, girls in KINDS:
        local = rng.lognormal(0, 0.35, len(spec.areas)) * (rng.random(len(spec.areas)) < (1 if kind == "Sport" else 0.75))
        for a, area in enumerate(spec.keys):
            for group, share in zip(AGES, shares, strict=True):
                low, high = AGE_LIMITS[group]
                for s, (sex, part) in enumerate((("weiblich", 2 * girls), ("männlich", 2 - 2 * girls))):
                    count = int(rng.binomial(heads[a, low : high + 1, s].sum(), min(0.8, share * part * local[a])))
                    rows += [(name, kind, area, group, sex, count)] if count else []
    return rows


def write(spec: Spec, folder: Path) -> None:
    """mitglieder and verbaende."""
    if spec.key in ABSENT:
        return
    rows, rng = members(spec), stream(spec.key, "verbaende")
    columns = ("Verband", "Verbandsart", "Raum", "Altersgruppe", "Geschlecht", "Mitglieder")
    if spec.key == "rottweil":
        write_xlsx(folder / "mitglieder.xlsx", columns, rows, above=("Mitgliederstatistik der Jugendverbände", "Stand: 31.12.2025"))
    else:
        write_csv(folder / "mitglieder.csv", columns, rows, spec.style)
    sums = {name: sum(r[5] for r in rows if r[0] == name) for name, *_ in KINDS}
    groups = [(n, k, max(1, int(np.ceil(sums[n] / rng.uniform(14, 22)))), int(sums[n] * rng.uniform(0.01, 0.05))) for n, k, *_ in KINDS if sums[n]]
    write_csv(folder / "verbaende.csv", ("Verband", "Verbandsart", "Gruppen", "Juleica"), groups, spec.style)
