"""rezepte/NAME.toml → Recipe: what an index is made of, how, and from which source; declared, never code."""

import functools
import graphlib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self, final

from pydantic import BaseModel, Field, model_validator

from workbench import toml
from workbench.errors import DataError, ProjectError, suggest
from workbench.project import PlaceKey, Project

FOLDER = "rezepte"
SHIPPED = Path(__file__).parent / FOLDER
INDEX = "Index"  # the uppermost node

Scale = Literal["z", "min-max", "skaliert", "rang", "borda", "prozentrang", "median-mad", "anteil-max", "abstand-max", "abstand-gebiet", "abstand-ziel", "zielkorridor"]
Mean = Literal["arithmetisch", "geometrisch", "harmonisch", "copeland"]
_KEYS: dict[str, tuple[set[str], set[str]]] = {  # of a normalisation: needed, possible
    "min-max": (set(), {"von", "bis"}),
    "skaliert": ({"von", "bis"}, set()),
    "abstand-gebiet": ({"gebiet"}, {"kappen"}),
    "abstand-ziel": ({"ziel"}, {"kappen"}),
    "zielkorridor": ({"von", "bis"}, {"skala", "kappen"}),
}
_NEVER_POSITIVE = ("z", "median-mad", "borda", "prozentrang", "abstand-max")  # always give 0 or less somewhere


class _Strict(toml.Strict, allow_inf_nan=False):
    """Frozen, without unknown keys, and every number is one."""


class Normalisation(_Strict):
    """How an indicator comes to the common scale."""

    art: Scale | None = Field(default=None, description="Verfahren; ein Indikator ohne eigene Angabe nimmt die des Rezepts")
    von: float | None = Field(default=None, description="untere Grenze, in der Einheit des Indikators (min-max: der Skala)")
    bis: float | None = Field(default=None, description="obere Grenze")
    ziel: float | None = Field(default=None, description="Zielwert, in der Einheit des Indikators")
    gebiet: str | None = Field(default=None, description="Gebiet, an dem die anderen gemessen werden")
    skala: float | None = Field(default=None, description="so viele Punkte gibt es am oberen Ende des Zielkorridors")
    kappen: bool | None = Field(default=None, description="Werte jenseits des Ziels gelten als erreicht")

    def faults(self) -> list[str]:
        """What is missing or has no meaning here."""
        needed, possible = _KEYS.get(self.art or "", (set(), set()))
        given = {k for k in type(self).model_fields if k != "art" and getattr(self, k) is not None}
        lacking = [f"»{self.art}« braucht {k} = …" for k in sorted(needed - given)]
        found = [*lacking, *(f"»{k}« hat bei »{self.art}« keine Bedeutung" for k in sorted(given - needed - possible))]
        return [*found, *(["»von« und »bis« sind gleich"] if self.von is not None and self.von == self.bis else [])]


class Member(_Strict):
    """Something that is put together with others."""

    kuerzel: str = Field(min_length=1, description="bei Indikatoren das Kürzel im Indikatorkatalog, die Spalte der Tabelle")
    gewicht: float = Field(1.0, ge=0, description="Gewicht in seiner Gruppe")
    teil_von: str = Field(INDEX, description="Gruppe, zu der er gehört")


class Part(Member):
    """An indicator, and where it belongs."""

    richtung: Literal["+", "-"] = Field("+", description="»+«: ein hoher Wert hebt den Index, »-«: er senkt ihn")
    dynamik: str = Field("", description="Spalte mit seiner Veränderung, wo eine Tabelle sie fertig enthält")
    normierung: Normalisation = Field(Normalisation(), description="abweichende Normierung")


class Group(Member):
    """A level between indicators and index: a pillar, a dimension."""

    name: str = Field("", description="Name, wie er im Bericht steht; ohne Angabe das Kürzel")
    zusammenfassung: Mean | None = None


class Exclusion(_Strict):
    """An area that is left out of everything, by name and with a reason."""

    gebiet: str = Field(min_length=1)
    grund: str = Field(min_length=1)


class Outliers(_Strict):
    """Treatment of outliers, as COINr's Treat."""

    art: Literal["keine", "stutzen"] = "keine"
    schiefe: float = Field(2.0, gt=0)
    woelbung: float = Field(3.5, gt=0)
    hoechstens: int = Field(5, ge=1, le=50)


class Classes(_Strict):
    """Classes by cuts in standard deviations of the index."""

    schnitte: list[float] = Field(min_length=1)
    namen: list[str] = Field(min_length=2)

    @model_validator(mode="after")
    def _fit(self) -> Self:
        """Cuts ascend, and there is one more name than cuts."""
        if sorted(set(self.schnitte)) != self.schnitte:
            raise ValueError(f"schnitte: »{self.schnitte}« – erwartet aufsteigende, verschiedene Zahlen.")
        if len(set(self.namen)) != len(self.schnitte) + 1:
            raise ValueError(f"namen: »{', '.join(self.namen)}« – erwartet {len(self.schnitte) + 1} verschiedene Namen, einen mehr als Schnitte.")
        return self


