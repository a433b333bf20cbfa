"""Stock and flow of the population, reckoned back from the residents of 2024, so that every balance holds."""

from pathlib import Path

import numpy as np

from generator.base import Row, stream, write_csv
from generator.places import Spec
from generator.population import AGES, ages

SOURCES = {"bevoelkerungsbewegung": "Einwohnerstatistik, synthetisch|2024-12-31"}  # tables written here, and where their data come from

FIRST, LAST, OLDEST = 2016, 2024, 60
ABSENT = {"stolberg"}  # a place that knows no deaths
MOVING = np.interp(AGES, [0, 5, 10, 16, 19, 24, 29, 35, 45, 60, 99], [0.05, 0.045, 0.03, 0.03, 0.08, 0.11, 0.1, 0.065, 0.035, 0.02, 0.02])
FAMILIES = np.interp(AGES, [0, 8, 17, 18, 25, 27, 40, 50, 99], [0.007, 0.004, 0.001, -0.012, -0.012, 0.004, 0.006, 0, 0])  # moves to less moves away
DYING = np.interp(AGES, [0, 1, 15, 20, 40, 60, 80, 99], [0.003, 0.0002, 0.0001, 0.0004, 0.0012, 0.008, 0.05, 0.3])
BEARING = np.interp(AGES, [14, 20, 25, 31, 36, 42, 49], [0, 0.03, 0.07, 0.115, 0.075, 0.012, 0], left=0, right=0)
COMING = {2016: 1.15, 2020: 0.85, 2021: 0.95, 2022: 1.35, 2023: 1.1}  # in the other years 1


def students(spec: Spec) -> np.ndarray:
    """Net migration that keeps the age profile of a place with students as it is."""
    share = sum(spec.totals[list(spec.student)]) / spec.totals.sum()
    bump = np.log1p(share * 2.2 * np.exp(-(((AGES - 23.5) / 3.5) ** 2)))
    return np.diff(bump, prepend=0.0)


def write(spec: Spec, folder: Path) -> None:
    """bevoelkerungsbewegung.csv."""
    rng, stock = stream(spec.key, "bewegung"), ages(spec).sum(axis=0)
    net = FAMILIES + students(spec)
    rows: list[Row] = []
    for year in range(LAST, FIRST - 1, -1):
        coming = COMING.get(year, 1) * rng.lognormal(0, 0.05)
        dead = rng.poisson(stock * DYING[:, None] * (0.8, 1.2))
        came = rng.poisson(stock * ((MOVING + np.maximum(net, 0)) * coming)[:, None])
        went = rng.poisson(stock * (MOVING + np.maximum(-net, 0))[:, None])
        begun = np.maximum(stock + dead - came + went, 0)
        weight = BEARING * stock[:, 0]
        births = rng.multinomial(begun[0].sum(), weight / weight.sum())
        rows += [
            (str(year), str(age), sex, int(stock[age, s]), *([int(births[age])] if s == 0 else [0]), int(dead[age, s]), int(came[age, s]), int(went[age, s]))
            for age in range(OLDEST + 1)
            for s, sex in enumerate(("weiblich", "männlich"))
        ]
        stock = np.vstack([begun[1:], begun[-1:]])
    columns = ("Jahr", "Alter", "Geschlecht", "Bestand", "Geburten", "Sterbefälle", "Zuzüge", "Fortzüge")
    kept = [i for i, c in enumerate(columns) if not (c == "Sterbefälle" and spec.key in ABSENT)]
    rows.sort(key=lambda r: (r[0], int(str(r[1])), r[2] == "männlich"))
    write_csv(folder / "bevoelkerungsbewegung.csv", [columns[i] for i in kept], [[r[i] for i in kept] for r in rows], spec.style)
