"""Names and their pseudonyms: replaced in one pass, with every span that points into the text."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from workbench.disclosure.forms import TITLE, aliases, spaced, surnames
from workbench.errors import ReleaseError

Spans = npt.NDArray[np.int64]


_NAME = "([A-ZÄÖÜ][a-zäöüß]{2,})"
_CALLED = re.compile(
    rf"""
      \b(?:[Ii]ch\shei(?:ß|ss)e|[Mm]ein\sName\sist)\s(\w{{3,}})
    | \b(?:LG|VG|MfG|Gru(?:ß|ss)|Gr[üu](?:ß|ss)e|[Uu]nterschrift|[Gg]ezeichnet)[,:!]?\s(?:von\s)?{_NAME}[.!]?$
    | \b(?:Herrn?|Hr\.|Frau|Fr\.|Familie|Fam\.)\s{_NAME}\b
    | \b(?:[Mm]eine?n?|[Uu]nsere?n?)\s(?:Schwester|Bruder|Freundin|Freund|Cousine|Cousin|Oma|Opa|Tante|Onkel|Lehrerin|Lehrer|Trainerin|Trainer)\s{_NAME}\b
    | \b[Vv]on\s{_NAME}(?:,\s?|\s?\()\d{{1,2}}\b
    | \b([A-Za-zäöü]{{3,}}(?:_\d{{2,}}|\#\d{{3,}}))\b                   # in a network
    """,
    re.VERBOSE,
)


class Pseudonyms:
    """A reviewed mapping, ready to be applied.

    Parameters
    ----------
    mapping
        Original name → pseudonym. A name with a form of address (»Frau Beispiel«) is also replaced without it. An original
        may hold several names (»Kevin Schäfer / Kev«).
    words
        Names that are also places or common words (»Leer«): replaced only with their form of address.

    Raises
    ------
    ReleaseError
        If an entry is empty, or a pseudonym is itself an original: naming the row of the key file, never the name.
    """

    def __init__(self, mapping: Mapping[str, str], words: Collection[str] = ()) -> None:
        _refuse_unnamed(mapping)
        self.words = frozenset(spaced(w) for w in words)
        known = {name: p for o, p in mapping.items() for name in aliases(o)}
        bare = {TITLE.sub("", o): TITLE.sub("", p) for o, p in known.items() if TITLE.match(o)}
        known |= {o: p for o, p in bare.items() if o and o not in known and o not in self.words}
        self.originals = frozenset((*known, *mapping))
        self.labels = self.words | {last for o in known for last in surnames(o)}  # an area of the name of a person is no name where it describes others
        forms = "|".join(re.escape(form) for o in sorted(known, key=len, reverse=True) for form in dict.fromkeys((o, o.upper())))
        self._pattern = re.compile(rf"(?<!\w)({forms})(['’]?s|['’]|S)?(?!\w)") if forms else re.compile(r"(?!)")
        self._known = {form: p for o, p in known.items() for form in (o.upper(), o)}
        for line, pseudonym in enumerate(mapping.values(), start=2):
            if not pseudonym.strip() or self._pattern.search(spaced(pseudonym)):
                raise ReleaseError(f"Namensliste, Zeile {line}: Das Pseudonym fehlt oder ist selbst ein Original. Bitte ein anderes Pseudonym eintragen.")

    def replaced(self, text: str) -> str:
        """Text with pseudonyms, in one leftmost-longest pass."""
        return self._pattern.sub(lambda m: self._known[m[1]] + (m[2] or ""), text)

    def strange(self, text: str) -> bool:
        """Whether a text calls somebody by a name that is no pseudonym: that of the writer, after a form of address, with an age."""
        given = {w for p in self._known.values() for w in re.findall(r"\w+", p)}
        found = (next(filter(None, m.groups())) for m in _CALLED.finditer(text))
        return any(not given & {name, name.removesuffix("s")} for name in found)

    def remapped(self, text: str, spans: Sequence[tuple[int, int]] | Spans) -> tuple[str, Spans]:
        """Text with pseudonyms, and spans that point to the same words as before.

        Parameters
        ----------
        text
            As it was said; never normalised, which would shift every span.
        spans
            Beginning and end (exclusive) in code points.

        Returns
        -------
        tuple of str and numpy.ndarray
            The text, and the spans in it; an end within a replaced name takes the whole pseudonym in.

        Notes
        -----
        One pass: replacing name after name would turn Sam into Alex and Alex into Pat.
        """
        hits = list(self._pattern.finditer(text))
        starts, ends = (np.array([h.span()[i] for h in hits], dtype=np.int64) for i in (0, 1))
        new = np.array([len(self._known[h[1]]) + len(h[2] or "") for h in hits], dtype=np.int64)
        shift = np.concatenate([[0], np.cumsum(new - (ends - starts))])
        edges = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        return self.replaced(text), np.column_stack([_moved(edges[:, i], starts, ends, shift, new, last=bool(i)) for i in (0, 1)])


def _refuse_unnamed(mapping: Mapping[str, str]) -> None:
    """Refuse a row without an original."""
    line = next((n for n, original in enumerate(mapping, start=2) if not aliases(original)), None)
    if line is not None:
        raise ReleaseError(f"Namensliste, Zeile {line}: Das Original fehlt – erwartet wird in jeder Zeile Original;Pseudonym.")


def _moved(edges: Spans, starts: Spans, ends: Spans, shift: Spans, new: Spans, *, last: bool) -> Spans:
    """Where edges of spans come to stand; within a name at its beginning or, for the last edge, its end."""
    if not len(starts):
        return edges
    at = np.searchsorted(starts, edges, side="left" if last else "right") - 1  # last name that begins before the edge
    name = np.maximum(at, 0)
    inside = (at >= 0) & (edges < ends[name]) & (edges > starts[name])
    begins = starts[name] + shift[name]
    within = begins + (new[name] if last else 0)
    return np.where(inside, within, edges + shift[np.searchsorted(ends, edges, side="right")])