class Dynamics(Classes):
    """Change over some years, classed like the index."""

    jahre: int = Field(ge=1, le=30)


@final
class Recipe(_Strict):
    """Declared choices of a composite index."""

    key: PlaceKey = Field("eigenes", description="Name der Datei")
    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    quelle: str = Field(min_length=1, description="woher das Rezept stammt")
    mindestbevoelkerung: int = Field(0, ge=0, description="Gebiete mit weniger Menschen bleiben außen vor")
    mindestgebiete: int = Field(20, ge=2, description="so viele Gebiete brauchen Klassen und Dezile")
    ausschluesse: list[Exclusion] = Field([])
    ausreisser: Outliers = Outliers()
    fehlend: Literal["ausschließen", "gewichten", "mittelwert", "median", "gruppenmittel", "gruppenmedian"] = "ausschließen"
    gruppe: str = Field("", description="Spalte mit der Gruppe jedes Gebiets, für gruppenmittel und gruppenmedian")
    mindestangaben: float = Field(0.0, ge=0, le=1, description="Anteil der Werte, den ein Gebiet in jeder Gruppe braucht")
    normierung: Normalisation
    ddof: Literal[0, 1] = Field(0, description="0: Standardabweichung aller Gebiete, 1: einer Stichprobe")
    gewichtung: Literal["gleich", "angegeben", "pca"] = "gleich"
    zusammenfassung: Mean = "arithmetisch"
    standardisieren: bool = Field(default=True, description="den Index am Ende noch einmal standardisieren")
    indikatoren: list[Part] = Field(min_length=1)
    gruppen: list[Group] = Field([])
    klassen: Classes | None = None
    dynamik: Dynamics | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """All faults between the parts at once."""
        faults = [*self._names(), *(self._tree() or self._weights()), *self._scales(), *self._rest()]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> "Recipe":  # noqa: ARG002 (pydantic's; it is frozen)
        """Recipe with other choices, checked like a file."""
        return checked({**self.model_dump(exclude_unset=True), **(update or {})}, f"Rezept »{self.name}«, abgewandelt")

    @property
    def keys(self) -> list[str]:
        """Keys of the indicators."""
        return [p.kuerzel for p in self.indikatoren]

    def strangers(self, known: Iterable[str]) -> list[str]:
        """Excluded areas that are none of the known keys and names."""
        there = set(known)
        return [out.gebiet for out in self.ausschluesse if out.gebiet not in there]

    @property
    def members(self) -> list[Member]:
        """Indicators and groups."""
        return [*self.indikatoren, *self.gruppen]

    @functools.cached_property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """Parts of each node, the lowest nodes first and the index last."""
        depth = {INDEX: 0}
        for _ in self.gruppen:
            depth |= {g.kuerzel: depth[g.teil_von] + 1 for g in self.gruppen if g.teil_von in depth}
        order = sorted(dict.fromkeys(m.teil_von for m in self.members), key=depth.__getitem__, reverse=True)
        return {node: tuple(m.kuerzel for m in self.members if m.teil_von == node) for node in order}

    def scale(self, part: Part) -> Normalisation:
        """Normalisation of one indicator: what it says itself, that of the recipe elsewhere."""
        return self.normierung.model_copy(update=part.normierung.model_dump(exclude_unset=True))

    def mean(self, node: str) -> Mean:
        """How a node is put together."""
        return next((g.zusammenfassung for g in self.gruppen if g.kuerzel == node and g.zusammenfassung), self.zusammenfassung)

    def _names(self) -> list[str]:
        """Keys that stand twice."""
        all_ = [m.kuerzel for m in self.members]
        top = [f"»{INDEX}« heißt immer die oberste Ebene: bitte unter indikatoren und gruppen weglassen."] if INDEX in all_ else []
        return [*top, *(f"»{k}« steht mehrmals unter indikatoren und gruppen." for k in dict.fromkeys(k for k in all_ if all_.count(k) > 1))]

    def _tree(self) -> list[str]:
        """Parents that are no group, cycles, groups without parts."""
        groups = {g.kuerzel: g.teil_von for g in self.gruppen if g.kuerzel != INDEX}
        known = [INDEX, *groups]
        if faults := [f"»{m.kuerzel}«: teil_von »{m.teil_von}« ist keine Gruppe. Vorhanden: {', '.join(f'»{k}«' for k in known)}.{suggest(m.teil_von, known)}" for m in self.members if m.teil_von not in known]:
            return faults
        try:
            graphlib.TopologicalSorter({group: [above] for group, above in groups.items()}).prepare()
        except graphlib.CycleError as fault:
            loop = fault.args[1][::-1]
            return [f"»{loop[0]}«: die Gruppen wären im Kreis Teil voneinander: {' → '.join(loop)}."]
        used = {m.teil_von for m in self.members}
        return [f"»{g}« hat keine Indikatoren." for g in groups if g not in used]

    def _weights(self) -> list[str]:
        """Weights that sum to zero, or that nobody looks at."""
        if self.gewichtung == "gleich":
            return [f'»{m.kuerzel}«: gewicht = {m.gewicht:g} wirkt nur mit gewichtung = "angegeben".' for m in self.members if m.gewicht != 1]
        return [f"»{node}«: die Gewichte seiner Teile ({', '.join(parts)}) ergeben zusammen null." for node, parts in self.nodes.items() if not math.fsum(m.gewicht for m in self.members if m.kuerzel in parts)]

    def _scales(self) -> list[str]:
        """Normalisations that lack something, or that a mean cannot bear."""
        if self.normierung.art is None:
            return ["»normierung.art« fehlt."]
        found = [f"»{p.kuerzel}«: normierung – {fault}." for p in self.indikatoren for fault in self.scale(p).faults()]
        for part in self.indikatoren:
            scale, mean = self.scale(part), self.mean(part.teil_von)
            never = scale.art in _NEVER_POSITIVE or (scale.art == "min-max" and (scale.von or 0) <= 0)
            if mean in ("geometrisch", "harmonisch") and never:
                found.append(f'»{part.kuerzel}«: »{mean}« braucht Werte über null, normierung »{scale.art}« gibt auch Werte von null oder darunter. Bitte zum Beispiel art = "min-max" mit von = 1 und bis = 100, oder »arithmetisch«.')
        return found

    def _rest(self) -> list[str]:
        """Declared parts that need another one."""
        found = [] if self.gruppe or not self.fehlend.startswith("gruppen") else [f'fehlend: »{self.fehlend}« braucht gruppe = "…", die Spalte mit der Gruppe jedes Gebiets.']
        cut = [] if self.standardisieren else [k for k in ("klassen", "dynamik") if getattr(self, k)]
        return [*found, *(f"{k}: die Schnitte sind Standardabweichungen und brauchen standardisieren = true." for k in cut)]


