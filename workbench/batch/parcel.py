"""What of a project may be given away: an allow-list."""

from collections.abc import Collection, Iterator
from pathlib import Path

from workbench.batch.jobs import files
from workbench.batch.journal import DONE, Journal, Run, digest


def shareable(out: Path, current: Collection[tuple[str, str]], formats: Collection[str]) -> list[Path]:
    """Files that may leave the house.

    Parameters
    ----------
    out
        Folder of the reports.
    current
        Report and place of those that are current: one that another has overtaken may tell, beside it, what both hide.
    formats
        Formats of the reports.

    Returns
    -------
    list of Path
        The overview, and each current report whose last run succeeded and whose files are still those that were audited, with its
        release record; without a record it stays. Sorted. Nothing else, whatever lies there, and nothing that a link points to.

    """
    found = [out / "index.html", *(file for key, run in Journal(out).runs().items() if key in current for file in _report(run, out, formats))]
    return sorted(file for file in found if _plain(file, out))


def _report(run: Run, out: Path, formats: Collection[str]) -> Iterator[Path]:
    """Report and record of a run."""
    reports = files(out, run.report, run.place, formats)
    record = reports[0].with_suffix(".freigabe.json")
    if run.result == DONE and all(_plain(f, out) for f in [*reports, record]) and digest(*reports) == run.digest:
        yield from (*reports, record)


def _plain(file: Path, out: Path) -> bool:
    """Whether a file lies where its name says: neither a link nor outside the folder."""
    return file.is_file() and file.is_relative_to(out) and file.resolve() == out.resolve() / file.relative_to(out)
