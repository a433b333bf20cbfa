"""Header rows of a printed table → what each column of figures is: indicator, unit, date."""

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence

from workbench.read.official.dates import Moment, moment
from workbench.read.official.layout import Layout, Row, letter, numbering, text
from workbench.read.official.publishers import title_of

_UNIT = re.compile(r"(?:in )?(?:Anzahl|%|Prozent|v\.\s?H\.|Promille|1\.?000(?: \w+)?|Tsd\.?(?: \w+)?|Mill?\.?(?: \w+)?|Mio\.?(?: \w+)?|EUR|Euro|€|ha|qkm|km²|km2|m²|m2|qm|(?:je|pro) [\w .]{2,40})", re.IGNORECASE)
_BEHIND = re.compile(rf"^(?P<label>.+?)\s*(?:[\[(](?P<a>{_UNIT.pattern})[\])]|,? (?P<b>in (?:%|Prozent|Euro|EUR|€|ha|qkm|km²)))$", re.IGNORECASE)
_DATED = re.compile(r"(?P<label>.*[^\W\d].*?),? \(?(?P<date>(?:\d{1,2}\.\d{1,2}\.)?(?:19|20)\d{2})\)?")  # »Armut 2021«, as people head columns
_OF = re.compile(r"(?P<label>.+?)\s*\((?P<date>[^()]*\d{4})\)")  # »Arbeitslose (Dez 2023)«: the date of this column alone
_BROKEN = re.compile(r"\u00ad ?|(?<=[a-zäöüß])- (?!(?:und|oder|bzw|sowie|bis)\b)(?=[a-zäöü])|(?<=[a-zäöüß]{3}s)-(?=[a-zäöüß]{4})|(?<=[a-zäöüß]{2}en)-(?=[a-zäöüß]{4})")  # »Bedarfs- gemeinschaften«
_TIME = {"Jahr", "Stichtag", "Berichtsjahr", "Berichtsmonat", "Monat", "Zeit"}  # what only says that dates follow
_TOTAL = {"insgesamt", "gesamt", "und zwar", "davon", "darunter", "zusammen", "total", "dar.", "dav."}


@dataclasses.dataclass(frozen=True)
class Head:
    """What a column of figures is: labels from the top down, unit (else ""), and date where the header names one."""

    labels: tuple[str, ...]
    unit: str
    date: Moment | None


def split(rows: Sequence[Row], laid: Layout) -> tuple[list[str], list[Row]]:
    """Title lines and header rows above the figures.

    Parameters
    ----------
    rows
        Rows above the first one of figures.
    laid
        Where things stand.

    Returns
    -------
    tuple
        Titles; the lowest rows in which something stands above figures, and not the same over the whole row.
    """
    labels = [_labels(row, laid) for row in rows]
    last = max((i for i, is_head in enumerate(labels) if is_head), default=-1)
    first = next((i + 1 for i in range(last, -1, -1) if not labels[i]), 0)
    titles = [*rows[:first], *rows[last + 1 :]]
    return [" ".join(dict.fromkeys(text(c) for c in row if text(c))) for row in titles if any(map(text, row))], list(rows[first : last + 1])


def _labels(row: Row, laid: Layout) -> bool:
    """Whether something stands above figures that is no title over the whole row."""
    filled = [text(c) for c in row if text(c)]
    above = [text(row[c]) for c in laid.values if text(row[c])]
    return bool(above) and (len(set(filled)) > 1 or len(above) == len(filled))


def indicators(rows: Sequence[Row], laid: Layout, titles: Sequence[str], name: str) -> tuple[list[Head], list[tuple[str, str]], list[str]]:
    """Indicators of the columns of figures.

    Parameters
    ----------
    rows
        Header rows, as `split` returns them.
    laid
        Where things stand.
    titles
        Lines above the header, for labels that say nothing by themselves.
    name
        Of the file or sheet, where there is no title either.

    Returns
    -------
    tuple
        What each column is, name and unit of its indicator, and what nobody may overlook. The same name only for the same indicator at several
        dates: else its column tells it apart. Totals and words such as »und zwar« are left out where names stay different.
    """
    columns = _heads(rows, laid)
    found = next((m for t in titles if (m := _BEHIND.match(t)) and m["a"]), None)  # content and unit as »Bevölkerungsstand (Anzahl)«
    base, unit = (found["label"], found["a"]) if found else ("", "")
    names = _names(columns, base=base, title=title_of(titles), name=name)
    unnamed = name in names and not any(name in c.labels for c in columns)
    said = [f"Weder Kopfzeile noch Titel nennt die Kennzahl; sie heißt wie Datei oder Blatt »{name}«. Eine Kopfzeile wie »Armutsquote 2022« nennt sie."] * unnamed
    seen: set[object] = set()
    for i, (double, column) in enumerate(zip(list(names), columns, strict=True)):
        if (double, column.date) in seen:
            names[i] = f"{double} (Spalte {letter(laid.values[i])})"
            said.append(f"Die Überschrift »{double}« steht mehrfach da; die Kennzahl aus Spalte {letter(laid.values[i])} heißt »{names[i]}«.")
        seen.add((double, column.date))
    return columns, [(n, c.unit or unit) for n, c in zip(names, columns, strict=True)], said


