"""The chooser: menus where a person looks on, the figure of the parameters in a batch."""

import pytest

from workbench.present.description import Description
from workbench.start import start
from workbench.widgets import besuchspyramide, indikatorverlauf, themenwahl

INDICATOR = {"indikator": "sgb2_u15", "ab_jahr": 2021, "bis_jahr": 2023}


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person looks on."""
    monkeypatch.setenv("JPY_SESSION_NAME", "10_sozialraum.ipynb")


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample, as a batch sees it."""
    for name in ("WORKBENCH_PROJECT", "JPY_SESSION_NAME", "VSCODE_PID"):
        monkeypatch.delenv(name, raising=False)


def test_in_a_batch_the_chosen_indicator_and_period_are_a_figure() -> None:
    figure = indikatorverlauf.explore(start("dorsten"), **INDICATOR)
    assert isinstance(figure, Description)
    assert figure.body["title"] == "Kinderarmut (SGB II) im Verlauf"
    assert [c["label"] for c in figure.body["columns"][1:]] == ["2021", "2022", "2023"]


def test_in_a_batch_the_visits_of_a_facility_are_a_figure() -> None:
    every = besuchspyramide.explore(start("dorsten"), jahr=2025)
    one = besuchspyramide.explore(start("dorsten"), einrichtung="Jugendhaus Brücke", jahr=2025)
    assert isinstance(every, Description)
    assert isinstance(one, Description)
    assert every.body["rows"] != one.body["rows"]


@pytest.mark.usefixtures("live")
def test_menus_offer_what_the_place_has_and_start_with_the_parameters() -> None:
    menus = indikatorverlauf.explore(start("dorsten"), **INDICATOR).children[0].children
    place, indikator, ab, bis = menus
    assert place.value == "dorsten"
    assert dict(place.options)["Ibbenbüren"] == "ibbenbueren"
    assert (indikator.value, ab.value, bis.value) == ("sgb2_u15", "2021", "2023")
    assert ("Kinderarmut (SGB II)", "sgb2_u15") in indikator.options
    assert list(ab.options) == list(reversed(bis.options))


@pytest.mark.usefixtures("live")
def test_another_choice_draws_another_figure_at_once() -> None:
    box = indikatorverlauf.explore(start("dorsten"), **INDICATOR)
    before = box.children[1].value
    assert "<svg" in before
    box.children[0].children[1].value = "arbeitslos"
    assert "Arbeitslosigkeit im Verlauf" in box.children[1].value
    assert box.children[1].value != before


@pytest.mark.usefixtures("live")
def test_another_municipality_keeps_the_choice_where_it_has_it() -> None:
    box = besuchspyramide.explore(start("dorsten"), einrichtung="Jugendhaus Brücke", jahr=2025)
    place, facility, _year = box.children[0].children
    place.value = "ibbenbueren"
    assert facility.value == "Insgesamt"
    assert "Jugendhaus Brücke" not in dict(facility.options)


@pytest.mark.usefixtures("live")
def test_a_municipality_without_the_table_says_so_in_place_of_the_figure() -> None:
    box = besuchspyramide.explore(start("dorsten"), jahr=2025)
    box.children[0].children[0].value = "stolberg"
    assert "Stolberg (Rhld.): keine Tabelle »besuche«" in box.children[1].value


def test_in_a_batch_all_subcategories_are_shown_or_those_of_a_theme() -> None:
    every = themenwahl.explore(start("dorsten"))
    mobility = themenwahl.explore(start("dorsten"), thema="Mobilität")
    assert isinstance(every, Description)
    assert isinstance(mobility, Description)
    assert 0 < len(mobility.body["rows"]) < len(every.body["rows"])


@pytest.mark.usefixtures("live")
def test_menus_offer_the_main_categories() -> None:
    _place, theme = themenwahl.explore(start("dorsten")).children[0].children
    assert next(iter(dict(theme.options))) == "Insgesamt"
    assert "Mobilität" in dict(theme.options)
