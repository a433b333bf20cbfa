"""Primary rules: which cells are too small or too revealing to be shown, and in how much doubt they must stay."""

import numpy as np
import pandas as pd

from workbench.disclosure.system import Bools, Floats
from workbench.project import Rule


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
        One row per contributor and cell.
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
    of the p % rule. Cells of too few contributors need the distance of the p % rule, too.

    """
    ordered = contributions.sort_values(amount, ascending=False, kind="stable").groupby(by, sort=False)[amount]
    total, many = ordered.sum(), ordered.size()
    ranked = pd.DataFrame({"first": ordered.max(), "two": ordered.apply(lambda a: a.head(2).sum()), "top": ordered.apply(lambda a: a.head(rule.dominanz_anzahl).sum())})
    rest = total - ranked["two"]
    p_need = rule.p_prozent / 100 * ranked["first"] - rest
    n_need = ranked["top"] * 100 / rule.dominanz_prozent - total
    hidden = (total > 0) & ((many < rule.mindestzahl) | (p_need > 0) | (n_need > 0))
    need = pd.concat([p_need, n_need, rule.p_prozent / 100 * ranked["first"]], axis=1).max(axis=1).where(hidden)
    return pd.DataFrame({"primary": hidden, "low": (total - need).clip(lower=0), "high": total + need})


def rounded(counts: Floats, base: int) -> Floats:
    """Each count on its own to the nearest multiple of 3 or 5: a method of disclosure control, not of presentation.

    Notes
    -----
    As the Statistisches Bundesamt does for base 5: no cell is off by more than 2, and tables do not add up any more.

    """
    return np.floor(counts / base + 1 / 2) * base


def sentences(rule: Rule) -> list[str]:
    """Rule as the report's note on method prints it.

    Parameters
    ----------
    rule
        As it holds for a table.

    Returns
    -------
    list of str
        German sentences.

    """
    if rule.mindestzahl == 1 and not rule.nullen_verbergen and not rule.rundung:
        return ["Alle Anzahlen sind ausgewiesen."]
    least = f"Anzahlen unter {rule.mindestzahl}" + ("" if rule.nullen_verbergen else " (aber über null)")
    if rule.rundung:
        return [f"Jede Anzahl ist für sich auf ein Vielfaches von {rule.rundung} gerundet; Summen gehen deshalb nicht auf. {least} sind daran nicht zu erkennen. Anteile und Mittelwerte sind nicht ausgewiesen."]
    return [
        f"{least} sind nicht ausgewiesen, ebenso weitere Felder, aus denen sie sich berechnen oder enger eingrenzen ließen: in derselben Tabelle, in anderen Tabellen und Berichten und an verbundenen Orten.",
        f"Anteile, Mittelwerte und Quantile, die auf weniger als {rule.mindestbasis} Personen beruhen, sind nicht ausgewiesen, wo eine Tabelle ihre Basis nennt.",
    ]


def sums(rule: Rule) -> str:
    """Rule for amounts as the note on method prints it."""
    many = "der größte Beitrag" if rule.dominanz_anzahl == 1 else f"die {rule.dominanz_anzahl} größten Beiträge zusammen"
    return (
        f"Summen (Kosten, Stunden) sind nicht ausgewiesen, wo weniger als {rule.mindestzahl} Beiträge darin stecken, wo {many} mehr als {rule.dominanz_prozent}\u00a0% ausmachen "
        f"oder wo sich der größte auf {rule.p_prozent}\u00a0% genau schätzen ließe."
    )


def areas(rule: Rule) -> str:
    """Rule for small areas and old data as the note on method prints it."""
    kept = f" Rohdaten über Personen werden nach {rule.aufbewahrung_monate} Monaten zur Löschung gemeldet." if rule.aufbewahrung_monate else ""
    return f"Gebiete mit weniger als {rule.mindestbevoelkerung} Menschen bleiben ohne Kennzahl und ohne Index.{kept}"
