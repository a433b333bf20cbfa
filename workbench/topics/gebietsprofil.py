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
IN_PROFILE, YES, NO = "im Profil", "ja", "nein"
MOST_INDICATORS, MOST_OFFERS, MOST_NAMES = 8, 3, 4  # more would not fit on the two pages of a profile


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
        (whole place = 100), Gesamtwert = 100 (for a line), Lage, Verlauf, im Profil (ja or nein). A row for every area and indicator
        that any area has in any year, in the order of chapters and catalogue; Lage says why there is no value.

    Notes
    -----
    A high value is a burden, the opposite, or neither, as the catalogue declares: »stärker belastet« is said only of the first
    two, and only where the interval of the area excludes the value of the whole place. Profiles show the same eight indicators of
    every area: the first of each chapter, then the second of each, and so on.
    """
    listed = katalog[katalog["Indikator"].isin(vergleich["Indikator"])].assign(Kapitel=lambda k: k["Dimension"].where(k["Dimension"].isin(CHAPTERS), REST))
    listed = listed.sort_values("Kapitel", key=lambda c: c.map(CHAPTERS.index), kind="stable")
    listed = listed.assign(**{IN_PROFILE: _in_words(listed.groupby("Kapitel").cumcount().rank(method="first") <= MOST_INDICATORS)})
    units = vergleich[["Indikator", "Einheit"]].drop_duplicates()
    every = listed[["Kapitel", "Indikator", "Name", "Richtung", IN_PROFILE]].merge(units, on="Indikator")
    every = vergleich[["Raum", "Gebiet"]].drop_duplicates().assign(Jahr=jahr).merge(every, how="cross")
    values = ["Wert", "Gesamtwert", "von (95 %)", "bis (95 %)", RELATION, STANDING]
    frame = every.merge(vergleich.loc[vergleich["Jahr"] == jahr, ["Indikator", "Raum", *values]], how="left", on=["Indikator", "Raum"])
    frame = frame.merge(wandel[["Indikator", "Raum", TREND]], how="left", on=["Indikator", "Raum"])
    words = [WORDS.get((r, s), NEUTRAL.get(s, s)) if isinstance(s, str) else NONE for r, s in zip(frame["Richtung"], frame[STANDING], strict=True)]
    for bound, relative in (("von (95 %)", LOW), ("bis (95 %)", HIGH)):
        whole, edge = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in ("Gesamtwert", bound))
        frame[relative] = np.divide(edge * 100, whole, out=np.full(len(frame), np.nan), where=whole > 0)
    frame[READING], frame[TREND], frame[BASE] = pd.Series(words, index=frame.index, dtype=object), frame[TREND].fillna(NONE), 100
    return frame[[*KEYS, "Wert", "Gesamtwert", RELATION, LOW, HIGH, BASE, READING, TREND, IN_PROFILE]]


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
        course, as a sentence goes on with them; four names at most, the rest is counted), and numbers of indicators: Indikatoren
        (with a shown value), Auffällige (reliably apart), stärker belastet, nicht sicher verschieden, ohne Angabe, weitere (that
        the profile does not show).
    """
    both = pd.concat([lagen, lagen.assign(Kapitel=TOTAL)], ignore_index=True)
    of = both.groupby(["Raum", "Gebiet", "Kapitel"], sort=False)
    rows = [{**dict(zip(of.keys, key, strict=True)), "Befund": _finding(part), "Entwicklung": _course(part), **_numbers(part[READING]), "weitere": int(part[IN_PROFILE].eq(NO).sum())} for key, part in of]
    columns = ["Raum", "Gebiet", "Kapitel", "Befund", "Entwicklung", *_numbers(lagen[READING]), "weitere"]
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
    said = {word: names for word in words if (names := part.loc[part[column] == word, "Name"].tolist())}
    return "; ".join(f"{word} bei {_listed(names, MOST_NAMES // len(said))}" for word, names in said.items())


