"""Writes the sample project anew: python data/sample/erzeugen.py [ZIELORDNER]. Same seed, same bytes."""

import sys
from pathlib import Path

from generator import (
    associations,
    cards,
    facilities,
    figures,
    geometry,
    indicators,
    interviews,
    movement,
    population,
    project,
    visits,
    words,
)
from generator.places import PLACES

TABLES = (population, movement, geometry, indicators, facilities, visits, associations, interviews, cards, figures)


def generate(folder: Path) -> None:
    """Every file of the sample but the hand-written README and this generator."""
    project.write(folder)
    indicators.write_catalogue(folder)
    words.write(folder)
    for spec in PLACES:
        (folder / spec.key).mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            table.write(spec, folder / spec.key)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
