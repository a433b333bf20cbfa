"""projekt.toml → Project and Place: strict, frozen, and the only thing a report must know about its surroundings."""

import datetime as dt
import functools
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, Field, StringConstraints, model_validator

from workbench import toml
from workbench.errors import ProjectError, cause, suggest
from workbench.sections import Comparison, Design, Exemption, OfficialKey, Plan, Source
from workbench.toml import Strict

FILE = "projekt.toml"
FORMAT = 1
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
SECRET = Path("schluessel") / "geheimnis.txt"
TEMPLATE = "vorlage.docx"  # of the house for Word

Format = Literal["html", "pdf", "docx", "xlsx"]
FORMATS = get_args(Format)
PlaceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]


class Limits(Strict):
    """What is too small to be shown, for a project or for one of its tables."""

    mindestzahl: int = Field(3, ge=3, le=100, description="Anzahlen darunter (aber über null) werden nicht ausgewiesen; üblich sind 3, 5 und 10")
    nullen_verbergen: bool = Field(default=False, description="auch Nullen verbergen")
    mindestbasis: int = Field(10, ge=1, le=1000, description="Anteile, Mittelwerte und Quantile auf weniger Personen werden nicht ausgewiesen")
    dominanz_anzahl: int = Field(1, ge=1, le=5, description="so viele größte Beiträge zu einer Summe …")
    dominanz_prozent: int = Field(85, ge=1, le=100, description="… dürfen zusammen höchstens so viel Prozent der Summe ausmachen")
    p_prozent: int = Field(10, ge=0, le=100, description="so genau (in Prozent) darf niemand den größten Beitrag zu einer Summe schätzen können")
    rundung: Literal[0, 3, 5] = Field(default=0, description="statt zu verbergen jede Anzahl für sich auf ein Vielfaches von 3 oder 5 runden; 0: nicht runden")


class Rule(Limits):
    """Disclosure rule of a project."""

    mindestbevoelkerung: int = Field(300, ge=0, description="kleinere Gebiete bleiben ohne Sozialindikatoren und ohne Index")
    mindestpersonen: int = Field(3, ge=3, description="so viele Befragte je Rolle, bevor ein Zitat gezeigt wird")
    aufbewahrung_monate: int = Field(36, ge=0, description="ältere Rohdaten über Personen meldet die Prüfung; 0: ohne Frist")
    tabellen: dict[str, Limits] = Field(default={}, description="abweichende Grenzen für einzelne Tabellen, nach ihrem Namen")

    def for_table(self, title: str) -> "Rule":
        """Rule as it holds for one table: only what its section names differs from the project's."""
        own = self.tabellen[title].model_dump(exclude_unset=True) if title in self.tabellen else {}
        return self.model_copy(update={"tabellen": {}, **own})


class Place(Strict):
    """A municipality or county with its data folder."""

    key: PlaceKey
    folder: Path
    name: str = Field(min_length=1)
    ags: OfficialKey
    art: Literal["Stadt", "Gemeinde", "Landkreis"] = "Stadt"
    raum: str = "Sozialraum"
    raeume: str = "Sozialräume"
    teil_von: str = ""
    als: str = ""
    parameter: dict[str, str | int | float | bool | dt.date] = Field({})


