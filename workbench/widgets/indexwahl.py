"""Chooser of an index: indicators, recipe, weights and areas; map, ranks and their certainty follow at once."""

import functools
import html
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench import recipe as recipes
from workbench.disclosure.cells import Released
from workbench.errors import WorkbenchError
from workbench.present import areas, figure, note, preview
from workbench.present.description import Description, live
from workbench.present.sentence import sentence
from workbench.recipe import Recipe
from workbench.schemas import bevoelkerung, geometrie, indikatoren, indikatorkatalog, optional, raeume
from workbench.schemas.terms import TOTAL
from workbench.start import Report
from workbench.topics import altersstruktur, monitoring, sicherheit, sozialindex, sozialraum
from workbench.widgets import rezeptwahl

if TYPE_CHECKING:
    from ipywidgets import VBox

SEED, DRAWS = 2024, 1000
BEFORE = "Rang vorher"


def explore(bericht: Report, *, rezept: str, jahr: int, startwert: int = SEED, ziehungen: int = DRAWS) -> "Description | VBox":
    """Index of the areas, with menus for recipe, indicators, weights and areas, and a button that saves the choice.

    Parameters
    ----------
    bericht
        The report whose place is shown.
    rezept
        Recipe to begin with.
    jahr
        The year.
    startwert, ziehungen
        Seed and number of the draws that test the certainty.

    Returns
    -------
    Description or ipywidgets.VBox
        In a batch the map and the ranks of that recipe; where a person looks on, the menus and both below them.
    """
    data = Data(bericht, jahr, seed=startwert, draws=ziehungen)
    return _Choice(data, rezept).box if live() else show(data, recipes.load(rezept, bericht.project))


class Data:
    """What stays the same while somebody chooses: the released values of the place in one year."""

    def __init__(self, report: Report, year: int, *, seed: int = SEED, draws: int = DRAWS) -> None:
        self.report, self.year, self.seed, self.draws = report, year, seed, draws
        self.catalogue, named, people = report.read(indikatorkatalog), report.read(raeume), report.read(bevoelkerung)
        everyone = altersstruktur.residents(people, raeume=named)
        small = altersstruktur.too_small(everyone, minimum=report.project.regeln.mindestbevoelkerung)
        self.people = report.release(everyone, table="Einwohnerinnen und Einwohner je Gebiet", count=["Einwohner", altersstruktur.UNDER_27], source=bevoelkerung, where=altersstruktur.scopes(people), part={altersstruktur.UNDER_27: "Einwohner"})
        found = sozialraum.values(report.read(indikatoren), katalog=self.catalogue, raeume=named, ohne=list(small["Raum"]))
        self.values = report.release(found, table="Indikatoren je Gebiet und Jahr", by=sozialraum.KEYS, count=["Zähler", "Nenner"], part={"Zähler": "Nenner"}, base="Nenner", additive=["Raum"], source=indikatoren)
        self.now = self.values.frame[self.values.frame["Jahr"] == year]
        self.outlines = report.read(optional(geometrie))

    @functools.cached_property
    def indicators(self) -> dict[str, str]:
        """Key → name of the indicators that the place has."""
        return dict(zip(self.now["Indikator"], self.now["Name"], strict=True))

    @functools.cached_property
    def areas(self) -> dict[str, str]:
        """Key → name of the areas."""
        return {key: name for key, name in zip(self.now["Raum"], self.now["Gebiet"], strict=True) if key != TOTAL}

    @functools.cached_property
    def down(self) -> list[str]:
        """Indicators whose low value is a burden."""
        return list(self.catalogue.loc[self.catalogue["Richtung"] == "niedrig ist belastet", "Indikator"])

    def index(self, recipe: Recipe) -> pd.DataFrame:
        """Index with the certainty of its ranks and classes."""
        found = sozialindex.index(self.now, rezept=recipe, jahr=self.year, einwohner=self.people.frame)
        without = [area for area in self.areas if area not in set(found["Raum"])]
        certain = sicherheit.noise(self.now, rezept=recipe, jahr=self.year, startwert=self.seed, ziehungen=self.draws, ohne=without)
        return found.merge(certain[["Raum", *(c for c in certain if c not in found)]], on="Raum")

    def released(self, frame: pd.DataFrame, table: str) -> Released:
        """Computed from released values alone."""
        return self.report.release(frame, table=table, by=list(frame.columns[:1]), exempt="allein aus ausgewiesenen Werten berechnet", derived=self.values, source=indikatoren)


