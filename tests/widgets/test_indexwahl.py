"""Choosing an index: what follows at once, and what is written."""

import dataclasses
import time
import tomllib
from pathlib import Path

import pytest

from workbench import project as projects
from workbench import recipe as recipes
from workbench.errors import ProjectError, RunError
from workbench.present.description import Description
from workbench.recipe import Recipe, load
from workbench.start import start
from workbench.widgets import indexwahl, rezeptwahl


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample, as a batch sees it."""
    for name in ("WORKBENCH_PROJECT", "JPY_SESSION_NAME", "VSCODE_PID"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person looks on."""
    monkeypatch.setenv("JPY_SESSION_NAME", "10_sozialraum.ipynb")


@pytest.fixture
def project(tmp_path: Path) -> projects.Project:
    """A project to write into."""
    return projects.load().model_copy(update={"folder": tmp_path})


@pytest.fixture
def choice(live: None, project: projects.Project) -> indexwahl._Choice:  # noqa: ARG001 (a fixture cannot use one otherwise)
    """The chooser of Dorsten, writing elsewhere."""
    data = indexwahl.Data(start("dorsten"), 2024)
    data.report = dataclasses.replace(data.report, project=project)
    return indexwahl._Choice(data, "einfach")


def test_in_a_batch_the_recipe_of_the_parameters_is_a_group_of_figures() -> None:
    group = indexwahl.explore(start("dorsten"), rezept="einfach", jahr=2024)
    assert isinstance(group, Description)
    kinds = [b.get("encoding", {}).get("mark") or b["kind"] for b in group.body["blocks"]]
    assert kinds[0] == "sentence"
    assert [b["title"] for b in group.body["blocks"] if "title" in b] == ["Index »Soziale Lage« 2024", "Index »Soziale Lage« 2024: Rang mit Schwankung"]


def test_the_chooser_begins_with_indicators_and_areas_of_the_recipe(choice) -> None:
    assert choice.parts.value == ("sgb2_u15", "arbeitslos", "transfer", "alleinerziehend")
    assert len(choice.areas.value) == len(choice.data.areas)
    assert [w.description for w in choice.weighing.children][:2] == ["Kinderarmut (SGB II)", "Arbeitslosigkeit"]
    assert "Einen anderen Rang als dort haben jetzt 0 Gebiete" in choice.picture.value.replace("\xa0", " ")


def test_another_weight_indicator_or_area_draws_anew(choice) -> None:
    seen = {choice.picture.value}
    for change in (lambda: setattr(choice.weights["arbeitslos"], "value", 9.0), lambda: setattr(choice.parts, "value", (*choice.parts.value, "kita")), lambda: setattr(choice.areas, "value", choice.areas.value[1:])):
        change()
        assert choice.picture.value not in seen
        assert "<svg" in choice.picture.value
        seen.add(choice.picture.value)
    assert choice._chosen().indikatoren[-1].richtung == "-"


def test_a_choice_that_makes_no_index_says_so_in_place_of_the_picture(choice) -> None:
    choice.parts.value = ()
    assert "Bitte mindestens einen Indikator wählen." in choice.picture.value
    choice.parts.value = ("arbeitslos",)
    choice.weights["arbeitslos"].value = 0.0
    assert "ergeben zusammen null" in choice.picture.value


def test_a_recipe_whose_indicators_the_place_lacks_shows_no_index(choice) -> None:
    choice.recipe.value = "mss-2021"
    assert "mindestens einen Indikator" in choice.picture.value


def test_the_choice_is_saved_as_a_recipe_that_reads_back(choice, project) -> None:
    choice.weights["arbeitslos"].value = 2.5
    choice.areas.value = choice.areas.value[1:]
    expected = choice._chosen("meine-lage")
    choice.name.value = "meine-lage"
    choice.button.click()
    assert "Gespeichert: rezepte/meine-lage.toml" in choice.message.value
    found = load("meine-lage", project)
    assert found.model_copy(update={"name": expected.name}) == expected
    assert (found.name, found.gewichtung, found.ausschluesse[0].grund) == ("meine-lage", "angegeben", "nicht ausgewählt")