class Project(Strict):
    """A consultant's project: places, rules, sources and parameters."""

    folder: Path
    format: Literal[1]
    name: str = Field(min_length=1)
    synthetisch: bool = False
    stand: dt.date
    institut: str = ""
    formate: list[Format] = Field(list(FORMATS), min_length=1, description="Formate der Berichte")
    gestaltung: Design = Design()
    regeln: Rule = Rule()
    ausnahmen: list[Exemption] = Field([])
    quellen: dict[str, Source] = Field({})
    plan: Plan | None = None
    vergleiche: dict[str, Comparison] = Field({})
    parameter: dict[str, str | int | float | bool | dt.date] = Field({})
    orte: dict[str, Place] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _place_folders(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """Give every place its key and folder, which the file implies."""
        orte = raw.get("orte")
        if isinstance(orte, dict):
            orte = {k: {**v, "key": k, "folder": raw["folder"] / k} if isinstance(v, dict) else v for k, v in orte.items()}
            raw = {**raw, "orte": orte}
        return raw

    @model_validator(mode="after")
    def _parts(self) -> Self:
        """A place is a part of another one, in the end of none, and the only one of its code there."""
        for key, place in self.orte.items():
            where = f"»orte.{key}.teil_von«: »{place.teil_von}«"
            if place.teil_von and place.teil_von not in self.orte:
                raise ValueError(f"{where} – ist kein Ort dieses Projekts.{suggest(place.teil_von, self.orte)}")
            above = [key]
            while (parent := self.orte[above[-1]].teil_von) in self.orte:
                if parent in above:
                    raise ValueError(f"{where} – die Orte wären im Kreis Teil voneinander: {' → '.join([*above, parent])}.")
                above.append(parent)
        owners = {code: key for key, code in self.codes.items()}
        for key, place in self.orte.items():
            if (other := owners[self.codes[key]]) != key:
                code = place.als or place.ags
                raise ValueError(f"»orte.{key}.als«: »{code}« – so heißt in »{place.teil_von}« schon »{other}«. Erwartet wird der eigene Schlüssel, den der Ort in dessen Tabellen hat.")
        return self

    @model_validator(mode="after")
    def _sets(self) -> Self:
        """A comparison set is not called like a place, nor is it nameless."""
        taken = {place.name.casefold() for place in self.orte.values()} | {"", "insgesamt"}
        for name in self.vergleiche:
            if name.strip().casefold() in taken:
                raise ValueError(f"»vergleiche.{name}« – erwartet einen eigenen Namen, der kein Ort dieses Projekts und nicht »Insgesamt« ist.")
        return self

    @model_validator(mode="after")
    def _cases(self) -> Self:
        """A person who is named is one of one place: codes of cases may come again at others."""
        for i, a in enumerate(self.ausnahmen, start=1):
            if a.art == "person" and not a.ort and len(self.orte) > 1:
                raise ValueError(f'»ausnahmen.{i}.ort« fehlt – den Fall »{a.fall}« kann es an mehreren Orten geben, erwartet ort = "{next(iter(self.orte))}" oder einen anderen Ort dieses Projekts.')
        return self

    def exemptions(self, place: Place | None, *kinds: str) -> list[Exemption]:
        """Declared exceptions of some kinds that hold at a place; for a report over the whole project those that hold everywhere."""
        return [a for a in self.ausnahmen if a.art in kinds and a.ort in {"", place.key if place else ""}]

    def rule(self, place: Place | None, table: str) -> Rule:
        """The project's rule, unless two people have overridden it for this table of this place."""
        if any(a.tabelle == table for a in self.exemptions(place, "uebersteuert")):
            return self.regeln.model_copy(update={"mindestzahl": 1, "mindestbasis": 1, "nullen_verbergen": False, "rundung": 0, "tabellen": {}})
        return self.regeln

    def chain(self, key: str) -> list[str]:
        """Code of a place among all places, and the codes of those that it is a part of."""
        place = self.place(key)
        above = self.chain(place.teil_von) if place.teil_von else []
        return [f"{above[0]}/{place.als or place.ags}" if above else key, *above]

    @functools.cached_property
    def codes(self) -> dict[str, str]:
        """Code of each place among all places, by its key."""
        return {key: self.chain(key)[0] for key in self.orte}

    @functools.cached_property
    def families(self) -> dict[str, list[str]]:
        """Keys of the places that a total can link, in their order, by the code of the uppermost."""
        found: dict[str, list[str]] = {}
        for key, code in self.codes.items():
            found.setdefault(code.partition("/")[0], []).append(key)
        return found

    @property
    def reports(self) -> Path:
        """Folder into which the reports are written."""
        return self.folder / "reports"

    @property
    def dress(self) -> tuple[Path, ...]:
        """Files of the house style that are there: logo, template for Word."""
        return tuple(file for name in (self.gestaltung.logo, TEMPLATE) if (file := self.folder / name).is_file())

    @property
    def secret(self) -> str:
        """Key of the project's hashes; empty where the project has none, and then no hash is printed."""
        try:
            return (self.folder / SECRET).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        except OSError as fault:
            raise ProjectError(f"{SECRET.as_posix()} lässt sich nicht lesen ({cause(fault)}). Bitte die Zugriffsrechte auf den Ordner »{SECRET.parent}« prüfen.") from None

    def place(self, key: str) -> Place:
        """Place of that key.

        Raises
        ------
        ProjectError
            If the project has no such place.
        """
        if key not in self.orte:
            known = ", ".join(f"»{k}«" for k in self.orte)
            raise ProjectError(f"{FILE}: Ort »{key}« fehlt – vorhanden: {known}.{suggest(key, self.orte)}")
        return self.orte[key]

    def named_place(self, word: str) -> Place:
        """Place of that key or name, as a person writes it.

        Raises
        ------
        ProjectError
            If the project has no such place.
        """
        return next((p for p in self.orte.values() if word.casefold() == p.name.casefold()), None) or self.place(word)


def load(folder: Path | str | None = None) -> Project:
    """Read the project of a folder.

    Parameters
    ----------
    folder
        Project folder; by default the one that the environment variable WORKBENCH_PROJECT names, else the sample.

    Returns
    -------
    Project
        Frozen and checked.

    Raises
    ------
    ProjectError
        With all faults of projekt.toml at once.
    """
    path = Path(folder or os.environ.get("WORKBENCH_PROJECT") or SAMPLE).resolve()
    missing = f"»{path.name}« ist kein Projektordner: {FILE} fehlt. Neu anlegen: workbench new ORDNER --place NAME --ags SCHLÜSSEL."
    return _parsed(path, toml.text(path / FILE, FILE, missing=missing))


@functools.lru_cache(maxsize=2)
def _parsed(path: Path, text: str) -> Project:
    """Project from the text of its file: with thousands of places a process parses it once, and its children not at all."""
    return toml.checked(Project, {**toml.parsed(text, FILE), "folder": path}, FILE, _SECTIONS)


_SECTIONS: dict[str, type[BaseModel]] = {"": Project, "gestaltung": Design, "regeln": Rule, "tabellen": Limits, "ausnahmen": Exemption, "quellen": Source, "plan": Plan, "vergleiche": Comparison, "orte": Place}


def slug(name: str) -> str:
    """Safe folder or file name: small letters, digits and hyphens.

    Examples
    --------
    >>> slug('Köln/Süd "<b>" ..')
    'koeln-sued-b'
    """
    for umlaut, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        name = name.lower().replace(umlaut, plain)
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "ort"
