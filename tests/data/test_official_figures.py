"""The project of official figures: the published values, each with source and licence."""

import pandas as pd
import pytest

from workbench.project import SAMPLE, load
from workbench.schemas import kennzahlen

FOLDER = SAMPLE.parent / "amtlich"
# FIELD 1, and INKAR 2024 for child poverty
PUBLISHED = {
    "dorsten": ("Bevölkerung (Zensus)", 2022, 74_257, 14.75),
    "ibbenbueren": ("Bevölkerung (Zensus)", 2022, 50_618, 8.15),
    "leer": ("Bevölkerung (Fortschreibung)", 2024, 169_103, 8.89),
    "dortmund": ("Bevölkerung (Zensus)", 2022, 598_246, 28.06),
    "oldenburg": ("Bevölkerung (Zensus)", 2022, 172_759, 18.61),
    "rottweil": ("Bevölkerung (Fortschreibung)", 2024, 140_237, 4.67),
    "stolberg": ("Bevölkerung (Zensus)", 2022, 57_165, 18.45),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, pd.DataFrame]:
    return {key: kennzahlen.TABLE.read(place.folder) for key, place in load(FOLDER).orte.items()}


def value(frame: pd.DataFrame, name: str, year: int) -> float:
    return frame.set_index(["Kennzahl", "Jahr"]).loc[(name, year), "Wert"]


@pytest.mark.parametrize("key", PUBLISHED)
def test_population_and_child_poverty_are_the_published_ones(key: str, figures: dict[str, pd.DataFrame]) -> None:
    name, year, residents, poverty = PUBLISHED[key]
    assert value(figures[key], name, year) == residents
    assert value(figures[key], "Kinderarmut", 2022) == poverty


def test_every_figure_names_its_source_and_licence(figures: dict[str, pd.DataFrame]) -> None:
    rows = pd.concat(figures.values())
    assert rows["Quelle"].str.contains("Statistische Ämter des Bundes und der Länder|BBSR Bonn").all()
    assert rows["Lizenz"].str.contains("dl-de/by-2-0").all()


def test_figures_belong_to_their_place(figures: dict[str, pd.DataFrame]) -> None:
    assert {key: frame["Schlüssel"].unique().tolist() for key, frame in figures.items()} == {k: [p.ags] for k, p in load(FOLDER).orte.items()}


def test_the_project_is_not_synthetic() -> None:
    assert not load(FOLDER).synthetisch