def load(name: str, project: Project | None = None, *, indikatoren: Iterable[str] | None = None) -> Recipe:
    """Recipe of that name: one of the project's own, or a shipped one.

    Parameters
    ----------
    name
        Name of the file in the folder rezepte, without .toml.
    project
        The project; without one there are only the shipped recipes.
    indikatoren
        Keys that the catalogue knows; a recipe that names another one is refused.

    Returns
    -------
    Recipe
        Frozen and checked.

    Raises
    ------
    ProjectError
        With all faults of the recipe at once.
    """
    known = files(project)
    if name not in known:
        raise ProjectError(f"rezept: »{name}« – kein Rezept dieses Namens. Vorhanden: {', '.join(f'»{k}«' for k in known)}.{suggest(name, known)}")
    found = read(known[name])
    catalogue = found.keys if indikatoren is None else list(indikatoren)
    if unknown := [k for k in found.keys if k not in catalogue]:
        raise ProjectError(str(DataError(f"{FOLDER}/{name}.toml", [f"indikatoren.kuerzel: »{k}« steht nicht im Indikatorkatalog. Vorhanden: {', '.join(f'»{c}«' for c in catalogue)}.{suggest(k, catalogue)}" for k in unknown])))
    return found


def files(project: Project | None = None) -> dict[str, Path]:
    """Recipes by their name: the shipped ones, then the project's own, of which none may have the name of a shipped one."""
    shipped = {f.stem: f for f in sorted(SHIPPED.glob("*.toml"))}
    found = {f.stem: f for f in own(project)} if project else {}
    if twice := next((name for name in found if name in shipped), None):
        raise ProjectError(f"{FOLDER}/{twice}.toml heißt wie ein mitgeliefertes Rezept. Bitte umbenennen, zum Beispiel in {twice}-eigen.toml.")
    return {**shipped, **found}


def own(project: Project) -> list[Path]:
    """Files of the project's own recipes."""
    return sorted((project.folder / FOLDER).glob("*.toml"))


def read(file: Path) -> Recipe:
    """Recipe of a file, or a ProjectError with all its faults at once."""
    name = f"{FOLDER}/{file.name}"
    return checked({**toml.parsed(toml.text(file, name), name), "key": file.stem}, name)


def checked(given: Mapping[str, Any], where: str = "Rezept") -> Recipe:
    """Recipe of what a file or a notebook says, or a ProjectError with all its faults at once."""
    return toml.checked(Recipe, given, where, _SECTIONS)


_SECTIONS: dict[str, type[BaseModel]] = {"": Recipe, "normierung": Normalisation, "indikatoren": Part, "gruppen": Group, "ausschluesse": Exclusion, "ausreisser": Outliers, "klassen": Classes, "dynamik": Dynamics}
