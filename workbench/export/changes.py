"""What changed between two editions of a report, in plain German: numbers, words in tables, sentences, tables and figures."""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workbench.errors import SHOWN
from workbench.export.document import SPOKEN, Cell, Document, Figure, Heading, Table
from workbench.export.prose import texts

_Grid = Table | Figure
_LENGTH = 200  # characters of a text that are repeated
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAMED = 3  # level down to which a heading is named alone; chapters below are the same in every area


def changes(before: Document, now: Document) -> list[str]:
    """Compare what a report said with what it says.

    Parameters
    ----------
    before, now
        The same report at two times.

    Returns
    -------
    list of str
        One line per change, in the order of the report; empty where it says the same. Of a table or figure at most
        twenty cells are listed, the rest is counted.
    """
    heads = [_turned(label, old, new) for (label, old), (_, new) in zip(_head(before), _head(now), strict=True) if old != new]
    new = _grids(now)
    old = _followed(_grids(before), new)
    gone = [f"{name}: entfallen" for name in old if name not in new]
    found = [line for name, grid in new.items() for line in ([f"{name}: neu"] if name not in old else _cells(name, old[name], grid))]
    return [*heads, *gone, *found, *_texts(before, now)]


def _head(document: Document) -> list[tuple[str, str]]:
    """What stands above the text."""
    head = document.head
    return [("Titel", document.title), ("Ort", head.title), ("Datenstand", head.date), ("Projekt", head.project), ("Institut", head.institute)]


def _turned(where: str, old: str, new: str) -> str:
    """A change in a line."""
    return f"{where}: {_short(old) or 'leer'} → {_short(new) or 'leer'}"


def _short(text: str) -> str:
    """Text as a message repeats it."""
    said = " ".join(text.split())
    return said if len(said) <= _LENGTH else f"{said[:_LENGTH]}…"


def _grids(document: Document) -> dict[str, _Grid]:
    """Tables and figures by kind and title; those of the same title in their order."""
    seen: Counter[str] = Counter()
    found: dict[str, _Grid] = {}
    for block in document.numbered:
        found[_told_apart(f"{block.kind} »{block.content.title}«", seen)] = block.content
    return found


def _followed(old: Mapping[str, _Grid], new: Mapping[str, _Grid]) -> dict[str, _Grid]:
    """Old tables and figures under the new title where only its years differ: next year's edition is compared, not replaced."""
    later = {_YEAR.sub("", name): name for name in new.keys() - old.keys()}
    return {name if name in new else later.pop(_YEAR.sub("", name), name): grid for name, grid in old.items()}


def _told_apart(name: str, seen: Counter[str]) -> str:
    """Name, with its number where others before have the same."""
    seen[name] += 1
    return name if seen[name] == 1 else f"{name} ({seen[name]}.)"


def _cells(name: str, old: _Grid, new: _Grid) -> Iterator[str]:
    """Changed cells of a table or figure, rows and columns that came or went."""
    before, now = _values(old), _values(new)
    rows, columns = (_moved(name, what, [list(dict.fromkeys(key[i] for key in cells)) for cells in (before, now)]) for i, what in enumerate(("Zeile", "Spalte")))
    yield from (*rows, *columns)
    turned = [_turned(f"{name}, {key[0]}, {key[1]}", _said(before[key]), _said(cell)) for key, cell in now.items() if key in before and _said(before[key]) != _said(cell)]
    yield from turned[:SHOWN]
    if len(turned) > SHOWN:
        yield f"{name}: … und {len(turned) - SHOWN} weitere Werte"
    yield from (_turned(f"{name}, {what}", a, b) for what, a, b in (("Quelle", old.source, new.source), ("Anmerkung", old.note, new.note)) if a != b)


def _values(grid: _Grid) -> dict[tuple[str, str], Cell]:
    """Cells by the names of their row and column; rows of the same name in their order."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, str], Cell] = {}
    for row in grid.rows:
        names = [c.text for c, column in zip(row, grid.columns, strict=True) if c.state == "header" or column.header]
        name = _told_apart(", ".join(names) or "ohne Namen", seen)
        found |= {(name, column.label): c for c, column in zip(row, grid.columns, strict=True) if not (c.state == "header" or column.header)}
    return found


def _moved(name: str, what: str, names: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows or columns that are there once only."""
    old, new = names
    for said, some, others in (("neu", new, old), ("entfallen", old, new)):
        found = [n for n in some if n not in others]
        if found:
            more = f" und {len(found) - SHOWN} weitere" if len(found) > SHOWN else ""
            yield f"{name}, {said}: {what if len(found) == 1 else f'{what}n'} {', '.join(f'»{n}«' for n in found[:SHOWN])}{more}"


def _said(cell: Cell) -> str:
    """Cell in words where a sign would say too little."""
    return SPOKEN.get(cell.state, cell.text)


def _texts(before: Document, now: Document) -> Iterator[str]:
    """Sentences, paragraphs, notes and quotations that changed, came or went, section by section."""
    old, new = _sections(before), _sections(now)
    for section in dict.fromkeys([*new, *old]):
        yield from _section(f"Abschnitt »{section}«" if section else "Einleitung", old.get(section), new.get(section))


def _section(name: str, old: Sequence[str] | None, new: Sequence[str] | None) -> Iterator[str]:
    """What changed in a section."""
    if old is None or new is None:
        yield f"{name}: {'neu' if old is None else 'entfallen'}"
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (_pair(name, x, y) for x, y in itertools.zip_longest(old[a:b], new[c:d]))


def _pair(name: str, old: str | None, new: str | None) -> str:
    """A text that changed, came or went."""
    if old is None or new is None:
        return f"{name}, {'neu' if old is None else 'entfallen'}: {_short(old or new or '')}"
    return f"{name}: »{_short(old)}« → »{_short(new)}«"


def _sections(document: Document) -> Mapping[str, list[str]]:
    """Texts by the heading that they stand under."""
    found: dict[str, list[str]] = {"": []}
    section = above = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            above = block.text if block.level <= _NAMED else above
            section = above if block.level <= _NAMED else f"{above}: {block.text}"
            found.setdefault(section, [])
        else:
            found[section] += [t for t in texts(block) if t]
    return found
