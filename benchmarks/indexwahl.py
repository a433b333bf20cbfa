"""The chooser of an index: seconds from a change to the new picture, for 21 and 60 areas.

    python benchmarks/indexwahl.py

A made place with four indicators and outlines in a grid; each change releases the index, draws 1,000 times, and draws map
and ranks anew. The goal is half a second.
"""

import itertools
import os
import statistics
import time

import numpy as np
import pandas as pd

from workbench.schemas import bevoelkerung, geometrie, indikatoren, indikatorkatalog, raeume
from workbench.start import Report, start
from workbench.widgets import indexwahl

YEAR, KEYS = 2024, ("sgb2_u15", "arbeitslos", "transfer", "alleinerziehend")
EAST, NORTH, SIDE = 400_000.0, 5_700_000.0, 1000.0


class Made(Report):
    """A report whose tables are made."""

    tables: dict[str, pd.DataFrame]

    def read(self, schema: object) -> pd.DataFrame:
        """Table of that name."""
        return self.tables[schema.TABLE.name]  # type: ignore[attr-defined]


def square(n: int, wide: int) -> list[list[tuple[float, float]]]:
    """Outline of one area."""
    x, y = EAST + SIDE * (n % wide), NORTH + SIDE * (n // wide)
    return [[(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE), (x, y)]]


def place(count: int) -> Made:
    """Place with so many areas."""
    sample, generator = start("dorsten"), np.random.default_rng(1)
    keys = [f"{n:03d}" for n in range(1, count + 1)]
    named = pd.DataFrame({"Raum": keys, "Name": [f"Gebiet {k}" for k in keys]})
    people = pd.DataFrame([(pd.Timestamp(YEAR, 12, 31), k, age, "weiblich", int(generator.integers(200, 900))) for k, age in itertools.product(keys, (5, 20, 40))], columns=["Stichtag", "Raum", "Alter", "Geschlecht", "Einwohner"])
    totals = generator.integers(400, 3000, (len(KEYS), count))
    hits = generator.binomial(totals, generator.beta(3, 20, (len(KEYS), count)))
    counted = pd.DataFrame([(k, r, YEAR, int(hits[i, j]), int(totals[i, j]), "") for i, k in enumerate(KEYS) for j, r in enumerate(keys)], columns=["Indikator", "Raum", "Jahr", "Zähler", "Nenner", "Grund"])
    outlines = pd.DataFrame({"Raum": keys, "Ring": [square(n, 8) for n in range(count)]})
    catalogue = sample.read(indikatorkatalog)
    made = Made(sample.project, sample.place)
    tables = {bevoelkerung: people, geometrie: outlines, indikatoren: counted, indikatorkatalog: catalogue, raeume: named}
    object.__setattr__(made, "tables", {schema.TABLE.name: frame for schema, frame in tables.items()})
    return made


def measure(count: int) -> None:
    """Print the seconds of ten changes."""
    begun = time.perf_counter()
    choice = indexwahl._Choice(indexwahl.Data(place(count), YEAR), "einfach")  # noqa: SLF001
    opened, seconds, processor = time.perf_counter() - begun, [], time.process_time()
    for n in range(10):
        begun = time.perf_counter()
        choice.weights[KEYS[n % len(KEYS)]].value = 1.5 + n / 4
        seconds.append(time.perf_counter() - begun)
    processor = (time.process_time() - processor) / len(seconds)
    assert "<svg" in choice.picture.value  # noqa: S101
    print(f"{count} areas: opened in {opened:.2f} s; a change {statistics.median(seconds):.2f} s (median of {len(seconds)}, longest {max(seconds):.2f} s; processor {processor:.2f} s)")


os.environ["JPY_SESSION_NAME"] = "11_monitoring.ipynb"
os.environ.pop("WORKBENCH_PROJECT", None)
for areas in (21, 60):
    measure(areas)