def show(data: Data, recipe: Recipe, *, before: pd.DataFrame | None = None) -> Description:
    """Sentences, map and ranks of an index.

    Parameters
    ----------
    data
        The place's values.
    recipe
        The recipe.
    before
        Index of the recipe that the choice started from, to say what changes.

    Returns
    -------
    Description
        A group.
    """
    now = data.index(recipe)
    index = data.released(now, "Index der Auswahl")
    both = now if before is None else now.merge(before[["Raum", sicherheit.RANK, sicherheit.MARK]].rename(columns={sicherheit.RANK: BEFORE}), on="Raum", suffixes=("", " vorher"))
    told = data.released(_told(both, before is not None), "Sicherheit der Auswahl")
    title = f"Index »{recipe.name}« {data.year}"
    cuts = monitoring.breaks(now, rezept=recipe)
    named = recipe.klassen.namen if recipe.klassen and cuts != "natural" else ()
    ranks = figure.interval(index, "Gebiet", sicherheit.RANK, sicherheit.RANK_LOW, sicherheit.RANK_HIGH, title=f"{title}: Rang mit Schwankung", digits=0, order=False, start=0.5, note="Rang 1: im Vergleich am stärksten belastet. Strich: Ränge, zwischen denen neun von zehn Ziehungen liegen.")
    said = [
        sentence("Einen Index {n:hat|haben} {n:Gebiet}. Die Einordnung (Klasse, bei wenigen Gebieten Rang): {a} sicher, {b} eher sicher, {c} unsicher.", otherwise="Mit dieser Auswahl lässt sich kein Index bilden, weil Angaben fehlen oder nur ein Gebiet übrig ist.", n=told.value("Gebiete"), a=told.value("sicher"), b=told.value("eher sicher"), c=told.value("unsicher")),
        *([sentence("Mit dem Rezept selbst {a:ist|sind} {a} sicher. Einen anderen Rang als dort {n:hat|haben} jetzt {n:Gebiet}.", otherwise="Ein Vergleich mit dem Rezept ist nicht möglich.", a=told.value("vorher sicher"), n=told.value("mit anderem Rang"))] if before is not None else []),
    ]
    return note.group(*said, areas.map(index, data.outlines, "Raum", sozialindex.INDEX, names="Gebiet", title=title, digits=2, note="Index in Standardabweichungen.", breaks=cuts, order=named), ranks)


def _told(both: pd.DataFrame, compared: bool) -> pd.DataFrame:
    """How many areas are certain, and what that was before."""
    row = sicherheit.summary(both)
    if not compared:
        return row
    moved = both[sicherheit.RANK].ne(both[BEFORE]).sum()
    return row.assign(**{"vorher sicher": both[f"{sicherheit.MARK} vorher"].eq(sicherheit.MARKS[0]).sum(), "mit anderem Rang": moved})


class _Choice:
    """Menus, the picture that follows them, and the button that saves."""

    def __init__(self, data: Data, first: str) -> None:
        from ipywidgets import HTML, BoundedFloatText, Button, Dropdown, HBox, SelectMultiple, Text, VBox

        self.data, self.resting, self.confirmed = data, True, ""
        self.known = recipes.files(data.report.project)
        self.recipe = Dropdown(description="Rezept", options=list(self.known), value=first)
        self.parts = SelectMultiple(description="Indikatoren", options=[(name, key) for key, name in data.indicators.items()], rows=8)
        self.areas = SelectMultiple(description="Gebiete", options=[(name, key) for key, name in data.areas.items()], value=tuple(data.areas), rows=8)
        self.weights = {key: BoundedFloatText(description=name, value=1.0, min=0.0, max=100.0, step=0.25, style={"description_width": "initial"}) for key, name in data.indicators.items()}
        self.weighing, self.picture, self.message = VBox(), HTML(), HTML()
        self.name, self.button = Text(description="Name", placeholder="soziale-lage-2"), Button(description="Speichern")
        self.box = VBox([self.recipe, HBox([self.parts, self.weighing, self.areas]), HBox([self.name, self.button, self.message]), self.picture])
        self._begin()
        self.recipe.observe(lambda _: self._begin(), names="value")
        for menu in (self.parts, self.areas, *self.weights.values()):
            menu.observe(lambda _: self._draw(), names="value")
        self.name.observe(lambda _: self._forget(), names="value")
        self.button.on_click(lambda _: self._save())

    def _begin(self) -> None:
        """Another recipe: its indicators and weights."""
        self.resting = False
        try:
            self.base = recipes.read(self.known[self.recipe.value])
            for part in self.base.indikatoren:
                if part.kuerzel in self.weights:
                    self.weights[part.kuerzel].value = part.gewicht
            self.parts.value = tuple(k for k in self.base.keys if k in self.weights)
            self.before = self.data.index(self.base) if set(self.base.keys) <= self.weights.keys() else None
        except WorkbenchError as fault:
            self.picture.value = _said(fault)
            return
        finally:
            self.resting = True
        self._draw()

    def _chosen(self, key: str = "eigene-wahl") -> Recipe:
        """Recipe of the choice."""
        without = [k for k in self.data.areas if k not in self.areas.value]
        return rezeptwahl.chosen(self.base, weights={k: self.weights[k].value for k in self.parts.value}, down=self.data.down, without=without, key=key)

    def _draw(self) -> None:
        """Show the choice; a fault in words."""
        if not self.resting:
            return
        self._forget()
        self.weighing.children = [self.weights[k] for k in self.parts.value]
        try:
            self.picture.value = preview.html(show(self.data, self._chosen(), before=self.before))
        except WorkbenchError as fault:
            self.picture.value = _said(fault)

    def _forget(self) -> None:
        """What is new has not been confirmed."""
        self.confirmed, self.message.value = "", ""

    def _save(self) -> None:
        """Write the recipe; a file of that name needs a second press."""
        name = self.name.value.strip()
        try:
            recipe = self._chosen().model_copy(update={"name": name or self.base.name})
            file = rezeptwahl.save(recipe, self.data.report.project, name=name, confirmed=self.confirmed)
            self.message.value = f"Gespeichert: {html.escape(f'{recipes.FOLDER}/{file.name}')}"
            self.confirmed = ""
        except WorkbenchError as fault:
            self.message.value, self.confirmed = _said(fault), name


def _said(fault: Any) -> str:  # noqa: ANN401 (an error)
    """Fault as it stands below the menus."""
    return f"<pre>{html.escape(str(fault))}</pre>"
