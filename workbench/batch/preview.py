"""What a report would hide, and why, for the consultant's own eyes: the notebook runs, and no report is written."""

import dataclasses
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.batch.chains import task_of
from workbench.batch.jobs import Job
from workbench.batch.pool import Means, Pool
from workbench.errors import RunError
from workbench.project import Project

_ROWS = 12  # so many hidden rows of a table are named
_OFFERS = 3  # so many coarser groupings


def hidden(project: Project, job: Job, out: Path, *, limit: float = 600) -> list[str]:
    """Run a report and tell what it would hide.

    Parameters
    ----------
    project, job
        Report and place.
    out
        Folder of the reports: what was published before is taken from it.
    limit
        Seconds that the report may take.

    Returns
    -------
    list of str
        German lines: each table with hidden rows, the rows with the reason, and what coarser groupings would hide.

    Raises
    ------
    RunError
        If the report cannot be run.
    """
    if job.fault or job.skip:
        raise RunError(job.fault or f"{job.skip}.")
    with tempfile.TemporaryDirectory(prefix="workbench-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "vorschau.jsonl"
        task = dataclasses.replace(task_of(project, job, out), preview=file)
        with Pool(project.folder, Means(limit=limit)) as pool:
            tasks = iter([(0, task)])
            _, outcome = next(pool.work(lambda: next(tasks, None)))
        if outcome.message:
            raise RunError(f"{job.label}: {outcome.message}")
        told = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    said = [line for entry in map(json.loads, told) if entry.get("rows") for line in _table(entry)]
    return said or ["Nichts: Alle Tabellen dieses Berichts sind vollständig ausgewiesen."]


def _table(entry: Mapping[str, Any]) -> Iterator[str]:
    """Lines about one table."""
    info, rows, offers = entry["entry"], entry["rows"], entry["offers"]
    yield f"»{info['Tabelle']}«: {len(rows)} von {info['Zeilen']} Zeilen"
    yield from (f"  {name or 'Insgesamt'}: {why}" for name, why in rows[:_ROWS])
    if len(rows) > _ROWS:
        yield f"  … und {len(rows) - _ROWS} weitere"
    for said, many, of in [o for o in offers if o[1] < len(rows)][:_OFFERS]:
        yield f"  Gröber, {said}: {many} von {of} Zeilen"
