"""Classes of a map, declared by the values that lie in them."""

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.errors import ReleaseError
from workbench.present.number import number
from workbench.present.words import amount

FEW = 10  # with fewer areas than this, four classes
MOST = 5  # so many steps of lightness are told apart, also in grey

Breaks = str | Sequence[float]

_WAYS = {"quantile": "Quantile (etwa gleich viele Gebiete je Klasse)", "natural": "natürliche Brüche (Fisher–Jenks)"}


def legend(values: Sequence[float], digits: int, unit: str, *, breaks: Breaks = "quantile", names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Classes as a map prints them.

    Parameters
    ----------
    values
        Values as they are printed, in any order.
    digits
        Their decimals.
    unit
        Their unit.
    breaks
        »quantile«, »natural«, or ascending cuts: a value that equals a cut belongs to the class above it.
    names
        Names of the classes between the cuts, lowest first.

    Returns
    -------
    list of dict
        Ascending; ``from``, ``to`` (smallest and largest value; None in a class between cuts without areas), ``count`` of
        areas, ``text``.

    Raises
    ------
    ReleaseError
        If the breaks are none of these, or the names do not fit the cuts.
    """
    if isinstance(breaks, str):
        if breaks not in _WAYS:
            raise ReleaseError(f"figure.map: breaks=»{breaks}« – erwartet »quantile«, »natural« oder Schnitte wie (10, 20, 30).")
        groups = natural(values) if breaks == "natural" else classes(values)
        texts = [_span(g, digits, unit) for g in groups]
    else:
        groups = _cut(values, _checked(breaks, names))
        texts = [f"{name}: {text}" if name else text for name, text in zip(names or [""] * len(groups), _between(breaks, digits, unit), strict=True)]
    return [{"from": g[0] if g else None, "to": g[-1] if g else None, "count": len(g), "text": text} for g, text in zip(groups, texts, strict=True)]


def named(values: Sequence[str], order: Sequence[str]) -> list[dict[str, Any]]:
    """Classes that have names, in their declared order.

    Parameters
    ----------
    values
        Name of the class of each area that shows one.
    order
        All classes, the lightest first.

    Returns
    -------
    list of dict
        As `legend` returns them, with ``name``; ``from`` and ``to`` are None.

    Raises
    ------
    ReleaseError
        If a name is not among them, or they are too many to tell apart.
    """
    if not order or len(order) > MOST:
        raise ReleaseError(f"figure.map: order= nennt {len(order)} Klassen – erwartet 1 bis {MOST}; mehr Stufen sind in Grau nicht zu unterscheiden. Für Status × Dynamik: classes=»Status«, signs=»Dynamik«.")
    if strange := sorted(set(values) - set(order)):
        raise ReleaseError(f"figure.map: Die Klasse »{strange[0]}« steht nicht in order=. Dort stehen: {', '.join(f'»{o}«' for o in order)}.")
    counts = Counter(values)
    return [{"name": name, "from": None, "to": None, "count": counts[name], "text": name} for name in order]


def said(breaks: Breaks, digits: int) -> str:
    """How classes were made, for the note below a map.

    Examples
    --------
    >>> said("natural", 0), said((10, 20.5), 1)
    ('Klassen: natürliche Brüche (Fisher–Jenks).', 'Klassen: Schnitte bei 10,0 und 20,5.')
    """
    if isinstance(breaks, str):
        return f"Klassen: {_WAYS[breaks]}."
    cuts = [number(c, digits) for c in breaks]
    return f"Klassen: {'Schnitt' if len(cuts) == 1 else 'Schnitte'} bei {' und '.join(filter(None, [', '.join(cuts[:-1]), cuts[-1]]))}."


def _checked(cuts: Sequence[float], names: Sequence[str]) -> Sequence[float]:
    """Cuts that ascend, with a name for each class or none."""
    if not cuts or sorted(set(cuts)) != list(cuts) or len(cuts) >= MOST:
        raise ReleaseError(f"figure.map: breaks={tuple(cuts)} – erwartet 1 bis {MOST - 1} aufsteigende Schnitte, z. B. (10, 20, 30).")
    if names and len(names) != len(cuts) + 1:
        raise ReleaseError(f"figure.map: order= nennt {len(names)} Klassen – {len(cuts)} Schnitte ergeben {len(cuts) + 1}.")
    return cuts


def _cut(values: Sequence[float], cuts: Sequence[float]) -> list[list[float]]:
    """Sorted values by class; some may be empty."""
    place = np.searchsorted(cuts, sorted(values), side="right")
    return [[v for v, p in zip(sorted(values), place, strict=True) if p == i] for i in range(len(cuts) + 1)]


def _between(cuts: Sequence[float], digits: int, unit: str) -> list[str]:
    """Bounds of classes between cuts, with the decimals that the cuts need."""
    digits = max([digits, *(len(f"{c:.4f}".rstrip("0").partition(".")[2]) for c in cuts)])
    shown = [number(c, digits) for c in cuts]
    middle = [f"{low} bis unter {amount(high, unit)}" for low, high in itertools.pairwise(shown)]
    return [f"unter {amount(shown[0], unit)}", *middle, f"ab {amount(shown[-1], unit)}"]


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
    many = _many(ordered)
    groups: dict[int, list[float]] = {}
    for value in ordered:
        groups.setdefault(ordered.index(value) * many // len(ordered), []).append(value)
    return list(groups.values())


def natural(values: Sequence[float]) -> list[list[float]]:
    """Classes whose values lie as near to their mean as can be.

    Parameters
    ----------
    values
        Values as they are printed, in any order.

    Returns
    -------
    list of list
        Sorted values by class; as many classes as `classes` makes.

    Notes
    -----
    Natural breaks: the smallest sum of squared distances from the means of the classes, found exactly by dynamic
    programming (Fisher 1958, On grouping for maximum homogeneity, JASA 53, 789-798; Jenks 1977), over the different values
    with their frequencies, so that equal values share a class.

    Examples
    --------
    >>> natural([1, 2, 9, 10, 30, 31, 70])
    [[1, 2], [9, 10], [30, 31], [70]]
    """
    if not values:
        return []
    ordered = sorted(values)
    single, weights = np.unique(ordered, return_counts=True)
    starts = _optimal(single, weights, min(_many(ordered), len(single)))
    return [ordered[a:b] for a, b in zip(starts, [*starts[1:], len(ordered)], strict=True)]


def _optimal(values: "np.ndarray[Any, Any]", weights: "np.ndarray[Any, Any]", many: int) -> list[int]:
    """First place of each class among the sorted values."""
    heads = [np.concatenate([[0.0], np.cumsum(weights * (values - values.mean()) ** power)]) for power in (0, 1, 2)]
    count, total, squares = (h[None, :] - h[:, None] for h in heads)  # of the values from row to before column
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(count > 0, squares - total**2 / count, np.inf)
    best, chosen = cost[0], []
    for _ in range(many - 1):
        ways = best[:, None] + cost
        chosen.append(ways.argmin(axis=0))
        best = ways.min(axis=0)
    starts, end = [], len(values)
    for way in reversed(chosen):
        end = int(way[end])
        starts.append(end)
    return [0, *(int(heads[0][s]) for s in reversed(starts))]


def _many(values: Sequence[float]) -> int:
    """So many classes as there are areas for."""
    return 4 if len(values) < FEW else 5
