"""Published official figures of a place."""

from typing import TYPE_CHECKING

from workbench.read.official.keys import LEVELS
from workbench.schemas._checks import Rule
from workbench.schemas._column import OFFICIAL_DIGITS, Column
from workbench.schemas._table import Table
from workbench.schemas.terms import COUNTS, ELSEWHERE, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


_GEMEINDE = 8  # digits of its key
_FIGURE = ("Kennzahl", "Schlüssel", "Jahr")
_RATIO = "veränderung|entwicklung|wachstum|zunahme|saldo|überschuss|versorgung|deckung|auslastung|index|verhältnis|proportion"


def _possible(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """A percentage lies between 0 and 100; a change or a ratio need not."""
    share = frame["Einheit"].isin(SHARE) & ~frame["Kennzahl"].str.contains(_RATIO, case=False, na=False)
    return ~share | frame["Wert"].isna() | frame["Wert"].between(0, 100)


def _count(frame: "pd.DataFrame", catalogue: "pd.DataFrame") -> "pd.Series[bool]":
    """A count, by its unit or because the catalogue divides by it or into it, is not negative; a balance may be."""
    catalogue = catalogue.reindex(columns=["Zähler", "Nenner"])
    count = (frame["Einheit"].isin(COUNTS) | frame["Kennzahl"].isin([*catalogue["Zähler"].dropna(), *catalogue["Nenner"].dropna()])) & ~frame["Kennzahl"].str.contains(_RATIO, case=False, na=False)
    return ~count | frame["Wert"].isna() | frame["Wert"].ge(0)


def _part(frame: "pd.DataFrame", catalogue: "pd.DataFrame") -> "pd.Series[bool]":
    """The numerator of a share of the catalogue is not above its denominator; both rows are named."""
    name, value, area = frame["Kennzahl"], frame["Wert"], [frame["Schlüssel"], frame["Jahr"]]
    catalogue = catalogue.reindex(columns=["Zähler", "Nenner", "Einheit"])
    wrong = name.isna()
    for top, base in catalogue.loc[catalogue["Einheit"].isin(SHARE), ["Zähler", "Nenner"]].dropna().drop_duplicates().itertuples(index=False, name=None):
        least, most = value.where(name == top).groupby(area).transform("min"), value.where((name == base) & (value > 0)).groupby(area).transform("max")
        wrong |= ((name == top) & (value > most)) | ((name == base) & (value > 0) & (value < least))
    return ~wrong


def _told(column: str, *by: str) -> "Callable[[pd.DataFrame], pd.Series[bool]]":
    """Rule that none lacks what another row of the same figure tells: the two could be the same."""
    return lambda frame: frame[column].notna() | frame[column].groupby([frame[k] for k in by if k in frame], dropna=False).transform("count").eq(0)


def _placed(frame: "pd.DataFrame", mapping: "pd.DataFrame") -> "pd.Series[bool]":
    """In a Kreis whose Gemeinden are grouped, each that has people in the newest year belongs somewhere; said once per Gemeinde."""
    known = mapping["Schlüssel"]
    grouped = known[known.str.len() == _GEMEINDE].str[:5]
    newest = frame["Jahr"] == frame.groupby("Kennzahl")["Jahr"].transform("max")
    single = frame["Schlüssel"].str.len().eq(_GEMEINDE) & (frame["Ebene"].fillna("Gemeinde").eq("Gemeinde") if "Ebene" in frame else True)  # a Verband may have eight digits too
    strange = newest & single & frame["Wert"].fillna(0).ne(0) & frame["Schlüssel"].str[:5].isin(grouped) & ~frame["Schlüssel"].isin(known)
    return ~strange | frame["Schlüssel"].where(strange).duplicated()


TABLE = Table(
    name="kennzahlen",
    title="Amtliche Kennzahlen",
    description="Veröffentlichte Zahlen der amtlichen Statistik, jede mit Quelle und Lizenz. Steht statt des Werts ein amtliches Zeichen, so bleibt sein Grund in der Spalte »Grund« erhalten.",
    columns=(
        Column("Kennzahl", "text", "Name der Kennzahl", role="key", example="Bevölkerung"),
        Column("Schlüssel", "key", "Amtlicher Schlüssel von Gemeinde, Gemeindeverband, Kreis oder Land; »DG« für Deutschland", role="key", example="05562012", digits=OFFICIAL_DIGITS),
        Column("Gebiet", "text", "Name des Gebiets", example="Dorsten", empty=True, optional=True),
        Column("Ebene", "choice", "Ebene des Gebiets; Zahlen verschiedener Ebenen werden nie addiert", example="Gemeinde", choices=LEVELS, empty=True, optional=True),
        Column("Jahr", "count", "Berichtsjahr", role="key", example="2022", low=1950, high=2100),
        Column("Stichtag", "date", "Tag, für den der Wert gilt; bei Monatswerten ihr letzter", role="key", example="15.05.2022", empty=True, optional=True),
        Column("Wert", "number", "Wert der Kennzahl; amtliche Zeichen sind erlaubt", example="74257", signs=True),
        Column("Einheit", "text", "Einheit des Werts; leer, wo die Quelle keine nennt", example="Personen", empty=True),
        Column("Basis", "text", "Zensus, auf dem der Wert beruht; über verschiedene hinweg werden keine Veränderungen berechnet", role="key", example="Zensus 2022", empty=True, optional=True),
        Column("Gebietsstand", "text", "Stand der Gebietsgrenzen", example="15.05.2022", empty=True, optional=True),
        Column("Quelle", "text", "Woher die Zahl kommt", example="Statistische Ämter des Bundes und der Länder, Zensus 2022"),
        Column("Lizenz", "text", "Lizenz, unter der sie veröffentlicht ist", example="dl-de/by-2-0", empty=True),
        Column("Hinweis", "text", "Qualität des Werts oder Besonderheit des Gebiets, etwa »vorläufig«", example="vorläufig", empty=True, optional=True),
    ),
    key=("Kennzahl", "Schlüssel", "Jahr", "Stichtag", "Basis"),
    rules=(
        Rule(("Wert", "Einheit"), _possible, "erwartet einen Prozentwert zwischen 0 und 100."),
        Rule(("Wert", "Kennzahl", "Einheit"), _count, "»{Kennzahl}« ist eine Anzahl, erwartet ab 0.", ("indikatorkatalog",)),
        Rule(("Wert", "Kennzahl", "Schlüssel", "Jahr"), _part, "»{Kennzahl}«, »{Schlüssel}« {Jahr}: Der Zähler eines Anteils (indikatorkatalog) ist größer als der Nenner. Bitte beide Zeilen prüfen.", ("indikatorkatalog",)),
        *(
            Rule(("Kennzahl", "Schlüssel", "Jahr", c), _told(c, *by), f"für »{{Schlüssel}}« {{Jahr}} fehlt {word}, die eine andere Zeile dazu nennt; beide zählten. Bitte »{c}« ergänzen oder eine der Zeilen löschen.")
            for c, by, word in (("Stichtag", _FIGURE, "die Angabe des Stichtags"), ("Basis", (*_FIGURE, "Stichtag"), "die Angabe der Basis"))
        ),
        Rule(("Schlüssel", "Kennzahl", "Jahr", "Wert"), _placed, f"fehlt in »zuordnung«, die diesen Kreis gliedert; seine Räume stünden ohne dieses Gebiet da. Bitte dort mit seinem Raum ergänzen, »{ELSEWHERE}« für keinen.", ("zuordnung",)),
    ),
)
