"""Catalogue of indicators: what is divided by what, in which unit, what a high value means, and from when on values are no longer comparable."""

import re
from typing import TYPE_CHECKING

from workbench.schemas import terms
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

PERCENT = "%"
_NUMBER = r"\d{1,3}(?:[.\s]?\d{3})*(?!\d)"
_PER = re.compile(rf"je\s+({_NUMBER})(?:\s.*)?", re.IGNORECASE)
_MEANT = {r"%|proz|percent|pct|\bv\.?\s*h\b|hundert": PERCENT, r"‰|promille|tausend|\bv\.?\s*t\b": "je 1.000"}  # how else units are written
_YEARS = r"\s*(?:19|20)\d\d(?:\s*[,;]\s*(?:19|20)\d\d)*\s*"


def unit(einheit: str) -> str:
    """Unit as it is printed behind a value: »%« or »je 1.000«; other units as they are.

    Examples
    --------
    >>> unit("Prozent"), unit("je 1000 unter 21-Jährige")
    ('%', 'je 1.000')
    """
    found = _PER.fullmatch(einheit.strip())
    return PERCENT if einheit.strip() in (PERCENT, "Prozent") else _per(found[1]) if found else einheit


def _per(number: str) -> str:
    """Unit of a rate, its number grouped."""
    digits = re.sub(r"\D", "", number)
    return f"je {int(digits):,}".replace(",", ".")


def scale(einheit: str) -> float | None:
    """Number that numerator by denominator is multiplied with; None for a unit that is not computed.

    Examples
    --------
    >>> scale("%"), scale("je 1.000"), scale("Euro")
    (100.0, 1000.0, None)
    """
    found = _PER.fullmatch(unit(einheit))
    return 100.0 if unit(einheit) == PERCENT else float(found[1].replace(".", "")) if found else None


def years(brueche: object) -> list[int]:
    """First years of a new base, from a cell of the column »Brüche«; none where it is empty.

    Examples
    --------
    >>> years("2022, 2011"), years(None)
    ([2011, 2022], [])
    """
    return sorted({int(year) for year in re.findall(r"\d{4}", str(brueche))})


def breaks(katalog: "pd.DataFrame", by: str = "Indikator") -> dict[str, list[int]]:
    """First years of a new base of each indicator that has some, by its key or its name."""
    found = zip(katalog[by], katalog["Brüche"], strict=True) if "Brüche" in katalog else ()
    return {str(key): known for key, cell in found if (known := years(cell))}


def uncomputed(frame: "pd.DataFrame", look: Look) -> str:
    """Indicators that no report computes because of their unit, in German: it looks like a known one, or the place has counts for it; "" for none."""
    counted = set(look("indikatoren")["Indikator"].dropna())
    rows = [(key, einheit, _meant(einheit)) for key, einheit in zip(frame["Indikator"], frame["Einheit"], strict=True) if scale(einheit) is None]
    said = [f"»{einheit}« ({key}{f'; gemeint »{near}«?' if near else ''})" for key, einheit, near in rows if near or key in counted]
    return f"Mit diesen Einheiten wird nicht gerechnet, die Werte fehlen in den Berichten oder stehen ohne Umrechnung da: {', '.join(said)}. Gerechnet wird mit »%«, »Prozent« und »je 1.000« (auch je 100, je 10.000)." if said else ""


def _meant(einheit: str) -> str:
    """Unit that another way of writing stands for; "" where none is near."""
    number = re.search(rf"\b(?:pro|auf|per|je)\b\D*?({_NUMBER})", einheit, re.IGNORECASE)
    return _per(number[1]) if number else next((known for pattern, known in _MEANT.items() if re.search(pattern, einheit, re.IGNORECASE)), "")


TABLE = Table(
    name="indikatorkatalog",
    title="Indikatorkatalog",
    description=(
        "Je Indikator eine Zeile: was gezählt wird, wodurch geteilt wird und wie der Wert zu lesen ist. Daraus entstehen Tabellen, Abbildungen, Sätze und die "
        "Indikatorenblätter. Gilt meist für das ganze Projekt und liegt dann im Projektordner."
    ),
    columns=(
        Column("Indikator", "key", "Kürzel des Indikators", role="key", example="kinderarmut"),
        Column("Name", "text", "Name, wie er im Bericht steht", example="Kinder in Familien mit Bürgergeld"),
        Column("Definition", "text", "Ein Satz, der sagt, was der Indikator misst", role="text", example="Anteil der unter 15-Jährigen in Bedarfsgemeinschaften nach SGB II"),
        Column("Formel", "text", "Wie der Wert entsteht; leer: Zähler / Nenner, mal 100 oder mal die Zahl der Einheit", role="text", example="Kinder in Bedarfsgemeinschaften / Kinder × 100", empty=True, optional=True),
        Column("Zähler", "text", "Was gezählt wird", example="Kinder unter 15 Jahren in Bedarfsgemeinschaften"),
        Column("Nenner", "text", "Wodurch geteilt wird", example="Kinder unter 15 Jahren"),
        Column("Einheit", "text", "Einheit des Werts: »%« oder »je 1.000« (auch je 100, je 10.000); bei »%« darf der Zähler nicht größer sein als der Nenner", example="%"),
        Column("Richtung", "choice", "Was ein hoher Wert bedeutet", example="hoch ist belastet", choices=terms.DIRECTIONS),
        Column("Dimension", "text", "Kapitel des Berichts; im Gebietsprofil zählt, was nicht »Demografie«, »Bildung«, »Angebote« oder »Beteiligung« heißt, zur sozialen Lage", example="Soziale Lage"),
        Column("Quelle", "text", "Woher die Zahlen kommen", example="Statistik der Bundesagentur für Arbeit"),
        Column("Vergleichbarkeit", "text", "Womit die Werte verglichen werden dürfen und womit nicht", role="text", example="mit Kreis- und Landeswerten derselben Quelle", empty=True, optional=True),
        Column("Brüche", "text", "Jahre, in denen eine neue Datenbasis oder ein neuer Gebietsstand beginnt: Über sie hinweg wird nichts verglichen", example="2022", empty=True, optional=True),
    ),
    key=("Indikator",),
    rules=(Rule(("Brüche",), lambda f: f["Brüche"].isna() | f["Brüche"].str.fullmatch(_YEARS), "erwartet Jahre mit vier Ziffern, mehrere mit Komma: »2022« oder »2011, 2022« (das erste Jahr mit der neuen Datenbasis)."),),
    hint=uncomputed,
)
