"""How far projections of the past were off, and how far a projection can therefore be trusted."""

import numpy as np
import pandas as pd

from workbench.schemas.terms import AGE_GROUPS, AGE_LIMITS, TOTAL

CLOSE, FAIR = 3.0, 8.0  # mean error in % up to which a horizon is called »belastbar«, »brauchbar«
WIDE_ENOUGH = 80.0  # share in % of outcomes that the band of variants should hold

_ERRORS = {"Fehler in %": "mittlere", "Fehler bei unveränderter Zahl in %": "unverändert", "Fehler ohne Wanderung in %": "ohne Wanderung"}
COLUMNS = ("Prüfungen", *_ERRORS, "im Band in %")


def quality(proben: pd.DataFrame) -> pd.DataFrame:
    """How far the projections of the past were off, on average.

    Parameters
    ----------
    proben
        Projections of the past: Jahre voraus, Altersgruppe, Eingetreten, and a column per variant (`vorausberechnung.backtest`).

    Returns
    -------
    pandas.DataFrame
        Jahre voraus, Altersgruppe (»Insgesamt«: mean of the groups), Prüfungen (projections that could be checked), Fehler
        in % of the middle variant, »Fehler bei unveränderter Zahl in %«, »Fehler ohne Wanderung in %« (mean absolute
        percentage errors), »im Band in %« (how often the outcome lay between the lower and the upper variant).

    Notes
    -----
    Mean absolute percentage error: 100 · abs(projected − came) / came; Smith, Tayman & Swanson 2013, A Practitioner's Guide to State and Local
    Population Projections, ch. 13. Base years overlap, so the checks are no independent draws.
    """
    checked = proben[(proben["Altersgruppe"] != TOTAL) & proben["mittlere"].notna() & (proben["Eingetreten"] > 0)]
    off = {name: 100 * (checked[column] - checked["Eingetreten"]).abs() / checked["Eingetreten"] for name, column in _ERRORS.items()}
    held = checked["Eingetreten"].between(checked["untere"], checked["obere"])
    cases = checked[["Jahre voraus", "Altersgruppe"]].assign(Prüfungen=1, **off, **{"im Band in %": 100.0 * held})
    cases = pd.concat([cases, cases.assign(Altersgruppe=TOTAL)])
    how = {"Prüfungen": "sum", **dict.fromkeys(COLUMNS[1:], "mean")}
    grouped = cases.groupby(["Jahre voraus", "Altersgruppe"]).agg(how).reset_index()
    order = {g: i for i, g in enumerate((*AGE_GROUPS, TOTAL))}
    return grouped.sort_values(["Jahre voraus", "Altersgruppe"], key=lambda c: c.map(order) if c.name == "Altersgruppe" else c, ignore_index=True)


def trust(guete: pd.DataFrame, *, jahre: int) -> pd.DataFrame:
    """How far each horizon can be trusted, in words.

    Parameters
    ----------
    guete
        What `quality` returns.
    jahre
        The longest horizon of the projection.

    Returns
    -------
    pandas.DataFrame
        Jahre voraus (as text; horizons that are not checked are taken together), Fehler in %, im Band in %, Prüfungen,
        Einschätzung, Schon geboren (age groups of which everybody is born at the base year).

    Notes
    -----
    »belastbar«: a mean error of at most 3 %; »brauchbar«: at most 8 %; above »nur als Richtung«. These cuts are conventions of
    this report. A horizon is not called better than a shorter one.
    """
    overall = guete[guete["Altersgruppe"] == TOTAL].drop(columns="Altersgruppe").astype("float64").set_index("Jahre voraus").reindex(range(1, jahre + 1))
    worst = overall["Fehler in %"].cummax().where(overall["Fehler in %"].notna())
    words = pd.cut(worst.fillna(np.inf), [-np.inf, CLOSE, FAIR, np.inf], labels=["belastbar", "brauchbar", "nur als Richtung"]).astype("object")
    words = words.where(overall["Fehler in %"].notna(), "nicht geprüft, so weit reichen die Daten nicht zurück")
    naive = overall["Fehler in %"] > overall["Fehler bei unveränderter Zahl in %"]
    words += np.where(naive, "; nicht besser als die unveränderte Zahl", "") + np.where(overall["im Band in %"] < WIDE_ENOUGH, "; Spanne der Varianten zu eng", "")
    born = [", ".join(g for g in AGE_GROUPS[:5] if AGE_LIMITS[g][0] >= ahead) or "keine" for ahead in overall.index]
    frame = overall.reset_index()[["Jahre voraus", "Fehler in %", "im Band in %", "Prüfungen"]].assign(Einschätzung=words.to_numpy(), **{"Schon geboren": born})
    ahead = frame["Jahre voraus"].astype(int)
    block = ahead.where(frame["Prüfungen"].notna(), -ahead.groupby(born).transform("min"))
    ends = ahead.groupby(block).agg(["min", "max"]).loc[block.unique()]
    said = [f"{low}–{high}" if low < high else str(low) for low, high in ends.to_numpy()]
    return frame[~block.duplicated()].assign(**{"Jahre voraus": said}).reset_index(drop=True)
