"""Notes, quotations, and groups of descriptions."""

from workbench.disclosure.text import ReleasedQuotes
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY, Description


def note(title: str, *paragraphs: str | Description) -> Description:
    """Note beside the text: a method, a caution, a definition.

    Parameters
    ----------
    title
        Heading of the note.
    paragraphs
        Texts or sentences.

    Returns
    -------
    Description
        Of kind note: ``title``, ``paragraphs``.
    """
    return Description("note", {"title": title, "paragraphs": [p if isinstance(p, str) else _said(p) for p in paragraphs]})


def quotes(items: ReleasedQuotes, title: str) -> Description:
    """Released quotations.

    Parameters
    ----------
    items
        What passed the door for texts.
    title
        Caption of the list.

    Returns
    -------
    Description
        Of kind quotes: ``title``, ``items`` (``text``, ``label``, ``code``), ``source``, ``note``; an empty group where
        none was released.

    Raises
    ------
    ReleaseError
        If the quotations were not released.
    """
    if not isinstance(items, ReleasedQuotes):
        raise ReleaseError(f"quotes nimmt nur freigegebene Zitate, nicht {type(items).__name__}. Schreiben Sie vorher: zitate = bericht.quotes(…).")
    if not items.items:
        return EMPTY
    said = [{"text": q.text, "label": q.label, "code": q.code} for q in items.items]
    return Description("quotes", {"title": title, "items": said, "source": items.source, "note": items.rule})


def group(*descriptions: Description) -> Description:
    """Several descriptions as one output of a cell; empty ones are left out."""
    blocks = [d.json() for d in descriptions if d != EMPTY]
    return Description("group", {"blocks": blocks})


def _said(sentence: Description) -> str:
    """Text of a sentence."""
    if sentence.kind != "sentence":
        raise ReleaseError(f"note: ein Absatz ist Text oder sentence(…), nicht {sentence.kind}. Nehmen Sie group(note(…), …).")
    return str(sentence.body["text"])
