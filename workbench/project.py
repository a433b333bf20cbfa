"""projekt.toml → Project and Place: strict, frozen, and the only thing a report must know about its surroundings."""

import datetime as dt
import functools
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from workbench.errors import DataError, ProjectError, cause, suggest

FILE = "projekt.toml"
FORMAT = 1
SAMPLE = Path(__file__).parent.parent / "data" / "sample"
SECRET = Path("schluessel") / "geheimnis.txt"
TEMPLATE = "vorlage.docx"  # of the house for Word

Format = Literal["html", "pdf", "docx", "xlsx"]
FORMATS = get_args(Format)
PlaceKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$")]
OfficialKey = Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{3}|\d{5}|\d{8}|\d{9}|\d{12})$")]


class _Strict(BaseModel):
    """Frozen, and unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


LEAST = 3  # smallest minimum that a project can choose


class Limits(_Strict):
    """What is too small to be shown, for a project or for one of its tables."""

    mindestzahl: int = Field(3, ge=1, le=100, description="Anzahlen darunter (aber über null) werden nicht ausgewiesen; üblich sind 3, 5 und 10")
    nullen_verbergen: bool = Field(default=False, description="auch Nullen verbergen")
    mindestbasis: int = Field(10, ge=1, le=1000, description="Anteile, Mittelwerte und Quantile auf weniger Personen werden nicht ausgewiesen")
    dominanz_anzahl: int = Field(1, ge=1, le=5, description="so viele größte Beiträge zu einer Summe …")
    dominanz_prozent: int = Field(85, ge=1, le=100, description="… dürfen zusammen höchstens so viel Prozent der Summe ausmachen")
    p_prozent: int = Field(10, ge=0, le=100, description="so genau (in Prozent) darf niemand den größten Beitrag zu einer Summe schätzen können")
    rundung: Literal[0, 3, 5] = Field(default=0, description="statt zu verbergen jede Anzahl für sich auf ein Vielfaches von 3 oder 5 runden; 0: nicht runden")


class Rule(Limits):
    """Disclosure rule of a project."""

    mindestbevoelkerung: int = Field(300, ge=0, description="kleinere Gebiete bleiben ohne Kennzahl und ohne Index")
    mindestpersonen: int = Field(3, ge=1, description="so viele Befragte je Rolle, bevor ein Zitat gezeigt wird")
    aufbewahrung_monate: int = Field(36, ge=0, description="ältere Rohdaten über Personen meldet die Prüfung; 0: ohne Frist")
    tabellen: dict[str, Limits] = Field(default={}, description="abweichende Grenzen für einzelne Tabellen, nach ihrem Namen")

    def for_table(self, title: str) -> "Rule":
        """Rule as it holds for one table: only what its section names differs from the project's."""
        own = self.tabellen[title].model_dump(exclude_unset=True) if title in self.tabellen else {}
        return self.model_copy(update={"tabellen": {}, **own})


class Exemption(_Strict):
    """A declared exception from the rules; the release record lists it."""

    art: Literal["amtlich", "verzeichnis", "person", "rollengruppe", "uebersteuert"]
    grund: str = Field(min_length=1)
    tabelle: str = ""
    rolle: str = ""
    gruppe: str = ""
    fall: str = ""
    ort: str = ""
    freigegeben_von: list[str] = []
    am: dt.date | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        """An override takes two people."""
        if self.art == "uebersteuert" and len({" ".join(n.split()).casefold() for n in self.freigegeben_von} - {""}) < 2:
            raise ValueError('übersteuern können nur zwei verschiedene Personen gemeinsam – erwartet freigegeben_von = ["…", "…"].')
        needed = {"amtlich": "tabelle", "verzeichnis": "tabelle", "uebersteuert": "tabelle", "person": "fall", "rollengruppe": "rolle"}[self.art]
        more = ' und gruppe = "…"' if self.art == "rollengruppe" else ""
        if not getattr(self, needed) or (self.art == "rollengruppe" and not self.gruppe):
            raise ValueError(f'»{self.art}« braucht {needed} = "…"{more}.')
        return self


class Source(_Strict):
    """Where a table comes from, as it is printed under figures and in the annex."""

    quelle: str
    lizenz: str = ""
    stand: dt.date | None = None


