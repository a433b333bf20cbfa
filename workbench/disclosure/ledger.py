"""What was published before: one file of tables per report, so that later reports take it as a fixed fact.

The files say which hidden cells are small. They stay in the house: beside the reports in a folder that is never shared,
and for editions that were approved, or packed as drafts, beside the keys.
"""

import dataclasses
import hashlib
import hmac
from collections.abc import Collection, Sequence
from pathlib import Path

from workbench.disclosure.published import Published, dumps, loads
from workbench.errors import DataError
from workbench.project import FORMATS, Project

FOLDER = Path(".workbench") / "freigaben"  # within the folder of the reports
APPROVED = Path("schluessel") / "freigaben"  # within the project
_WHOLE = "_projekt"  # folder of the reports over the whole project


def file_of(folder: Path, place: str, report: str) -> Path:
    """File of a report's tables.

    Parameters
    ----------
    folder
        Folder of all of them.
    place
        Key of the place; empty for a report over the whole project.
    report
        Name of the report.

    Returns
    -------
    Path
        Whether it is there or not.
    """
    return folder / (place or _WHOLE) / f"{report}.json"


def drafts_of(folder: Path, place: str, report: str) -> Path:
    """File of what a report, or the plan, has said so far, as hashes; arguments as in `file_of`."""
    return file_of(folder.with_name("entwuerfe"), place, report).with_suffix(".txt")


def earlier(project: Project, folder: Path, *, place: str, report: str, measures: Collection[str] | None = None) -> list[Published]:
    """Tables that a report must take as fixed: of reports with a lower number, and of linked places that come first.

    Parameters
    ----------
    project
        The project.
    folder
        Folder of the tables of this batch.
    place, report
        The report that is made.
    measures
        What it counts; what counts something else cannot be related to it. None for all.

    Returns
    -------
    list of Published
        In the order in which they were published.
    """
    return _of(before(project, folder, place=place, report=report), measures)


def before(project: Project, folder: Path, *, place: str, report: str) -> list[Path]:
    """Files of the tables that a report must take as fixed, whatever they count.

    Parameters
    ----------
    project, folder, place, report
        As in `earlier`.

    Returns
    -------
    list of Path
        In the order in which they were published.
    """
    linked = family(project, place)
    first = linked[: linked.index(place)] if place in linked else linked
    files = [f for p in first for f in sorted((folder / p).glob("*.json"))]
    files += [f for f in sorted((folder / (place or _WHOLE)).glob("*.json")) if f.stem < report]
    return [f for f in files if any(r.is_file() for r in reports_of(folder, f))]


def reports_of(folder: Path, file: Path) -> list[Path]:
    """Files of the report that published some tables, in the folder of the reports; once all are deleted, they are no fact any more."""
    out = folder.parent.parent
    return [(out if file.parent.name == _WHOLE else out / file.parent.name) / f"{file.stem}.{form}" for form in FORMATS]


def approved(project: Project, *, place: str, measures: Collection[str] | None = None) -> list[Published]:
    """Tables of editions, approved or packed as drafts, of a place, of the places linked with it and of the whole project, the earliest first.

    Parameters
    ----------
    project, place, measures
        As in `earlier`.

    Returns
    -------
    list of Published
        Of all reports.
    """
    return _of(editions(project, place=place), measures)


def editions(project: Project, *, place: str) -> list[Path]:
    """Files of the tables of editions, as in `approved`."""
    folders = dict.fromkeys([*family(project, place), *filter(None, [place]), _WHOLE])
    return sorted((f for p in folders for f in approved_of(project, p).glob("*.json")), key=lambda f: f.name)


def _of(files: Sequence[Path], measures: Collection[str] | None) -> list[Published]:
    """Tables of some files that count certain things."""
    return [t for f in files for t in tables(f) if measures is None or t.measure.partition("/")[0] in measures]


def tables(file: Path) -> list[Published]:
    """Tables of a file; none where there is no file. Raises `DataError` where it is damaged, for what it published nobody knows."""
    try:
        return loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    except (ValueError, TypeError, KeyError, AttributeError):
        cure = "Bitte aus einer Sicherung holen." if file.parents[2].name == APPROVED.parts[0] else f"Neu entsteht sie mit: workbench run --report {file.stem} --force."
        raise DataError(file.name, [f"Die Datei sagt, was »{file.stem.partition('.')[0]}« veröffentlicht hat, und ist beschädigt. {cure}"]) from None


def edition(project: Project, folder: Path, *, place: str, report: str) -> dict[Path, bytes]:
    """What approving or packing a report adds to the editions.

    Parameters
    ----------
    project
        The project.
    folder
        Folder of the tables of the batch.
    place, report
        The report.

    Returns
    -------
    dict
        Content of the new file, by its path beside the keys of the project; empty where the same tables were published before.
    """
    shown, kept = dumps(tables(file_of(folder, place, report))), approved_of(project, place)
    before = sorted(kept.glob(f"{report}.*.json"))
    known = any(f.read_text(encoding="utf-8") == shown for f in before)
    return {} if known else {kept / f"{report}.{len(before) + 1:03}.json": shown.encode()}


def approved_of(project: Project, place: str) -> Path:
    """Folder of the editions of a place; of the reports over the whole project where it is empty."""
    return project.folder / APPROVED / (place or _WHOLE)


def keyed(secret: str, tables: Sequence[Published]) -> str:
    """Keyed hash of what was published: equal ones mean that nothing a reader can see has changed.

    Parameters
    ----------
    secret
        The project's secret.
    tables
        What was published. Goals stay out: they are no part of it.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    shown = [dataclasses.replace(t, goals={}) for t in tables]
    return hmac.new(secret.encode(), dumps(shown).encode(), hashlib.sha256).hexdigest()[:16]


def family(project: Project, place: str) -> list[str]:
    """Places that a total can link with a place, in the order of the project; all of them for a report over the whole project.

    Parameters
    ----------
    project
        The project.
    place
        Key of a place, or empty.

    Returns
    -------
    list of str
        Keys; the place itself among them.
    """
    return project.families[project.codes[place].partition("/")[0]] if place else list(project.orte)
