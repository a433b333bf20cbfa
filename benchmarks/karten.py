"""Time of a map: from a released frame to its drawing, in one warm process.

    python benchmarks/karten.py [--rounds 7]

Invented areas: cells of a Voronoi diagram with jagged borders of about 40 points, as many as a town, a large county and a
Land have; every area has a name, a value and a class by natural breaks, one in seven is too small for its name. Seconds are
medians of processor time, so that other work on the machine does not count; the first drawing of all, which loads fonts, is left out.
"""

import argparse
import statistics
import time

import numpy as np
import pandas as pd
import shapely

from workbench.disclosure.cells import make
from workbench.present import figure
from workbench.present.draw import svg, warm_up

COUNTS = (21, 60, 440)


def outlines(many: int) -> pd.DataFrame:
    """Areas of a raster with shaken corners; one in seven shrinks."""
    rng = np.random.default_rng(many)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(rng.uniform(0, 40_000, (many, 2)))).geoms
    rings = []
    for i, cell in enumerate(cells):
        ring = np.array(shapely.segmentize(shapely.clip_by_rect(cell, 0, 0, 40_000, 40_000), 160_000 / many**0.5 / 40).exterior.coords)
        small = ring.mean(axis=0) + (ring - ring.mean(axis=0)) * (0.2 if i % 7 == 0 else 1)
        rings.append([[(x + 350_000, y + 5_700_000) for x, y in small.tolist()]])
    return pd.DataFrame({"Raum": [f"{i:03}" for i in range(many)], "Ring": rings})


def main() -> None:
    """Print a table of seconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    warm_up()
    print("Gebiete | Beschreibung s | Zeichnung s | Größe kB")
    for many in COUNTS:
        geometry, rng = outlines(many), np.random.default_rng(1)
        frame = pd.DataFrame({"Raum": geometry["Raum"], "Gebiet": [f"Gemeinde {i} am Fluss" for i in range(many)], "Anteil in %": rng.gamma(3, 4, many)})
        released = make(frame, frame[["Anteil in %"]] > 25, title="Karte", keys=["Raum", "Gebiet"], source="")
        described, drawn = [], []
        for _ in range(rounds + 1):
            start = time.process_time()
            body = figure.map(released, geometry, "Raum", "Anteil in %", names="Gebiet", title="Karte", unit="%", breaks="natural").body
            middle = time.process_time()
            text = svg(body)
            described.append(middle - start)
            drawn.append(time.process_time() - middle)
        print(f"{many:7} | {statistics.median(described[1:]):14.3f} | {statistics.median(drawn[1:]):11.3f} | {len(text) / 1000:8.0f}")


if __name__ == "__main__":
    main()
