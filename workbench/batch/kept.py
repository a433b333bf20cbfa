"""What a run released, kept so that a changed text or template is exported again without a run.

Kept are only outputs that passed the gate, and what the report told of its releases: nothing that the report does not say.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.batch.journal import FOLDER
from workbench.export.write import write

CODE = "code"  # ingredient of a report that has an annex with its calls
EXPORT = ("text", "vorlage", "gestaltung", "worte", "freigabe", CODE)  # ingredients that only the export depends on


def file_of(out: Path, key: tuple[str, str], ingredients: Mapping[str, str]) -> Path:
    """Where the outputs of a run on these ingredients are kept.

    Parameters
    ----------
    out
        Folder of the reports.
    key
        Report and place; the place is empty for a report over the whole project.
    ingredients
        What the run is made of: another text or template makes no other file.
    """
    ran_on = json.dumps(sorted((k, v) for k, v in ingredients.items() if k not in EXPORT))
    return _folder(out, key) / f"{hashlib.sha256(ran_on.encode()).hexdigest()[:16]}.json"


def _folder(out: Path, key: tuple[str, str]) -> Path:
    """Folder of what is kept of a report."""
    report, place = key
    return out / FOLDER / "ausgaben" / place / report


def newest(out: Path, key: tuple[str, str]) -> Path | None:
    """File of the outputs of a report's last run, whatever it ran on; None where nothing is kept."""
    return max(_folder(out, key).glob("*.json"), key=lambda file: file.stat().st_mtime_ns, default=None)


def keep(file: Path, book: Any, told: str) -> None:  # noqa: ANN401 (a NotebookNode)
    """Keep the outputs of an executed notebook in place of older ones.

    Parameters
    ----------
    file
        As `file_of` names it.
    book
        The notebook; it has passed the gate.
    told
        What it told of its releases; texts that no output shows are left out.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    from workbench.present.description import MARK, MIME

    outputs = [[{"data": {MIME: o.data[MIME]}, "metadata": {MARK: o.metadata[MARK]}} for o in cell.outputs] for cell in book.cells if cell.cell_type == "code"]
    shown = json.dumps(outputs, ensure_ascii=False)
    lines = [json.loads(line) for line in told.splitlines()]
    for line in lines:  # a table may be released with columns that no output shows
        line["words"] = [word for word in line.get("words", ()) if json.dumps(word, ensure_ascii=False)[1:-1] in shown]
    put(file, json.dumps({"outputs": outputs, "told": "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)}, ensure_ascii=False).encode())


def put(file: Path, content: bytes) -> None:
    """Write what is kept of a report in place of what was."""
    write(file, content)
    for other in set(file.parent.glob("*.json")) - {file}:
        other.unlink(missing_ok=True)


def again(file: Path, notebook: Path) -> tuple[Any, str] | None:
    """Notebook as it is now with the outputs of the last run.

    Parameters
    ----------
    file
        As `file_of` names it.
    notebook
        File of the notebook; its code is that of the run.

    Returns
    -------
    tuple or None
        Notebook, and what it told of its releases; None where the file is gone or torn.
    """
    try:
        kept = json.loads(file.read_bytes(), object_hook=_Node)
        book: Any = json.loads(notebook.read_text(encoding="utf-8"), object_hook=_Node)
        for cell in book.cells:
            cell["source"] = "".join(cell.source)
        for cell, outputs in zip((c for c in book.cells if c.cell_type == "code"), kept.outputs, strict=True):
            cell["outputs"] = [_Node(o, output_type="display_data") for o in outputs]
        return book, str(kept.told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class _Node(dict[str, Any]):
    """Part of a notebook, with its keys as attributes; nbformat's own costs the command line a second to import."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (JSON)
        """Value of a key."""
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None
