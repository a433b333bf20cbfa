"""Primary rules: which cells are too small or too revealing to be shown, and in how much doubt they must stay."""

from typing import Any

import numpy as np
import pandas as pd

from workbench.disclosure.system import Bools, Floats
from workbench.project import Rule

_NEAR = 1e-9  # shares in floats: 100 % of a sum does not exceed it

def small(counts: Floats, rule: Rule) -> Bools:
    """Counts below the minimum; zeros only where the project hides them. A missing count is not small."""
    return (counts < rule.mindestzahl) & ((counts > 0) | rule.nullen_verbergen)


def goals(counts: Floats, rule: Rule) -> tuple[Floats, Floats]:
    """Interval that must stay possible for each small count.

    Parameters
    ----------
    counts
        Numbers of persons or cases.
    rule
        The rule.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end; NaN where nothing is small. A reader who knows that zeros are shown knows that a hidden count
        is at least 1; she must not learn that it is below the minimum, nor that it is 2 or more.
    """
    here = small(counts, rule)
    return np.where(here, 0 if rule.nullen_verbergen else 1, np.nan), np.where(here, rule.mindestzahl, np.nan)


def thin(base: Floats, rule: Rule) -> Bools:
    """Rates, means and quantiles that rest on too few: a share of few gives its numerator away, and is mostly chance.

    Notes
    -----
    The default of 10 is the smallest numerator of a rate that the National Center for Health Statistics presents (NCHS
    Data Presentation Standards for Rates and Counts, 2023).
    """
    return (base < rule.mindestbasis) & (base >= 0)


def sensitive(contributions: pd.DataFrame, *, by: list[str], amount: str, rule: Rule) -> pd.DataFrame:
    """Sums of amounts that would tell too much of a single contributor.

    Parameters
    ----------
    contributions
        One row per contributor and cell; what belongs to one contributor is one contribution.
    by
        Columns that name the cell.
    amount
        Column of amounts (euros, hours), none negative.
    rule
        The rule: ``mindestzahl`` contributors at least; the largest ``dominanz_anzahl`` of them hold at most
        ``dominanz_prozent`` of the sum; nobody may be able to estimate the largest one within ``p_prozent``.

    Returns
    -------
    pandas.DataFrame
        Cells as index; primary (whether the sum must be hidden), low and high (interval that must stay possible, in the
        unit of the amounts; NaN for the others).

    Notes
    -----
    (n, k) dominance and p % rule with their upper protection levels, mirrored downwards (Hundepool et al. 2012, ch. 4.2):
    p %: p/100 · x1 − (X − x1 − x2); dominance: 100/k · (x1 + … + xn) − X. The second largest contributor is the attacker
    of the p % rule. Where too few contribute, p % (at least 1 %) of the largest contribution must stay in doubt.
    """
    ordered = contributions.sort_values(amount, ascending=False, kind="stable").groupby(by, sort=False)[amount]
    total, first = ordered.sum(), ordered.max()
    p_need = rule.p_prozent / 100 * first - (total - _largest(ordered, 2))
    n_need = 100 / rule.dominanz_prozent * _largest(ordered, rule.dominanz_anzahl) - total
    few = ordered.count() < rule.mindestzahl
    distance = (max(rule.p_prozent, 1) / 100 * first).where(few, 0)
    hidden = (total > 0) & (few | (p_need > 0) | (n_need > _NEAR * total))
    need = pd.concat([p_need, n_need, distance], axis=1).max(axis=1).where(hidden)
    return pd.DataFrame({"primary": hidden, "low": (total - need).clip(lower=0), "high": total + need})


def _largest(ordered: Any, n: int) -> pd.Series:  # noqa: ANN401 (pandas' groups of a sorted column)
    """Sum of the n largest contributions of each cell."""
    largest: pd.Series = ordered.apply(lambda amounts: amounts.head(n).sum())
    return largest


def rounded(counts: Floats, base: int) -> Floats:
    """Each count on its own to the nearest multiple of 3 or 5: a method of disclosure control, not of presentation.

    Notes
    -----
    As the Statistisches Bundesamt does for base 5: no cell is off by more than 2, and tables do not add up any more. A
    missing count stays missing.
    """
    return np.floor(counts / base + 1 / 2) * base


def sentences(rule: Rule) -> list[str]:
    """Rule for counts, rates and means as the report's note on method prints it.

    Parameters
    ----------
    rule
        As it holds for a table.

    Returns
    -------
    list of str
        German sentences.
    """
    if rule.rundung:
        return [_rounding(rule.rundung), "Anteile und Mittelwerte neben gerundeten Anzahlen sind nicht ausgewiesen."]
    base = [f"Anteile, Mittelwerte und Quantile, die auf weniger als {rule.mindestbasis} Personen beruhen, sind nicht ausgewiesen, wo eine Tabelle ihre Basis nennt."]
    return [_threshold(rule), *(base if rule.mindestbasis > 1 else [])]


def _threshold(rule: Rule) -> str:
    """Minimum, zeros, and what is hidden for the sake of others."""
    if rule.mindestzahl == 1 and not rule.nullen_verbergen:
        return "Alle Anzahlen sind ausgewiesen."
    least = "Nullen" if rule.mindestzahl == 1 else f"Anzahlen unter {rule.mindestzahl}, auch Nullen," if rule.nullen_verbergen else f"Anzahlen unter {rule.mindestzahl} (aber über null)"
    return f"{least} sind nicht ausgewiesen, ebenso weitere Felder, aus denen sie sich berechnen oder enger eingrenzen ließen: in derselben Tabelle, in anderen Tabellen und Berichten und an verbundenen Orten."


def _rounding(base: int) -> str:
    """What rounding tells, and what it costs; it does not keep the minimum: whoever reads 0 knows that few are meant."""
    reach = base // 2
    zero = "0 oder 1" if reach == 1 else f"0 bis {reach}"
    return (
        f"Jede Anzahl ist für sich auf ein Vielfaches von {base} gerundet (Abweichung höchstens {reach}); Summen gehen deshalb nicht auf. "
        f"Eine 0 steht für {zero}, eine {base} für {base - reach} bis {base + reach}; eine Mindestzahl gilt daneben nicht."
    )


def sums(rule: Rule) -> str:
    """Rules for amounts as the note on method prints them.

    Notes
    -----
    Without their parameters: who knows p or k turns them against the table (Hundepool et al. 2012, ch. 4.2: they must be
    kept confidential).
    """
    few = f"wo weniger als {rule.mindestzahl} Beiträge darin stecken, " if rule.mindestzahl > 1 else ""
    many = "der größte Beitrag den Großteil ausmacht" if rule.dominanz_anzahl == 1 else f"die {rule.dominanz_anzahl} größten Beiträge zusammen den Großteil ausmachen"
    return f"Summen (Kosten, Stunden) sind nicht ausgewiesen, {few}wo {many} (Dominanzregel) oder wo sich der größte Beitrag zu genau schätzen ließe (p-Prozent-Regel)."


def areas(rule: Rule) -> str:
    """Rules for small areas and old data as the note on method prints them."""
    small = f"Gebiete mit weniger als {rule.mindestbevoelkerung} Menschen bleiben ohne Sozialindikatoren und ohne Index." if rule.mindestbevoelkerung > 1 else ""
    kept = f"Rohdaten über Personen werden nach {rule.aufbewahrung_monate} Monaten zur Löschung gemeldet." if rule.aufbewahrung_monate else "Für Rohdaten über Personen ist keine Frist zur Löschung vereinbart."
    return f"{small} {kept}".strip()
