"""Where a consultant's own words stand in a report, and what they stand beside."""

import dataclasses
import functools
from collections.abc import Sequence

from workbench.errors import suggest
from workbench.export.document import Block, Document, Heading, Numbered, Paragraph, Sentence
from workbench.export.own import Words, all_of, blocks, given
from workbench.export.placeholder import cells, value
from workbench.export.prose import annexed, texts
from workbench.project import slug


def placed(document: Document, every: Sequence[Words]) -> Document:
    """Put texts into a report.

    Parameters
    ----------
    document
        What was generated.
    every
        Its own texts.

    Returns
    -------
    Document
        With those whose place is there, each where it belongs; sentences and paragraphs are counted as they were generated.

    Raises
    ------
    GateError
        As `own.blocks`.
    """
    there = [(span, words) for words in every if isinstance(span := _span(document, words), range)]
    filled = all_of(functools.partial(blocks, words, lambda said: value(said, {"": document})) for _, words in there)
    added: dict[int, list[Block]] = {}
    gone: set[int] = set()
    for (span, _), found in zip(there, filled, strict=True):
        added.setdefault(span.start, []).extend(found)
        gone.update(span)
    shown = [b for i in range(len(document.blocks) + 1) for b in (*added.get(i, ()), *(document.blocks[i : i + 1] if i not in gone else ()))]
    return dataclasses.replace(document, blocks=tuple(shown))


def lost(document: Document, words: Words) -> str:
    """Why a text is not in the report; empty where it is."""
    span = _span(document, words)
    return span if isinstance(span, str) else ""


def beside(document: Document, words: Words) -> dict[str, str]:
    """List what a text stands beside: what may make it untrue when it changes.

    Parameters
    ----------
    document
        What was generated.
    words
        The text.

    Returns
    -------
    dict
        By their names: printed numbers and sentences of its section, what it takes the place of, and what its placeholders
        give; nothing of a text that has no place.
    """
    section, span = _section(document, words.anchor), _span(document, words)
    if isinstance(span, str):
        return {}
    inside = [document.blocks[i] for i in section or ()]
    found = {f"Satz {i}": b.text for i, b in enumerate((b for b in inside if isinstance(b, Sentence)), start=1)}
    found |= {name: text for b in inside if isinstance(b, Numbered) for name, text in cells(b)}
    found |= {words.spot.partition(" ")[2]: " ".join(texts(document.blocks[i])) for i in span}
    return found | given(words, {"": document})


def _section(document: Document, anchor: str) -> range | None:
    """Blocks of a section up to the next heading or the annex; the title of the report stands for what comes first."""
    headings = [(i + 1, b.anchor) for i, b in enumerate(document.blocks) if isinstance(b, Heading)]
    start = next((i for i, known in [*headings, (0, slug(document.title))] if known == anchor), None)
    if start is None:
        return None
    rest = range(start, len(document.blocks))
    return range(start, next((i for i in rest if isinstance(document.blocks[i], Heading) or annexed(document.blocks[i])), rest.stop))


def _span(document: Document, words: Words) -> range | str:
    """Blocks in whose place a text stands, none where it is added; or why there is no place for it."""
    section = _section(document, words.anchor)
    if section is None:
        known = [f"#{b.anchor}" for b in document.blocks if isinstance(b, Heading)]
        hint = suggest(f"#{words.anchor}", known) or f" Abschnitte sind: {', '.join(known)}."
        return f"Den Abschnitt »#{words.anchor}« hat der Bericht nicht; der Text steht nicht darin.{hint}"
    if not words.spot or words.spot == "am Anfang":
        at = section.start if words.spot else section.stop
        return range(at, at)
    how, kind, number = words.spot.split()
    found = _counted(document, section, kind)
    at = found.get(f"{kind} {number}", -1)
    if at < 0:
        there = ", ".join(found) or ("keine" if kind in ("Tabelle", "Abbildung") else "keinen")
        return f"»{words.spot}« – im Abschnitt »#{words.anchor}« gibt es {there}; der Text steht nicht im Bericht."
    return range(at, at + 1) if how == "ersetzt" else range(at + 1, at + 1)


def _counted(document: Document, section: range, kind: str) -> dict[str, int]:
    """Sentences, paragraphs (sentences are some too), tables or figures of a section by their names, with the number of their block."""
    inside = [(i, document.blocks[i]) for i in section]
    if kind in ("Tabelle", "Abbildung"):
        return {b.name: i for i, b in inside if isinstance(b, Numbered) and b.name.startswith(kind)}
    kinds = Sentence if kind == "Satz" else (Sentence, Paragraph)
    return {f"{kind} {n}": i for n, i in enumerate((i for i, b in inside if isinstance(b, kinds)), start=1)}
