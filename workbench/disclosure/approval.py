"""Who approved which content of a report: kept beside the keys, so that a changed report is a draft again."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from workbench.disclosure import ledger
from workbench.project import Project


@dataclasses.dataclass(frozen=True)
class Approval:
    """An approval.

    Parameters
    ----------
    by
        Who gave it.
    day
        When, as it is printed.
    content
        Keyed hash of what was approved; empty where only its tables are known.
    remark
        What was remarked; stays in the house.
    """

    by: tuple[str, ...]
    day: str
    content: str
    remark: str = ""

    @property
    def said(self) -> str:
        """By whom and when."""
        return f"von {' und '.join(self.by)} am {self.day}"


@dataclasses.dataclass(frozen=True)
class Standing:
    """How a report stands: draft or approved.

    Parameters
    ----------
    content
        Keyed hash of what it says.
    drafts
        Hashes of all contents that it has had, in their order, this one among them.
    given
        All its approvals.
    """

    content: str
    drafts: tuple[str, ...]
    given: tuple[Approval, ...] = ()

    @property
    def approval(self) -> Approval | None:
        """Last approval of this content."""
        return next((a for a in reversed(self.given) if a.content == self.content), None)

    @property
    def mark(self) -> str:
        """What stands on the document."""
        return f"Freigegeben {self.approval.said}" if self.approval else f"Entwurf {self.drafts.index(self.content) + 1}"

    @property
    def sentence(self) -> str:
        """What stands in the release record."""
        if self.approval:
            return f"Freigabe: erteilt {self.approval.said}."
        earlier = f"eine frühere Ausgabe {self.given[-1].said}; seither hat sich der Bericht geändert" if self.given else "noch nicht erteilt"
        return f"Freigabe: {earlier}."


def standing(content: str, drafts: Sequence[str], given: Sequence[Approval]) -> Standing:
    """How a report of that content stands; a content that is new is the next draft."""
    return Standing(content, tuple(drafts) if content in drafts else (*drafts, content), tuple(given))


def file_of(project: Project, *, place: str, report: str) -> Path:
    """File of the approvals of a report; whether it is there or not."""
    return ledger.approved_of(project, place) / f"{report}.freigabe"


def read(file: Path) -> list[Approval]:
    """Approvals of a report, the earliest first; none where there is no file."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    notes = found if isinstance(found, list) else [found]  # one alone, of its tables only, until version 0.2
    return [Approval(tuple(n["freigegeben von"]), n["am"], n.get("Inhalt", ""), n.get("Anmerkung", "")) for n in notes]


def dumps(given: Sequence[Approval]) -> bytes:
    """Content of a file of approvals."""
    notes = [{"freigegeben von": list(a.by), "am": a.day, "Inhalt": a.content, "Anmerkung": a.remark} for a in given]
    return json.dumps(notes, ensure_ascii=False, indent=1).encode()


def drafts(file: Path) -> tuple[str, ...]:
    """Hashes of the contents that a report has had; none where there is no file."""
    return tuple(file.read_text(encoding="utf-8").split()) if file.is_file() else ()