def _heads(rows: Sequence[Row], laid: Layout) -> list[Head]:
    """What each column of figures is."""
    grid = [[row[c] for c in laid.values] for row in rows]
    grid = _spread([row for row in grid if not numbering(row)])
    made = [_head([row[i] for row in grid]) for i in range(len(laid.values))]
    behind = [_DATED.fullmatch(h.labels[-1]) if h.labels and h.date is None else None for h in made]
    if not all(m or h.date for h, m in zip(made, behind, strict=True)):
        return made
    return [dataclasses.replace(h, labels=(*h.labels[:-1], m["label"]), date=moment(m["date"])) if m else h for h, m in zip(made, behind, strict=True)]


def _spread(grid: list[list[object]]) -> list[list[object]]:
    """Labels that stand over several columns, written over each: as far as the labels above go on, and never in the lowest row."""
    for r, row in enumerate(grid[:-1]):
        for c in range(1, len(row)):
            if not text(row[c]) and text(row[c - 1]) and all(text(above[c]) == text(above[c - 1]) for above in grid[:r]):
                row[c] = row[c - 1]
    return grid


def _head(cells: Sequence[object]) -> Head:
    """One column of the header."""
    labels, unit, date = [], "", None
    for cell in cells:
        words = text(cell)
        if not words:
            continue
        if (found := moment(cell)) and date is None:
            date = found
            continue
        if (m := _OF.fullmatch(words)) and (found := moment(m["date"])):
            words, date = m["label"], date or found
        if _UNIT.fullmatch(words):
            unit = unit or words
            continue
        label, behind = with_unit(words)
        labels.append(label)
        unit = unit or behind
    return Head(tuple(x for x in labels if not (date and x in _TIME)), unit, date)


def with_unit(words: str) -> tuple[str, str]:
    """Label and the unit behind it, in brackets or after »in«; "" where it names none.

    Examples
    --------
    >>> with_unit("Bedarfs- gemeinschaften (Anzahl)"), with_unit("Quote in %")
    (('Bedarfsgemeinschaften', 'Anzahl'), ('Quote', '%'))
    """
    inside = _BEHIND.match(words)
    unit = re.sub(r"^in ", "", inside["a"] or inside["b"]) if inside else ""
    return _BROKEN.sub("", inside["label"] if inside else words), unit


def _names(columns: Sequence[Head], *, base: str, title: str, name: str) -> list[str]:
    """Name of the indicator of each column, as short as names stay different."""
    constant = _constant(columns)
    silent = any(all(map(is_total, c.labels)) for c in columns)
    said = (title or name) if silent else title if len(columns) == 1 or " nach " in title else ""  # »Bevölkerung nach Geschlecht«: the columns say the sex only
    base = base or next((x for x in constant if not is_total(x)), "") or re.split(r" nach | - | – | in den |:| am \d|,? (?:19|20)\d\d\b", said)[0].strip(" ,")
    for full in (False, True):
        found = [_name([x for x in c.labels if full or x not in constant or len(columns) == 1], base, full=full) for c in columns]
        if max(Counter(zip(found, (c.date for c in columns), strict=True)).values(), default=1) == 1:
            break
    return found


def is_total(label: str) -> bool:
    """Whether a label means all."""
    return not label or label.casefold() in _TOTAL


def _constant(columns: Sequence[Head]) -> set[str] | list[str]:
    """Labels that stand above every column."""
    return [x for x in columns[0].labels if all(x in c.labels for c in columns)] if len(columns) > 1 else []


def _name(labels: Sequence[str], base: str, *, full: bool) -> str:
    """One name."""
    said = [x for i, x in enumerate(labels) if (i == 0 or x != labels[i - 1]) and (full or not is_total(x))]
    if not said:
        return base or "Insgesamt"
    stem = base.casefold().split(" ")[0]
    if not base or (stem and stem in said[0].casefold()):
        return said[0] + (": " + ", ".join(said[1:]) if said[1:] else "")
    return f"{base}: {', '.join(said)}"
