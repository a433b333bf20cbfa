"""What present returns: a frozen description. Shown in a live notebook, drawn again by export, never parsed back from pictures."""

import dataclasses
import hashlib
import json
import os
from typing import Any, Literal

MIME = "application/vnd.workbench.description+json"
MARK = "workbench"  # key of the output's metadata under which the hash stands

Kind = Literal["head", "heading", "table", "figure", "sentence", "quotes", "note", "group"]


def live() -> bool:
    """Whether a person looks on: a kernel that JupyterLab or VS Code started, not a batch."""
    return "JPY_SESSION_NAME" in os.environ or "VSCODE_PID" in os.environ


def digest(body: dict[str, Any]) -> str:
    """SHA-256 of a description's canonical JSON."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclasses.dataclass(frozen=True)
class Description:
    """The head of a report, a heading, sentence, table, figure, list of quotations, note, or a group of them."""

    kind: Kind  # which of them
    body: dict[str, Any]  # JSON-ready content; its form per kind is documented where it is made

    def json(self) -> dict[str, Any]:
        """Body with its kind."""
        return {"kind": self.kind, **self.body}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Description and its hash for the notebook; a picture too where a person looks on."""
        del include, exclude
        body = self.json()
        bundle: dict[str, Any] = {"text/plain": self.plain(), MIME: body}
        if live():
            from workbench.present.preview import html

            bundle["text/html"] = html(self)
        return bundle, {MARK: {"sha256": digest(body)}}

    def plain(self) -> str:
        """One line of text: what a terminal shows."""
        return str(self.body.get("text") or self.body.get("title") or self.kind)


EMPTY = Description("group", {"blocks": []})  # prints nothing