class Plan(_Strict):
    """One document of a place, made of reports and chapters in the consultant's words, in order."""

    titel: str = Field(min_length=1, description="Titel; {ort} wird der Name des Ortes")
    kapitel: list[str] = Field(min_length=1, description="Berichte (Nummer oder Name) und eigene Kapitel (texte/….md; {ort} wird der Schlüssel des Ortes)")

    @model_validator(mode="after")
    def _chapters(self) -> Self:
        """Chapters lie in the folder of the texts; braces hold nothing but the place."""
        for chapter in self.kapitel:
            if chapter.endswith(".md") and (not chapter.startswith("texte/") or ".." in chapter.split("/")):
                raise ValueError(f'»{chapter}« – eigene Kapitel liegen im Ordner texte, z. B. "texte/{{ort}}/ziele.md".')
        for text in (self.titel, *self.kapitel):
            if set(re.findall(r"[{}]", text.replace("{ort}", ""))):
                raise ValueError(f"»{text}« – in geschweiften Klammern steht nur {{ort}}.")
        return self


class Comparison(_Strict):
    """A set of official areas to compare with: a district of a youth office, similar towns."""

    schluessel: list[OfficialKey] = Field(min_length=1, description="amtliche Schlüssel der Gebiete, die zusammen das Vergleichsgebiet sind")
    ohne: list[OfficialKey] = Field([], description="Gebiete darin, die nicht dazugehören (etwa Städte mit eigenem Jugendamt)")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """No area twice, and nothing is taken away that is not inside."""
        for i, key in enumerate(self.schluessel):
            if other := next((k for j, k in enumerate(self.schluessel) if i != j and key.startswith(k)), None):
                raise ValueError(f"»{key}« liegt in »{other}« und zählte doppelt. Bitte nur eines von beiden nennen.")
        for i, key in enumerate(self.ohne):
            if not any(key.startswith(k) and key != k for k in self.schluessel):
                raise ValueError(f"ohne: »{key}« liegt in keinem der Gebiete {', '.join(f'»{k}«' for k in self.schluessel)}.")
            if any(key.startswith(k) for j, k in enumerate(self.ohne) if i != j):
                raise ValueError(f"ohne: »{key}« würde doppelt abgezogen. Bitte nur einmal nennen.")
        return self


class Design(_Strict):
    """House style of the documents: whose name, mark, colour and imprint they bear."""

    name: str = Field("", description="wer die Berichte vorlegt; ohne Angabe das Institut")
    logo: str = Field("", description="Bilddatei im Projektordner, SVG oder PNG")
    akzent: Colour = Field("", description="Farbe von Überschriften und Verweisen, als #rrggbb")
    impressum: str = Field("", description="steht am Ende jedes Berichts, Zeile für Zeile")


class Place(_Strict):
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
    parameter: dict[str, str | int | float | bool | dt.date] = {}


