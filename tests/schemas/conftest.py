from collections.abc import Callable
from pathlib import Path

import pytest

AREAS = "Raum;Name\n01;Altstadt\n02;Hervest\n03;Holsterhausen\n"
HOUSES = "Einrichtung;Name;Raum;Träger;Trägerart;Angebotsart;Plätze\nE01;Scheune;01;Stadt;öffentlich;offen;40\nE02;Treff;02;Ev. Kirche;kirchlich;offen;\n"
CATALOGUE = (
    "Indikator;Name;Definition;Zähler;Nenner;Einheit;Richtung;Dimension;Quelle\n"
    "armut;Kinderarmut;Anteil;Kinder im SGB II;Kinder;%;hoch ist belastet;Soziale Lage;BA\n"
    "zuzug;Zuzüge;Zuzüge je 1.000;Zuzüge;Einwohner;je 1.000;ohne Richtung;Demografie;Stadt\n"
)


@pytest.fixture
def place(tmp_path) -> Callable[..., Path]:
    """Make the folder of a place: areas, facilities and the catalogue, and the CSV files that a test names."""

    def make(**tables: str) -> Path:
        folder = tmp_path / "ort"
        folder.mkdir(exist_ok=True)
        (tmp_path / "indikatorkatalog.csv").write_text(CATALOGUE, encoding="utf-8")
        for name, text in {"raeume": AREAS, "einrichtungen": HOUSES, **tables}.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return make
