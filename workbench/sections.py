"""Sections of projekt.toml that say what to do with the data: exceptions, sources, the plan, comparisons, the look."""

import datetime as dt
import itertools
import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from workbench.toml import Strict

Colour = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$")]
OfficialKey = Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{3}|\d{5}|\d{8}|\d{9}|\d{12})$")]
_NEEDS = {"amtlich": ("tabelle",), "verzeichnis": ("tabelle",), "uebersteuert": ("tabelle",), "person": ("fall",), "rollengruppe": ("rolle", "gruppe")}


class Exemption(Strict):
    """A declared exception from the rules; the release record lists it."""

    art: Literal["amtlich", "verzeichnis", "person", "rollengruppe", "uebersteuert"]
    grund: str = Field(min_length=1)
    tabelle: str = ""
    rolle: str = ""
    gruppe: str = ""
    fall: str = ""
    ort: str = ""
    freigegeben_von: list[str] = Field([])
    am: dt.date | None = None

    @model_validator(mode="after")
    def _two(self) -> Self:
        """An override takes two people."""
        if self.art == "uebersteuert" and len({" ".join(n.split()).casefold() for n in self.freigegeben_von} - {""}) < 2:
            raise ValueError(f'»{", ".join(self.freigegeben_von)}« – übersteuern können nur zwei verschiedene Personen gemeinsam, erwartet freigegeben_von = ["…", "…"].')
        needed = _NEEDS[self.art]
        if not all(getattr(self, name) for name in needed):
            raise ValueError(f"»{self.art}« braucht " + " und ".join(f'{name} = "…"' for name in needed) + ".")
        return self


class Source(Strict):
    """Where a table comes from, as it is printed under figures and in the annex."""

    quelle: str
    lizenz: str = ""
    stand: dt.date | None = None


class Plan(Strict):
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


class Comparison(Strict):
    """A set of official areas to compare with: a district of a youth office, similar towns."""

    schluessel: list[OfficialKey] = Field(min_length=1, description="amtliche Schlüssel der Gebiete, die zusammen das Vergleichsgebiet sind")
    ohne: list[OfficialKey] = Field([], description="Gebiete darin, die nicht dazugehören (etwa Städte mit eigenem Jugendamt)")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """No area twice, and nothing is taken away that is not inside."""
        for key, other in itertools.permutations(self.schluessel, 2):
            if key.startswith(other):
                raise ValueError(f"»{key}« liegt in »{other}« und zählte doppelt. Bitte nur eines von beiden nennen.")
        for key in self.ohne:
            if not any(key.startswith(k) and key != k for k in self.schluessel):
                raise ValueError(f"ohne: »{key}« liegt in keinem der Gebiete {', '.join(f'»{k}«' for k in self.schluessel)}.")
        for key, other in itertools.permutations(self.ohne, 2):
            if key.startswith(other):
                raise ValueError(f"ohne: »{key}« würde doppelt abgezogen. Bitte nur einmal nennen.")
        return self


class Design(Strict):
    """House style of the documents: whose name, mark, colour and imprint they bear."""

    name: str = Field("", description="wer die Berichte vorlegt; ohne Angabe das Institut")
    logo: str = Field("", description="Bilddatei im Projektordner, SVG oder PNG")
    akzent: Colour = Field("", description="Farbe von Überschriften und Verweisen, als #rrggbb")
    impressum: str = Field("", description="steht am Ende jedes Berichts, Zeile für Zeile")
