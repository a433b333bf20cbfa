"""The page over all places and reports of a batch: works from a folder, a stick or a share, without a server."""

import base64
import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from workbench.export.atlas import Atlas
from workbench.export.document import Head, House
from workbench.export.page import TEMPLATES, render
from workbench.present.number import number

SIGNS = {"aktuell": "●", "veraltet": "◐", "fehlgeschlagen": "✕", "entfällt": "–", "nie gelaufen": "○"}  # told apart without colour

FORMS = {"html": "Webseite", "pdf": "PDF", "docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint"}

LIMIT = 200  # places that a browser lays out at once: the others wait in a text for the script (`filter.js`), or for a browser without scripts

LISTED = 60  # places that are mapped and listed one by one; of more, the filter finds one


@dataclasses.dataclass(frozen=True)
class File:
    """A file of a report: its format, where it lies seen from the page, and its size in bytes."""

    form: str
    href: str
    size: int

    @property
    def name(self) -> str:
        """What a reader calls the format."""
        return FORMS.get(self.form, self.form.upper())

    @property
    def weight(self) -> str:
        """Size as it is printed."""
        return f"{number(max(1, self.size / 1000))}\u00a0kB" if self.size < 1_000_000 else f"{number(self.size / 1_000_000, 1)}\u00a0MB"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One report of one place."""

    place: str  # of the project for a report over the whole project
    place_key: str  # empty for such a report
    report: str
    title: str
    state: str
    reason: str  # why it stands so, where a reason is needed
    files: tuple[File, ...] = ()  # those that lie there
    date: str = ""  # date of the data as it is printed
    mark: str = ""  # draft or approved, as it stands on the report


def index_page(entries: Sequence[Entry], head: Mapping[str, Any], house: House | None = None, atlas: Atlas | None = None) -> str:
    """Lay out the page.

    Parameters
    ----------
    entries
        In the order of the page; entries of one place stand together.
    head
        Body of the project's head: `workbench.present.head` makes it.
    house
        Look; by default ours.
    atlas
        Map of the places, if there is one.

    Returns
    -------
    str
        HTML; the same bytes for the same entries.
    """
    script = (TEMPLATES / "filter.js").read_text(encoding="utf-8")
    known = Head.model_validate(head)
    places = [list(group) for _, group in groupby(entries, key=lambda e: e.place_key)]
    options = {name: list(dict.fromkeys(getattr(e, name) for e in entries)) for name in ("place", "title", "state")}
    numbers = {name: {option: number for number, option in enumerate(found, start=1)} for name, found in options.items()}
    shown = {"places": places[:LIMIT], "rest": places[LIMIT:], "options": options, "numbers": numbers, "count": f"{len(entries):,}".replace(",", ".")}
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    listed = {e.place_key: numbers["place"][e.place] for e, *_ in places if e.place_key} if 1 < len(places) <= LISTED else {}
    return render("index.html", head=known, house=house or House(), atlas=atlas, listed=listed, signs=SIGNS, script=script, allowed=allowed, **shown)
