"""Stock and flow of the population of a whole place: residents at the end of the year, births, deaths, moves."""

from typing import TYPE_CHECKING

from workbench.read.cells import grouped
from workbench.schemas import terms
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

_OLDEST = 99  # stands for itself and above
_PERSONS, _SHARE = 5, 0.02  # corrections of a register: a balance may miss by so many, or by so much of the stock
_YOUNG, _NEAR_DAYS = 26, 366  # oldest age of youth welfare (§ 7 SGB VIII); further apart, two dates need not agree


def rebased(frame: "pd.DataFrame") -> list[int]:
    """First years of a new base (a census): their stock is not that of the year before plus what happened.

    Parameters
    ----------
    frame
        Table as it is read; without the column »Basis« there is no break.

    Returns
    -------
    list of int
        In order.
    """
    if "Basis" not in frame:
        return []
    bases = frame.groupby("Jahr")["Basis"].first().fillna("").sort_index()
    return [int(year) for year in bases.index[bases.ne(bases.shift(fill_value=bases.iloc[0]))]] if len(bases) else []


def _based(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """All rows of a year have one base."""
    return frame["Basis"].fillna("") == frame.groupby("Jahr")["Basis"].transform("first").fillna("")


def _balanced(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """A cohort is that of the year before, less deaths and moves away, plus moves to the place."""
    older = frame.assign(Jahr=frame["Jahr"] + 1, Alter=(frame["Alter"] + 1).clip(upper=_OLDEST))
    before = older.groupby(["Jahr", "Alter", "Geschlecht"])["Bestand"].sum(min_count=1).rename("Vorjahr")
    return _near(frame, frame.join(before, on=["Jahr", "Alter", "Geschlecht"])["Vorjahr"]) | frame["Jahr"].isin(rebased(frame))


def _born(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """The youngest are the births of the year; of both sexes together, because births are given by the age of the mother."""
    youngest = frame[frame["Alter"] == 0]
    sums = youngest.groupby("Jahr")[["Bestand", "Sterbefälle", "Zuzüge", "Fortzüge"]].sum()
    births = frame.groupby("Jahr")["Geburten"].sum(min_count=1)
    holds = _near(sums, births.reindex(sums.index))
    return (frame["Alter"] != 0) | ~frame["Jahr"].isin(holds.index[~holds].difference(rebased(frame)))


def _near(frame: "pd.DataFrame", begun: "pd.Series[float]") -> "pd.Series[bool]":
    """Whether the stock is what became of those at the beginning; True where something is unknown."""
    expected = begun - frame["Sterbefälle"] + frame["Zuzüge"] - frame["Fortzüge"]
    off = (frame["Bestand"] - expected).abs().astype("float64")
    return ~(off > (frame["Bestand"] * _SHARE).clip(lower=_PERSONS))


def _mothers(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Births stand in the rows of women of 15 to 49 years."""
    return ~(frame["Geburten"] > 0) | ((frame["Geschlecht"] == "weiblich") & frame["Alter"].between(15, 49))


def apart(frame: "pd.DataFrame", look: Look) -> str:
    """Young people of the whole place and those of its areas at the nearest date, in German, where they differ by more than 2 %; "" where they do not."""
    import pandas as pd

    people = look("bevoelkerung").dropna(subset=["Stichtag", "Alter", "Einwohner"])
    ages = sorted(set(people["Alter"]) & set(frame["Alter"]) & set(range(_YOUNG + 1)))
    whole, areas = (f[f["Alter"].isin(ages)].groupby(by)[count].sum() for f, by, count in ((frame, "Jahr", "Bestand"), (people, "Stichtag", "Einwohner")))
    dates = [(abs(day - pd.Timestamp(int(year), 12, 31)).days, -int(year), day) for year in whole.index for day in areas.index]
    near = [(year, day) for days, year, day in sorted(dates)[:1] if days < _NEAR_DAYS and abs(whole[-year] - areas[day]) > _SHARE * max(whole[-year], areas[day])]
    if not near:
        return ""
    year, day = near[0]
    group = f"unter {ages[-1] + 1}" if ages[0] == 0 else f"von {ages[0]} bis {ages[-1]}"
    stock, residents = (grouped(n) for n in (whole[-year], areas[day]))
    return f"{stock} Personen {group} Jahren am 31.12.{-year}, in »bevoelkerung« {residents} am {day:%d.%m.%Y}: mehr als 2 % Unterschied. Ein Plan mit Berichten aus beiden Tabellen zeigte beide Zahlen. Zählen beide dieselben Personen (Hauptwohnung, ganzer Ort, dieselbe Basis)?"


_MOVES = ("Sterbefälle", "Zuzüge", "Fortzüge")
_ALLOWED = "Erlaubt sind 5 Personen oder 2 % Abweichung. Zählt »Alter« in allen Spalten Jahr minus Geburtsjahr? Beginnt in dem Jahr eine neue Datenbasis (Zensus), nennt sie die Spalte »Basis«."

TABLE = Table(
    name="bevoelkerungsbewegung",
    title="Bestand und Bewegung der Bevölkerung des ganzen Ortes",
    description=(
        "Eine Zeile je Jahr, Alter und Geschlecht für den ganzen Ort, am besten für zehn Jahre und länger. »Alter« ist in allen Spalten das Alter am Jahresende "
        "(Jahr minus Geburtsjahr), damit Bestand und Bewegung zum selben Jahrgang gehören. Fehlt eine Spalte der Bewegung, rechnet die Vorausberechnung ohne sie und sagt es. "
        "Für junge Menschen genügen die Altersjahre 0 bis 60. Beruht der Bestand von einem Jahr an auf einem anderen Zensus, sagt es die Spalte »Basis«: "
        "Über diesen Bruch hinweg wird weder geprüft noch verglichen, und die Raten des ersten Jahres bleiben außer Betracht. Zeilen mit lauter Nullen dürfen fehlen."
    ),
    columns=(
        Column("Jahr", "count", "Kalenderjahr", role="key", example="2024", low=1950, high=2100),
        Column("Alter", "count", "Jahr minus Geburtsjahr; 99 steht für 99 und älter", role="quasi", unit="Jahre", example="12", high=_OLDEST),
        Column("Geschlecht", "choice", "Geschlecht", role="quasi", example="weiblich", choices=terms.SEXES[:2]),
        Column("Bestand", "count", "Personen mit Hauptwohnung am 31. Dezember", role="count", unit="Personen", example="352"),
        Column("Geburten", "count", "Lebendgeborene des Jahres nach dem Alter der Mutter, Mädchen und Jungen zusammen, in den Zeilen der Frauen von 15 bis 49 Jahren (jüngere Mütter bei 15, ältere bei 49)", role="count", unit="Kinder", example="0", optional=True),
        Column("Sterbefälle", "count", "Gestorbene des Jahres", role="count", unit="Personen", example="0", optional=True),
        Column("Zuzüge", "count", "Im Jahr in den Ort Zugezogene", role="count", unit="Personen", example="18", optional=True),
        Column("Fortzüge", "count", "Im Jahr aus dem Ort Fortgezogene", role="count", unit="Personen", example="14", optional=True),
        Column("Basis", "text", "Zensus oder Register, auf dem der Bestand beruht; in allen Zeilen eines Jahres dasselbe", example="Zensus 2022", empty=True, optional=True),
    ),
    key=("Jahr", "Alter", "Geschlecht"),
    rules=(
        Rule(
            ("Bestand", *_MOVES, "Jahr", "Alter", "Geschlecht"), _balanced,
            f"passt nicht zum Vorjahr: Der Jahrgang weniger Sterbefälle »{{Sterbefälle}}« plus Zuzüge »{{Zuzüge}}« weniger Fortzüge »{{Fortzüge}}« ergibt etwas anderes. {_ALLOWED}",
        ),
        Rule(("Bestand", "Geburten", *_MOVES, "Jahr", "Alter"), _born, f"passt nicht zu den Geburten des Jahres {{Jahr}}, weniger Sterbefälle plus Zuzüge weniger Fortzüge der Neugeborenen beider Geschlechter. {_ALLOWED}"),
        Rule(("Geburten", "Geschlecht", "Alter"), _mothers, "erwartet Geburten nur in den Zeilen der Frauen von 15 bis 49 Jahren (Alter der Mutter), hier: {Geschlecht}, Alter {Alter}."),
        Rule(("Basis", "Jahr"), _based, "erwartet in allen Zeilen des Jahres {Jahr} dieselbe Angabe."),
    ),
    hint=apart,
)  # fmt: skip
