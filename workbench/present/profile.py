"""Profiles: the same chapters for each of many names, one after the other, from released frames."""

from collections.abc import Callable, Mapping, Sequence

from workbench.disclosure.cells import Released, Value
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY, Description
from workbench.present.sentence import INCOMPARABLE, NO_DATA, compare, sentence
from workbench.present.table import checked

Part = Callable[[str, str], Description]  # column of the names, and one of them → what is said or shown of it
Words = Callable[[str, str], str]  # the same → a clause of a sentence

TOP = 3  # level of the heading of a name: below a section of the report


def said(template: str, *, otherwise: str | Part = NO_DATA, **values: Released | Words | Value | str) -> Part:
    """Sentence of every profile.

    Parameters
    ----------
    template
        As in `workbench.present.sentence.sentence`; ``{name}`` is the name itself.
    otherwise
        Said where a value is missing, or a frame has no row of that name: a text, or what `said` returns; empty: then nothing is said.
    values
        Texts and numbers that are the same for all names, released frames of two columns (the names, and the number or text
        of each), and what `compared` returns.

    Returns
    -------
    callable
        Column and name → sentence. It raises a ReleaseError where a frame has other columns, or several rows of a name.
    """

    def say(by: str, name: str) -> Description:
        """Sentence of one name."""
        instead = otherwise if isinstance(otherwise, str) else otherwise(by, name)
        return sentence(template, otherwise=instead, name=name, **{field: _of(value, by, name, field) for field, value in values.items()})

    return say


def compared(a: Released, b: Released | Value, more: str, less: str, equal: str) -> Words:
    """Clause on how one number of every profile stands to another.

    Parameters
    ----------
    a, b
        Released frames of two columns: the names, and the number of each. The second may be one number for all.
    more, less, equal
        As in `workbench.present.sentence.compare`.

    Returns
    -------
    callable
        Column and name → one of the three, or that no comparison is possible.
    """

    def say(by: str, name: str) -> str:
        """Clause of one name."""
        first, second = (_of(frame, by, name, "compared") for frame in (a, b))
        return INCOMPARABLE if isinstance(first, str) or isinstance(second, str) else compare(first, second, more, less, equal)

    return say


def shown(make: Callable[..., Description], released: Released, *columns: str, title: str, **how: object) -> Part:
    """Table or figure of every profile.

    Parameters
    ----------
    make
        `workbench.present.table.table`, or a function of `workbench.present.figure`.
    released
        What passed the door, of all names.
    columns
        What a figure takes after the frame; the columns of a table.
    title
        The name is put before it.
    how
        Further arguments of ``make``. One that is a released frame of two columns is the number or text of each name: a
        line to compare with, a unit.

    Returns
    -------
    callable
        Column and name → description; nothing where the frame has no row of that name.
    """
    frame, tabular = checked(released, "shown"), make.__name__ == "table"

    def draw(by: str, name: str) -> Description:
        """Description of one name."""
        rows = frame.only(**{by: name})
        if not len(rows):
            return EMPTY
        more = {field: _of(value, by, name, field) if isinstance(value, Released) else value for field, value in how.items()}
        places, named = ((), {"columns": list(columns)}) if tabular else (columns, {})
        return make(rows, *places, title=f"{name}: {title}", **named, **more)

    return draw


def profiles(released: Released, by: str, chapters: Mapping[str, Sequence[Part]]) -> Description:
    """Profile of every name.

    Parameters
    ----------
    released
        What passed the door; the names stand in its key column ``by``, in the order of the profiles.
    by
        Key column of the names.
    chapters
        Heading → what the chapter says, in the order in which they are printed; what stands under an empty heading follows
        that of the name.

    Returns
    -------
    Description
        Of kind group: per name a heading that begins a new page, and below it the chapters with theirs. Anchors are made of the
        name and the chapter, so that they stay when another name comes or goes.
    """
    blocks: list[Description] = []
    for name in checked(released, "profiles").options(by):
        blocks.append(_heading(TOP, name, name, page=True))
        for title, parts in chapters.items():
            blocks += [_heading(TOP + 1, title, f"{name} {title}") if title else EMPTY, *(part(by, name) for part in parts)]
    return Description("group", {"blocks": [b.json() for b in blocks if b != EMPTY]})


def _heading(level: int, text: str, named: str, *, page: bool = False) -> Description:
    """Heading that only a released name or a typed chapter can become."""
    return Description("heading", {"level": level, "text": text, "named": named, "page": page})


def _of(value: Released | Words | Value | str, by: str, name: str, field: str) -> Value | str:
    """Number or text of a name."""
    if isinstance(value, str | Value):
        return value
    if callable(value):
        return value(by, name)
    columns = [str(c) for c in checked(value, f"{field}=…").frame.columns]
    if len(columns) != 2 or by not in columns:
        there = ", ".join(f"»{c}«" for c in columns)
        raise ReleaseError(f'{field}=…: erwartet wird ein freigegebener Rahmen mit zwei Spalten, »{by}« und die Angabe; vorhanden: {there}. Schreiben Sie: tabelle.pick("{by}", "…").')
    rows, column = value.only(**{by: name}), next(c for c in columns if c != by)
    if not len(rows):
        return Value(None)
    return rows.value(column) if value.frame[column].dtype.kind in "iuf" else rows.label(column)
