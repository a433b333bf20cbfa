"""What of the folder of reports may leave the house: an allow-list for whoever packs it."""

from pathlib import Path

from workbench.batch.journal import DONE, Journal, digest

RECORD = ".freigabe.json"


def shareable(out: Path) -> list[Path]:
    """Finished reports, their release records, and the page over them; nothing else that lies there.

    Parameters
    ----------
    out
        Folder of the reports.

    Returns
    -------
    list of Path
        Sorted; empty where no report is finished. A report counts only as its last run left it: one that failed since, was
        changed by hand, or has no release record stays in the house, and so does whatever a link leads to.

    """
    pages = [out / place / f"{report}.html" for (report, place), run in Journal(out).runs().items() if run.result == DONE and _as_left(out / place / f"{report}.html", run.digest)]
    pairs = [(page, page.with_suffix(RECORD)) for page in pages]
    found = sorted(file for pair in pairs if all(_own(file, out) for file in pair) for file in pair)
    index = out / "index.html"
    return [*found, *([index] if found and _own(index, out) else [])]


def _as_left(page: Path, known: str) -> bool:
    """Whether a page is what its run wrote."""
    return page.is_file() and digest(page) == known


def _own(file: Path, out: Path) -> bool:
    """Whether a file lies in the folder itself, behind no link."""
    return file.is_file() and file.resolve() == out.resolve() / file.relative_to(out)
