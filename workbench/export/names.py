"""Last look at what leaves: no original of a key file of pseudonyms, in whatever way it is written."""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from workbench.errors import GateError

_TAG = re.compile(r"<[^>]*>")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # soft hyphens, joiners, directions
_SUFFIX = r"(?:['’]?s|['’]|S)?"  # genitive, also of a name in capitals


def check_bytes(data: bytes, originals: Collection[str], where: str = "Bericht") -> None:
    """Refuse a finished file that holds an original.

    Parameters
    ----------
    data
        Content of the file.
    originals
        Names behind the pseudonyms.
    where
        Name of the file, for the message.

    Raises
    ------
    GateError
        As `scan`.

    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # never fails: whatever can be read is looked at
    scan(text, originals, where)


def scan(text: str, originals: Collection[str], where: str = "Bericht") -> None:
    """Refuse a text that holds an original as a whole word, also in capitals or with the -s of the genitive.

    Parameters
    ----------
    text
        Text or HTML.
    originals
        Names behind the pseudonyms.
    where
        What the text is, for the message.

    Raises
    ------
    GateError
        With the number of places, never with the name.

    """
    names = sorted({_plain(o) for o in originals} - {""}, key=len, reverse=True)
    if not names:
        return
    forms = "|".join(re.escape(form) for name in names for form in dict.fromkeys((name, name.upper())))
    pattern = re.compile(rf"(?<!\w)(?:{forms}){_SUFFIX}(?!\w)")
    places = max(len(pattern.findall(view)) for view in _views(text))
    if places:
        count = "einer Stelle" if places == 1 else f"{places} Stellen"
        raise GateError(
            f"{where}: An {count} steht ein Name aus der Namensliste im Klartext. Der Name wird hier nicht wiederholt. "
            "Suchen Sie im Notebook und in den Daten nach den Originalen der Liste und ersetzen Sie sie durch die Pseudonyme."
        )


def _views(text: str) -> Iterator[str]:
    """Ways in which a reader or a program may read the text: as it is, without markup, with addresses decoded."""
    for view in (text, _TAG.sub("", text), _TAG.sub(" ", text), unquote(text)):
        yield _plain(html.unescape(view))


def _plain(text: str) -> str:
    """Composed letters, no invisible characters, single spaces."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()
