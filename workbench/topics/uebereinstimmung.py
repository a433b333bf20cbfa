"""How well the people agree who coded the same conversations.

Unit is the paragraph of a conversation that at least two people coded. Someone gave a category to a paragraph when one
of their passages of that category overlaps it. Paragraphs without any coding are left out: agreeing that a question of
the interviewer belongs nowhere is no achievement.
"""

import re

import numpy as np
import pandas as pd

from workbench.methods import agreement
from workbench.schemas.terms import TOTAL

PATH = " > "
COLUMNS = ["Kategorie", "Absätze", "abweichend", "Anteil mit Kategorie in %", "Übereinstimmung in %", "Cohens κ", "Krippendorffs α", "von (95 %)", "bis (95 %)", "Gwets AC1", "Einordnung"]
SURE, TENTATIVE = 0.8, 0.667  # Krippendorff 2004, p. 241
RARE = 0.1  # below, chance agreement is so high that a few deviations press κ and α down (Feinstein & Cicchetti 1990)
UNEVEN = ", ungleich verteilt"
FEW = "zu wenige Absätze"
MINIMUM = 10


def ratings(transkripte: pd.DataFrame, segmente: pd.DataFrame, codes: pd.DataFrame, *, ebene: int = 1) -> pd.DataFrame:
    """Who gave which category to which paragraph.

    Parameters
    ----------
    transkripte
        Transcripts.
    segmente
        Coded passages of all coders.
    codes
        Codebook.
    ebene
        Deepest level of the codebook at which codings are compared.

    Returns
    -------
    pandas.DataFrame
        Fall, Absatz (from 1), Kategorie, then one column per coder: 1.0 given, 0.0 not given, NaN where that person did not
        code the conversation.
    """
    level = pd.Series([PATH.join(c.split(PATH)[:ebene]) for c in segmente["Code"]], index=segmente.index, dtype="str")
    coded = segmente.assign(Kategorie=level, Person=segmente["Person"].fillna(""))
    coded = coded[coded.groupby("Fall")["Person"].transform("nunique") > 1] if len(coded) else coded
    coders, categories = sorted(coded["Person"].unique()), [c for c in codes["Code"] if c in set(coded["Kategorie"])]
    units = _paragraphs(transkripte[transkripte["Fall"].isin(coded["Fall"])])
    hits = coded.merge(units, on="Fall")
    hits = hits[(hits["Anfang"] < hits["bis"]) & (hits["Ende"] > hits["ab"])]
    rows = hits[["Fall", "Absatz"]].drop_duplicates().merge(pd.DataFrame({"Kategorie": categories}, dtype="str"), how="cross")
    given = set(hits[["Fall", "Absatz", "Kategorie", "Person"]].itertuples(index=False, name=None))
    present = set(coded[["Fall", "Person"]].itertuples(index=False, name=None))
    for coder in coders:
        cells = rows[["Fall", "Absatz", "Kategorie"]].itertuples(index=False, name=None)
        rows[coder] = [float((f, a, k, coder) in given) if (f, coder) in present else np.nan for f, a, k in cells]
    return rows.sort_values(["Fall", "Absatz"], kind="stable", ignore_index=True)


def coefficients(bewertungen: pd.DataFrame, *, startwert: int) -> pd.DataFrame:
    """Agreement per category.

    Parameters
    ----------
    bewertungen
        What `ratings` returns.
    startwert
        Seed of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        Kategorie (shortest unique name), Absätze (units), abweichend (units on which not all agree), Anteil mit Kategorie in % (of all ratings),
        Übereinstimmung in %, Cohens κ (mean of pairs), Krippendorffs α with a bootstrap interval of 95 %, Gwets AC1,
        Einordnung; »Insgesamt« over all units of all categories.

    Notes
    -----
    Reading of α after Krippendorff 2004, p. 241. Units of »Insgesamt« are pairs of paragraph and category.
    """
    rng = np.random.default_rng(startwert)
    parts = [(str(k), part) for k, part in bewertungen.groupby("Kategorie", sort=False)]
    last = [k.rpartition(PATH)[2] for k, _ in parts]
    parts = [(k if last.count(short) > 1 else short, part) for (k, part), short in zip(parts, last, strict=True)]
    rows = [_row(k, part, rng) for k, part in [*parts, *([(TOTAL, bewertungen)] if parts else [])]]
    return pd.DataFrame(rows, columns=COLUMNS)


def disagreements(bewertungen: pd.DataFrame) -> pd.DataFrame:
    """Paragraphs on which the coders do not agree: a work list, not for the reader of a report.

    Returns
    -------
    pandas.DataFrame
        Fall, Absatz, Kategorie, gegeben von, nicht gegeben von (names of coders).
    """
    coders = list(bewertungen.columns[3:])
    values = bewertungen[coders]
    rows = bewertungen[values.max(axis=1) > values.min(axis=1)] if coders else bewertungen
    names = {
        head: [", ".join(c for c in coders if row[c] == wanted) for row in rows[coders].to_dict("records")]
        for head, wanted in (("gegeben von", 1.0), ("nicht gegeben von", 0.0))
    }
    return rows[["Fall", "Absatz", "Kategorie"]].assign(**names).reset_index(drop=True)


def _paragraphs(transkripte: pd.DataFrame) -> pd.DataFrame:
    """Paragraphs of the transcripts: Fall, Absatz, ab, bis."""
    rows = [(fall, i, m.start(), m.end()) for fall, text in transkripte[["Fall", "Text"]].itertuples(index=False, name=None) for i, m in enumerate(re.finditer(r"[^\n]+", text), 1)]
    return pd.DataFrame(rows, columns=["Fall", "Absatz", "ab", "bis"]).astype({"Fall": "str"})


def _row(name: str, part: pd.DataFrame, rng: np.random.Generator) -> tuple[str | float, ...]:
    """One line of the table."""
    given = part.iloc[:, 3:].to_numpy(dtype=float)
    yes, rated = np.nansum(given, axis=1), (~np.isnan(given)).sum(axis=1)
    counts = np.column_stack([rated - yes, yes])
    alpha, share = float(agreement.krippendorff_alpha(counts)), yes.sum() / rated.sum()
    low, high = agreement.interval(counts, agreement.krippendorff_alpha, rng=rng)
    deviating = int(((yes > 0) & (yes < rated)).sum())
    percent = float(agreement.percent_agreement(counts)) * 100
    return (name, len(part), deviating, share * 100, percent, agreement.mean_kappa(given), alpha, low, high, float(agreement.gwet_ac1(counts)), _reading(alpha, share, len(part)))


def _reading(alpha: float, share: float, units: int) -> str:
    """What α means, and whether it can be trusted."""
    if units < MINIMUM or np.isnan(alpha):
        return FEW
    word = "zuverlässig" if alpha >= SURE else "vorläufig brauchbar" if alpha >= TENTATIVE else "unsicher"
    return f"{word}{UNEVEN}" if share < RARE or share > 1 - RARE else word
