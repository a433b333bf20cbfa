"""Classes of a map, declared by the values that lie in them."""

from collections.abc import Sequence
from typing import Any

from workbench.present.number import number
from workbench.present.words import amount

FEW = 10  # with fewer areas than this, four classes


def legend(values: Sequence[float], digits: int, unit: str) -> list[dict[str, Any]]:
    """Classes as a map prints them.

    Parameters
    ----------
    values
        Values as they are printed, in any order.
    digits
        Their decimals.
    unit
        Their unit.

    Returns
    -------
    list of dict
        Ascending; ``from``, ``to`` (smallest and largest value), ``count`` of areas, ``text``.

    """
    groups = classes(values)
    return [{"from": g[0], "to": g[-1], "count": len(g), "text": _span(g, digits, unit)} for g in groups]


def _span(group: list[float], digits: int, unit: str) -> str:
    """Bounds of a class."""
    low, high = number(group[0], digits), number(group[-1], digits)
    return amount(low, unit) if low == high else f"{low} bis {amount(high, unit)}"


def classes(values: Sequence[float]) -> list[list[float]]:
    """Classes of nearly equal counts; equal values share a class.

    Parameters
    ----------
    values
        Values as they are printed, in any order.

    Returns
    -------
    list of list
        Sorted values by class; five, four where there are fewer than ten values, and never more than there are different values.

    Notes
    -----
    Quantile classes, but with the real extremes of each class as its bounds: no reader must guess to which class a
    bound belongs, and gaps in the data show as gaps in the legend.

    Examples
    --------
    >>> classes([2, 1, 9, 2])
    [[1], [2, 2], [9]]

    """
    ordered = sorted(values)
    many = 4 if len(ordered) < FEW else 5
    groups: dict[int, list[float]] = {}
    for value in ordered:
        groups.setdefault(ordered.index(value) * many // len(ordered), []).append(value)
    return list(groups.values())