def test_a_file_of_that_name_is_replaced_only_after_a_second_press(choice, project) -> None:
    file = project.folder / "rezepte" / "alt.toml"
    file.parent.mkdir()
    file.write_text("alt", encoding="utf-8")
    choice.name.value = "alt"
    choice.button.click()
    assert "gibt es schon" in choice.message.value
    assert file.read_text(encoding="utf-8") == "alt"
    choice.weights["arbeitslos"].value = 3.0
    choice.button.click()
    assert file.read_text(encoding="utf-8") == "alt"
    choice.button.click()
    assert load("alt", project).indikatoren[1].gewicht == 3
    assert [p.name for p in file.parent.iterdir()] == ["alt.toml"]


@pytest.mark.parametrize(("name", "said"), [("Meine Lage", "kleine Buchstaben"), ("", "kleine Buchstaben"), ("../weg", "kleine Buchstaben"), ("einfach", "mitgeliefertes Rezept")])
def test_names_that_are_none_or_belong_to_shipped_recipes_are_refused(choice, project, name, said) -> None:
    choice.name.value = name
    choice.button.click()
    choice.button.click()
    assert said in choice.message.value
    assert not (project.folder / "rezepte").exists()


@pytest.mark.parametrize("name", ["einfach", "mss-2021", "rise"])
def test_every_shipped_recipe_survives_being_written(name, project) -> None:
    shipped = load(name)
    rezeptwahl.save(shipped, project, name=f"{name}-eigen")
    assert load(f"{name}-eigen", project).model_copy(update={"key": name}) == shipped


def test_levels_corridors_and_quotes_survive_being_written(project) -> None:
    parts = [{"kuerzel": "a", "gewicht": 0.1, "teil_von": "g"}, {"kuerzel": "b", "normierung": {"art": "zielkorridor", "von": 1e-05, "bis": 20.0, "kappen": False}}]
    recipe = Recipe.model_validate({"key": "x", "name": 'Lage »neu« "1"\n\\', "version": "1", "quelle": "Haus\x7f", "gewichtung": "angegeben", "normierung": {"art": "rang"}, "indikatoren": parts, "gruppen": [{"kuerzel": "g", "gewicht": 2.0}], "ausreisser": {"art": "stutzen"}})
    rezeptwahl.save(recipe, project, name="x")
    assert load("x", project) == recipe
    assert tomllib.loads(rezeptwahl.toml(recipe))["name"] == recipe.name


def test_a_disk_that_cannot_be_written_leaves_what_was_there(project, monkeypatch) -> None:
    rezeptwahl.save(load("einfach"), project, name="da")
    before = (project.folder / "rezepte" / "da.toml").read_bytes()

    def full(*_, **__):
        raise RunError("Der Datenträger ist voll.")

    monkeypatch.setattr(rezeptwahl, "write", full)
    with pytest.raises(RunError, match="voll"):
        rezeptwahl.save(load("rise"), project, name="da", confirmed="da")
    assert (project.folder / "rezepte" / "da.toml").read_bytes() == before


def test_leaving_indicators_out_leaves_no_empty_group() -> None:
    parts = [{"kuerzel": "a", "teil_von": "g"}, {"kuerzel": "b"}]
    base = Recipe.model_validate({"key": "x", "name": "x", "version": "1", "quelle": "x", "normierung": {"art": "z"}, "indikatoren": parts, "gruppen": [{"kuerzel": "g"}]})
    assert rezeptwahl.chosen(base, weights={"b": 1.0}).gruppen == []
    assert rezeptwahl.chosen(base, weights={"a": 1.0, "b": 1.0}).gewichtung == "gleich"
    with pytest.raises(ProjectError, match="mindestens einen"):
        rezeptwahl.chosen(base, weights={})


def test_a_change_is_drawn_within_half_a_second_of_processor_time(choice) -> None:
    begun = time.process_time()
    choice.weights["arbeitslos"].value = 1.75
    assert time.process_time() - begun < 0.5


def test_recipes_of_the_project_can_be_chosen_too(project) -> None:
    rezeptwahl.save(load("einfach"), project, name="eigene-lage")
    assert "eigene-lage" in recipes.files(project)
