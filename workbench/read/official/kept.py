"""Long tables of figures written as German CSV: all files of an import or none."""

import csv
import io
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError, cause

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


def write(files: "Mapping[Path, pd.DataFrame]") -> None:
    """Write tables of text.

    Parameters
    ----------
    files
        Cells by the file that they go to; folders are made where they are missing.

    Raises
    ------
    DataError
        If one of the files cannot be written. Then all are as they were before.
    """
    made: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    at = Path()
    try:
        for at, frame in files.items():
            at.parent.mkdir(parents=True, exist_ok=True)
            made[at] = at.with_name(f".{uuid.uuid4().hex}.tmp")
            made[at].write_text(_csv(frame), encoding="utf-8-sig", newline="")
        for at, made_file in made.items():
            before[at] = at.read_bytes() if at.is_file() else None
            os.replace(made_file, at)  # noqa: PTH105 (one name for the whole project)
    except OSError as fault:
        before.pop(at, None)
        for file, content in before.items():
            file.unlink() if content is None else file.write_bytes(content)
        raise DataError(at.name, [f"Die Datei lässt sich nicht schreiben ({cause(fault)}). Ist sie noch in Excel geöffnet? Es wurde nichts geändert."]) from None
    finally:
        for left in made.values():
            left.unlink(missing_ok=True)


def _csv(frame: "pd.DataFrame") -> str:
    """Text in the form that German Excel opens by double click."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow(frame.columns)
    rows.writerows(frame.itertuples(index=False, name=None))
    return out.getvalue()
