"""Profiles of areas: what each indicator says of an area, by chapter, in the words of its direction."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.schemas.terms import DIRECTIONS, TOTAL

CHAPTERS = ("Demografie", "Soziale Lage", "Bildung", "Angebote", "Beteiligung")  # of those that indicators can belong to
REST = "Soziale Lage"  # chapter of all other dimensions
KEYS = ["Kapitel", "Indikator", "Name", "Einheit", "Raum", "Gebiet", "Jahr"]
STANDING, READING, TREND = "Einordnung", "Lage", "Verlauf"
ABOVE, BELOW, SAME, UNKNOWN, NONE = "über dem Gesamtwert", "unter dem Gesamtwert", "nicht sicher verschieden", "nicht ausgewiesen", "keine Angabe"
WORSE, BETTER, HIGHER, LOWER = APART = "stärker belastet", "weniger belastet", "höher", "niedriger"
RELATION, LOW, HIGH, BASE = "Verhältnis (Gesamtwert = 100)", "von (Gesamtwert = 100)", "bis (Gesamtwert = 100)", "Gesamtwert = 100"
BURDEN, RELIEF, _ = DIRECTIONS
WORDS = {(BURDEN, ABOVE): WORSE, (BURDEN, BELOW): BETTER, (RELIEF, ABOVE): BETTER, (RELIEF, BELOW): WORSE}
NEUTRAL = {ABOVE: HIGHER, BELOW: LOWER}
ALIKE, HIDDEN = "kein sicherer Unterschied", "kein Wert ausgewiesen"
MOVED = "gestiegen", "gesunken"
STEADY = "nicht sicher verändert"
UNMOVED, UNCOMPARED = "keine sichere Veränderung", "kein Vergleich möglich"


def readings(vergleich: pd.DataFrame, wandel: pd.DataFrame, *, katalog: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """What every indicator says of every area, with the words of its direction.

    Parameters
    ----------
    vergleich
        Released frame of the areas beside the whole place (`workbench.topics.sozialraum.comparison`).
    wandel
        Released frame of the changes (`workbench.topics.sozialraum.change`).
    katalog
        Catalogue of indicators: direction and dimension.
    jahr
        The year.

    Returns
    -------
    pandas.DataFrame
        Kapitel, Indikator, Name, Einheit, Raum, Gebiet, Jahr; Wert and Gesamtwert (in the unit), Verhältnis with von and bis
        (whole place = 100), Gesamtwert = 100 (for a line), Lage, Verlauf. A row for every area and indicator that any area has in
        any year, in the order of chapters and catalogue; Lage says why there is no value.

    Notes
    -----
    A high value is a burden, the opposite, or neither, as the catalogue declares: »stärker belastet« is said only of the first
    two, and only where the interval of the area excludes the value of the whole place.

    """
    listed = katalog[katalog["Indikator"].isin(vergleich["Indikator"])].assign(Kapitel=lambda k: k["Dimension"].where(k["Dimension"].isin(CHAPTERS), REST))
    listed = listed.sort_values("Kapitel", key=lambda c: c.map(CHAPTERS.index), kind="stable")
    units = vergleich[["Indikator", "Einheit"]].drop_duplicates()
    every = listed[["Kapitel", "Indikator", "Name", "Richtung"]].merge(units, on="Indikator")
    every = vergleich[["Raum", "Gebiet"]].drop_duplicates().assign(Jahr=jahr).merge(every, how="cross")
    values = ["Wert", "Gesamtwert", "von (95 %)", "bis (95 %)", RELATION, STANDING]
    frame = every.merge(vergleich.loc[vergleich["Jahr"] == jahr, ["Indikator", "Raum", *values]], how="left", on=["Indikator", "Raum"])
    frame = frame.merge(wandel[["Indikator", "Raum", TREND]], how="left", on=["Indikator", "Raum"])
    words = [WORDS.get((r, s), NEUTRAL.get(s, s)) if isinstance(s, str) else NONE for r, s in zip(frame["Richtung"], frame[STANDING], strict=True)]
    for bound, relative in (("von (95 %)", LOW), ("bis (95 %)", HIGH)):
        whole, edge = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in ("Gesamtwert", bound))
        frame[relative] = np.divide(edge * 100, whole, out=np.full(len(frame), np.nan), where=whole > 0)
    frame[READING], frame[TREND], frame[BASE] = pd.Series(words, index=frame.index, dtype=object), frame[TREND].fillna(NONE), 100
    return frame[[*KEYS, "Wert", "Gesamtwert", RELATION, LOW, HIGH, BASE, READING, TREND]]


def chapters(lagen: pd.DataFrame) -> pd.DataFrame:
    """What stands out in every chapter of every area, and in all of them.

    Parameters
    ----------
    lagen
        As `readings` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Kapitel (»Insgesamt«: all of them), Befund and Entwicklung (names of the indicators by reading, and by
        course, as a sentence goes on with them), and numbers of indicators: Indikatoren (with a shown value), Auffällige (reliably
        apart), stärker belastet, nicht sicher verschieden, ohne Angabe.

    """
    both = pd.concat([lagen, lagen.assign(Kapitel=TOTAL)], ignore_index=True)
    of = both.groupby(["Raum", "Gebiet", "Kapitel"], sort=False)
    rows = [{**dict(zip(of.keys, key, strict=True)), "Befund": _finding(part), "Entwicklung": _course(part), **_numbers(part[READING])} for key, part in of]
    columns = ["Raum", "Gebiet", "Kapitel", "Befund", "Entwicklung", *_numbers(lagen[READING])]
    return pd.DataFrame(rows, columns=columns)


def overview(kapitel: pd.DataFrame) -> pd.DataFrame:
    """How many areas have indicators, and in how many something stands out.

    Parameters
    ----------
    kapitel
        As `chapters` returns it.

    Returns
    -------
    pandas.DataFrame
        One row, none where no area has a shown value: Gebiete, mit Belastung (areas more burdened at one indicator at least), ohne Unterschied (areas reliably apart
        nowhere).

    """
    whole = kapitel[(kapitel["Kapitel"] == TOTAL) & (kapitel["Indikatoren"] > 0)]
    found = pd.DataFrame({"Gebiete": [len(whole)], "mit Belastung": [int(whole[WORSE].gt(0).sum())], "ohne Unterschied": [int(whole["Auffällige"].eq(0).sum())]})
    return found[found["Gebiete"] > 0]


def _finding(part: pd.DataFrame) -> str:
    """Names of indicators by reading."""
    found = {SAME: ALIKE, UNKNOWN: HIDDEN, NONE: NONE}
    return _named(part, READING, APART) or next(said for reading, said in found.items() if (part[READING] == reading).any())


def _course(part: pd.DataFrame) -> str:
    """Names of indicators by course."""
    return _named(part, TREND, MOVED) or (UNMOVED if (part[TREND] == STEADY).any() else UNCOMPARED)


def _named(part: pd.DataFrame, column: str, words: Sequence[str]) -> str:
    """Names of indicators by some words of a column; empty where there are none."""
    found = [(word, [f"»{name}«" for name in part.loc[part[column] == word, "Name"]]) for word in words]
    return "; ".join(f"{word} bei {' und '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}" for word, names in found if names)


def _numbers(readings_: "pd.Series[str]") -> dict[str, int]:
    """Numbers of indicators by what they say."""
    apart, same, without = (int(readings_.isin(of).sum()) for of in (APART, (SAME,), (UNKNOWN, NONE)))
    return {"Indikatoren": apart + same, "Auffällige": apart, WORSE: int(readings_.eq(WORSE).sum()), SAME: same, "ohne Angabe": without}


def portrait(einwohner: pd.DataFrame) -> pd.DataFrame:
    """Size of each area, and the share of young residents that its own is compared with.

    Parameters
    ----------
    einwohner
        Released frame of the residents (`workbench.topics.sozialraum.residents`).

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Anteil am Ort in % (residents of the area among all), Gesamtwert in % (residents under 27 among all of the
        whole place). Without the row Insgesamt.

    """
    total = einwohner["Raum"] == TOTAL
    areas, whole = einwohner[~total], einwohner[total]
    residents, share = (whole[c].to_numpy(dtype=float, na_value=np.nan) for c in ("Einwohner", "Anteil in %"))
    size = areas["Einwohner"].to_numpy(dtype=float, na_value=np.nan) * 100 / (residents[0] if len(residents) else np.nan)
    found = {"Anteil am Ort in %": size, "Gesamtwert in %": share[0] if len(share) else np.nan}
    return areas[["Raum", "Gebiet"]].reset_index(drop=True).assign(**found)


def offers(einrichtungen: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Facilities of each area, from the directory.

    Parameters
    ----------
    einrichtungen
        Directory of the facilities; may be empty.
    raeume
        Areas and their names.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Einrichtung (name), Träger, Angebotsart, Plätze (as far as known).

    """
    named = raeume.rename(columns={"Name": "Gebiet"})[["Raum", "Gebiet"]]
    listed = einrichtungen.drop(columns="Einrichtung").rename(columns={"Name": "Einrichtung"})
    return named.merge(listed, on="Raum")[["Raum", "Gebiet", "Einrichtung", "Träger", "Angebotsart", "Plätze"]]


def supply(einrichtungen: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Number of facilities and places per area; no rows where there is no directory.

    Parameters
    ----------
    einrichtungen, raeume
        As in `offers`.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Einrichtungen, Plätze (sum of those that are known; missing where none is).

    """
    listed = offers(einrichtungen, raeume=raeume)
    found = raeume.rename(columns={"Name": "Gebiet"})[["Raum", "Gebiet"]] if len(einrichtungen) else listed[["Raum", "Gebiet"]]
    places = listed.groupby("Raum")["Plätze"].sum(min_count=1)
    return found.assign(Einrichtungen=found["Raum"].map(listed.groupby("Raum").size()).fillna(0).astype("int64"), Plätze=found["Raum"].map(places).astype("Int64")).reset_index(drop=True)
