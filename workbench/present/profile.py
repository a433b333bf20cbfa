"""Profiles: the same chapters for each of many names, one after the other, from released frames."""

from collections.abc import Callable, Mapping, Sequence

from workbench.disclosure.cells import Released, Value
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY, Description
from workbench.present.sentence import NO_DATA, sentence
from workbench.present.table import checked

Part = Callable[[str], Description]  # what a chapter says of a name

TOP = 3  # level of the heading of a name: below a section of the report


def said(template: str, *, by: str, otherwise: str = NO_DATA, **values: Released | str) -> Part:
    """Sentence of every profile.

    Parameters
    ----------
    template
        As in `workbench.present.sentence.sentence`; ``{name}`` is the name itself.
    by
        Key column of the names.
    otherwise
        Said where a value is missing, or the frame has no row of that name.
    values
        Texts, and released frames of two columns: the key, and the number or text of each name.

    Returns
    -------
    callable
        Name → sentence.

    Raises
    ------
    ReleaseError
        If a value is neither, or a frame has several rows of one name.

    """
    for field, value in values.items():
        if not isinstance(value, str):
            _two(checked(value, f"said({field}=…)"), by, field)
    return lambda name: sentence(template, otherwise=otherwise, name=name, **{f: v if isinstance(v, str) else _of(v, by, name) for f, v in values.items()})


def shown(make: Callable[..., Description], released: Released, *columns: str, by: str, title: str, **how: object) -> Part:
    """Table or figure of every profile.

    Parameters
    ----------
    make
        `workbench.present.table.table`, or a function of `workbench.present.figure`.
    released
        What passed the door, of all names.
    columns
        What a figure takes after the frame; the columns of a table.
    by
        Key column of the names.
    title
        The name is put before it.
    how
        Further arguments of ``make``. One that is a released frame of two columns is the number of that name: a reference line.

    Returns
    -------
    callable
        Name → description; nothing where the frame has no row of that name.

    """
    frame, given = checked(released, "shown"), {"columns": list(columns)} if make.__name__ == "table" else {}
    places = () if given else columns

    def draw(name: str) -> Description:
        """Description of one name."""
        more = {k: _of(v, by, name) if isinstance(v, Released) else v for k, v in how.items()}
        return make(frame.only(**{by: name}), *places, title=f"{name}: {title}", **given, **more)

    return draw


def profiles(released: Released, by: str, chapters: Mapping[str, Sequence[Part]]) -> Description:
    """Profile of every name.

    Parameters
    ----------
    released
        What passed the door; the names stand in the key column ``by``, in the order of the profiles.
    by
        Key column of the names.
    chapters
        Heading → what the chapter says, in the order in which they are printed.

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
            blocks += [_heading(TOP + 1, title, f"{name} {title}"), *(part(name) for part in parts)]
    return Description("group", {"blocks": [b.json() for b in blocks if b != EMPTY]})


def _heading(level: int, text: str, named: str, *, page: bool = False) -> Description:
    """Heading that only a released name or a typed chapter can become."""
    return Description("heading", {"level": level, "text": text, "named": named, "page": page})


def _two(released: Released, by: str, field: str) -> None:
    """Refuse a frame of which it is not clear what it says of a name."""
    if by not in released.frame or released.frame.shape[1] != 2:
        there = ", ".join(f"»{c}«" for c in released.frame.columns)
        raise ReleaseError(f'said({field}=…): erwartet wird ein freigegebener Rahmen mit zwei Spalten, »{by}« und die Angabe; vorhanden: {there}. Schreiben Sie: tabelle.pick("{by}", "…").')


def _of(released: Released, by: str, name: str) -> Value | str:
    """Number or text of a name."""
    rows, column = released.only(**{by: name}), next(c for c in released.frame.columns if c != by)
    if not len(rows):
        return Value(None)
    if column in released.keys or not _numeric(released, column):
        return rows.label(column)
    return rows.value(column)


def _numeric(released: Released, column: str) -> bool:
    """Whether a column holds numbers."""
    return released.frame[column].dtype.kind in "iuf"