class Project(_Strict):
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
    ausnahmen: list[Exemption] = []
    quellen: dict[str, Source] = {}
    plan: Plan | None = None
    vergleiche: dict[str, Comparison] = {}
    parameter: dict[str, str | int | float | bool | dt.date] = {}
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
        codes = {self.area(key): key for key in self.orte}
        for key, place in self.orte.items():
            if (other := codes[self.area(key)]) != key:
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
    def _least(self) -> Self:
        """Fewer than three is no minimum; a table without one takes two people, a person by name her consent."""
        if self.regeln.mindestpersonen < LEAST:
            raise ValueError(f'»regeln.mindestpersonen«: »{self.regeln.mindestpersonen}« – erwartet mindestens {LEAST}. Wer genannt werden will, steht in [[ausnahmen]] mit art = "person".')
        for where, limits in {"regeln": self.regeln, **{f"regeln.tabellen.{t}": own for t, own in self.regeln.tabellen.items()}}.items():
            if limits.mindestzahl < LEAST:
                raise ValueError(f'»{where}.mindestzahl«: »{limits.mindestzahl}« – erwartet mindestens {LEAST}. Eine Tabelle ganz auszunehmen, erklären zwei Personen in [[ausnahmen]] mit art = "uebersteuert".')
        return self

    def chain(self, key: str) -> list[str]:
        """Code of a place among all places, and the codes of those that it is a part of."""
        place = self.place(key)
        above = self.chain(place.teil_von) if place.teil_von else []
        return [f"{above[0]}/{place.als or place.ags}" if above else key, *above]

    def area(self, key: str) -> str:
        """Code of a place among all places."""
        return self.chain(key)[0]

    @functools.cached_property
    def codes(self) -> dict[str, str]:
        """Code of each place among all places, by its key."""
        return {key: self.area(key) for key in self.orte}

    @functools.cached_property
    def named(self) -> dict[str, str]:
        """Code of each place among all places, by its name."""
        return {place.name: self.codes[key] for key, place in self.orte.items()}

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
        file = self.folder / SECRET
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

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
    file = path / FILE
    try:
        return _parsed(path, file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ProjectError(f"»{path.name}« ist kein Projektordner: {FILE} fehlt. Neu anlegen: workbench new ORDNER --place NAME --ags SCHLÜSSEL.") from None
    except OSError as fault:
        raise ProjectError(f"{FILE} lässt sich nicht lesen ({cause(fault)}). Ist die Datei gesperrt?") from None
    except UnicodeDecodeError:
        raise ProjectError(f"{FILE} ist nicht als UTF-8 gespeichert. Bitte im Editor als UTF-8 speichern.") from None


@functools.lru_cache(maxsize=2)
def _parsed(path: Path, text: str) -> Project:
    """Project from the text of its file: with thousands of places a process parses it once, and its children not at all."""
    raw = parsed(text, FILE)
    try:
        return Project.model_validate({**raw, "folder": path})
    except ValidationError as fault:
        raise ProjectError(str(DataError(FILE, [german(e, _MODELS) for e in fault.errors()]))) from None


def parsed(text: str, file: str) -> dict[str, Any]:
    """Content of a TOML file.

    Raises
    ------
    ProjectError
        With the line that cannot be read.

    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        where = " in Zeile {}, Spalte {}".format(*found.groups()) if (found := re.search(r"line (\d+), column (\d+)", str(fault))) else " am Ende der Datei"
        raise ProjectError(f'{file}: Schreibfehler{where}. Erwartet wird TOML: name = "Wert", Text in Anführungszeichen, ein Datum als 2025-12-31, Abschnitte in [eckigen Klammern], jeder Name und Abschnitt nur einmal.') from None


_EXPECTED = {
    "string_type": "erwartet Text in Anführungszeichen",
    "string_pattern_mismatch": "hat nicht die erwartete Form",
    "int_type": "erwartet eine ganze Zahl",
    "float_type": "erwartet eine Zahl",
    "finite_number": "erwartet eine endliche Zahl",
    "bool_type": "erwartet true oder false",
    "date_type": "erwartet ein Datum als JJJJ-MM-TT ohne Anführungszeichen",
    "dict_type": "erwartet einen Abschnitt in eckigen Klammern",
    "list_type": "erwartet eine Liste in eckigen Klammern",
    "model_type": "erwartet einen Abschnitt in eckigen Klammern",
    "too_short": "darf nicht leer sein",
    "string_too_short": "darf nicht leer sein",
    "greater_than_equal": "erwartet mindestens {ge:g}",
    "less_than_equal": "erwartet höchstens {le:g}",
    "greater_than": "erwartet mehr als {gt:g}",
    "literal_error": "erwartet {expected}",
}


_KEY_HINT = ' Ein amtlicher Schlüssel ist Text mit 2, 3, 5, 8, 9 oder 12 Ziffern, führende Null eingeschlossen, z. B. "05562012".'
_HINTS = {
    **dict.fromkeys(("schluessel", "ohne"), _KEY_HINT),
    "ags": _KEY_HINT,
    "key": " So heißt auch der Ordner des Ortes: kleine Buchstaben ohne Umlaute, Ziffern, - und _, z. B. [orte.koeln-sued].",
    "akzent": ' Eine Farbe ist # mit sechs Ziffern oder Buchstaben von a bis f, z. B. "#0b5e8a".',
    "ausnahmen": " Jede Ausnahme ist ein eigener Abschnitt [[ausnahmen]].",
}
_MODELS: dict[str, type[BaseModel]] = {"": Project, "gestaltung": Design, "regeln": Rule, "tabellen": Limits, "ausnahmen": Exemption, "quellen": Source, "plan": Plan, "vergleiche": Comparison, "orte": Place}


def german(error: Any, models: Mapping[str, type[BaseModel]]) -> str:  # noqa: ANN401 (pydantic's error is a loose dict)
    """One pydantic error as a German line with place, value, expectation and hint; `models` by the key of their section."""
    *outer, last = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]] or [""]  # people count from one
    where = ".".join(outer if last == "key" else [*outer, last])  # a place's key is the name of its section
    if error["type"] == "value_error":
        return f"»{where}«: {error['ctx']['error']}" if where else str(error["ctx"]["error"])
    if error["type"] == "missing":
        return f"»{where}« fehlt."
    if error["type"] == "extra_forbidden":
        here = next(models[part] for part in reversed(["", *outer]) if part in models)
        if any(last in model.model_fields for model in models.values()):
            return f"»{where}« gehört nicht in diesen Abschnitt."
        return f"»{where}« ist unbekannt.{suggest(last, sorted(set(here.model_fields) - {'key', 'folder'}))}"
    said = _EXPECTED.get(error["type"], "ist hier kein gültiger Wert").format(**error.get("ctx", {}))
    said = said.replace("'", "").replace(" or ", " oder ")
    return f"»{where}«: »{error['input']}« – {said}.{_HINTS.get(outer[-1] if last.isdigit() and outer else last, '')}"


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