def _listed(names: Sequence[str], most: int) -> str:
    """Names as a sentence lists them; what is more than so many is counted."""
    shown, rest = [f"»{name}«" for name in names[:most]], len(names) - most
    if rest > 0:
        shown.append("einem weiteren" if rest == 1 else f"{rest} weiteren")
    return " und ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _numbers(readings_: "pd.Series[str]") -> dict[str, int]:
    """Numbers of indicators by what they say."""
    apart, same, without = (int(readings_.isin(of).sum()) for of in (APART, (SAME,), (UNKNOWN, NONE)))
    return {"Indikatoren": apart + same, "Auffällige": apart, WORSE: int(readings_.eq(WORSE).sum()), SAME: same, "ohne Angabe": without}


def _in_words(here: "pd.Series[bool]") -> "pd.Series[str]":
    """Whether a profile shows it, in words."""
    return here.map({True: YES, False: NO})


def portrait(einwohner: pd.DataFrame) -> pd.DataFrame:
    """Size of each area.

    Parameters
    ----------
    einwohner
        Released frame of the residents (`workbench.topics.altersstruktur.residents`).

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Anteil am Ort in % (residents of the area among all). Without the row Insgesamt.
    """
    areas, whole = einwohner[einwohner["Raum"] != TOTAL], einwohner.loc[einwohner["Raum"] == TOTAL, "Einwohner"]
    size = areas["Einwohner"].to_numpy(dtype=float, na_value=np.nan) * 100 / _sum(whole)
    return areas[["Raum", "Gebiet"]].reset_index(drop=True).assign(**{"Anteil am Ort in %": size})


def offers(einrichtungen: pd.DataFrame, je_haus: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Facilities of each area, from the directory, with their visits as far as they count them.

    Parameters
    ----------
    einrichtungen
        Directory of the facilities, with their names in »Einrichtung«; may be empty.
    je_haus
        Visits of each facility and of all (`workbench.topics.besucherstruktur.per_opening_day`); may be empty.
    raeume
        Areas and their names.

    Returns
    -------
    pandas.DataFrame
        Einrichtung (name), Raum, Gebiet, Träger, Angebotsart, Plätze (as far as known), Öffnungstage, Besuche, Besuche je
        Öffnungstag (missing for those that do not count them), im Profil (ja for the first three of an area), in the order of the
        areas; the row Insgesamt counts all visits.
    """
    named = raeume.rename(columns={"Name": "Gebiet"})[["Raum", "Gebiet"]].merge(einrichtungen, on="Raum")
    listed = pd.concat([named, pd.DataFrame([dict.fromkeys(("Einrichtung", "Raum", "Gebiet"), TOTAL)])], ignore_index=True)
    listed[IN_PROFILE] = _in_words((listed.groupby("Raum").cumcount() < MOST_OFFERS) & (listed["Raum"] != TOTAL))
    columns = ["Einrichtung", "Raum", "Gebiet", "Träger", "Angebotsart", "Plätze", "Öffnungstage", "Besuche", "Besuche je Öffnungstag", IN_PROFILE]
    return listed.merge(je_haus, on="Einrichtung", how="left")[columns].iloc[: None if len(named) else 0]


def supply(angebote: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Number of facilities per area, and the share of its visits; no rows where there is no directory.

    Parameters
    ----------
    angebote
        Released frame of the facilities (`offers`).
    raeume
        Areas and their names.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Einrichtungen, weitere Einrichtungen (that its profile does not show), Anteil an
        den Besuchen in % (among all visits of the place; missing where no facility of the area counts them, or the visits of one
        are hidden).
    """
    found = raeume.rename(columns={"Name": "Gebiet"})[["Raum", "Gebiet"]].reset_index(drop=True).iloc[: None if len(angebote) else 0]
    visits = {raum: _sum(rows["Besuche"]) for raum, rows in angebote[angebote["Öffnungstage"].notna()].groupby("Raum")}
    shares = found["Raum"].map(visits).astype(float) * 100 / visits.get(TOTAL, np.nan)
    number = found["Raum"].map(angebote["Raum"].value_counts()).fillna(0).astype("int64")
    return found.assign(Einrichtungen=number, **{"weitere Einrichtungen": np.maximum(number - MOST_OFFERS, 0), "Anteil an den Besuchen in %": shares})


def _sum(numbers: pd.Series) -> float:
    """Sum; NaN where a number is missing, or all are."""
    return float(numbers.to_numpy(dtype=float, na_value=np.nan).sum()) if len(numbers) else np.nan
