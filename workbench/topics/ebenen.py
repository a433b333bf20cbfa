"""Areas of a place beside the published values of what lies above them: town, district of a youth office, Kreis, Land, Bund."""

import numpy as np
import pandas as pd

LEVEL, OTHER, VALUE, DISTANCE, STANDING = "Ebene", "Vergleich", "Vergleichswert", "Abstand", "Einordnung"
ABOVE, BELOW, SAME, UNKNOWN = "sicher darüber", "sicher darunter", "nicht sicher verschieden", "ohne Angabe"
WHAT = ["Indikator", "Jahr"]
KEYS = [*WHAT, "Raum", "Gebiet", LEVEL, OTHER]


def beside(gebiete: pd.DataFrame, ebenen: pd.DataFrame) -> pd.DataFrame:
    """Each area beside each level.

    Parameters
    ----------
    gebiete
        Released values of one indicator and year: Indikator, Jahr, Raum, Gebiet, Wert, and the bounds of its 95 % interval.
    ebenen
        Released published values of the same figure and year: Ebene, Gebiet, Wert; »Ort« is the place itself.

    Returns
    -------
    pandas.DataFrame
        Indikator, Jahr, Raum, Gebiet, Ebene, Vergleich (name of the area above), Wert, Vergleichswert, Abstand (all in the unit), Einordnung.
        Levels without a value are left out.

    Notes
    -----
    An area differs reliably where its interval excludes the published value, which is taken as fixed.
    """
    names = ebenen["Gebiet"].mask(ebenen[LEVEL] == "Ort", ebenen["Gebiet"] + " (veröffentlicht)")
    known = ebenen.assign(**{OTHER: names, VALUE: ebenen["Wert"]}).dropna(subset=VALUE)[[LEVEL, OTHER, VALUE]]
    frame = gebiete[[*WHAT, "Raum", "Gebiet", "Wert", "von (95 %)", "bis (95 %)"]].merge(known, how="cross")
    value, low, high, above = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in ("Wert", "von (95 %)", "bis (95 %)", VALUE))
    marks = np.select([low > above, high < above, ~np.isnan(low + high + above)], [ABOVE, BELOW, SAME], default=UNKNOWN)
    return frame.assign(**{DISTANCE: value - above, STANDING: marks.astype(object)})[[*KEYS, "Wert", VALUE, DISTANCE, STANDING]]


def tally(nebeneinander: pd.DataFrame) -> pd.DataFrame:
    """How many areas stand above, below, or not reliably apart from each level.

    Parameters
    ----------
    nebeneinander
        As `beside` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        Indikator, Jahr, Ebene, Vergleich, Vergleichswert, and one column of areas per Einordnung.
    """
    marks = {mark: nebeneinander[STANDING].eq(mark).astype("int64") for mark in (ABOVE, BELOW, SAME, UNKNOWN)}
    counted = nebeneinander[[*WHAT, LEVEL, OTHER, VALUE]].assign(**marks)
    return counted.groupby([*WHAT, LEVEL, OTHER, VALUE], sort=False).sum().reset_index()
