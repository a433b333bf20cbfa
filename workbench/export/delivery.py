"""The archive that a client gets: files with plain names, a list of their hashes, a text to begin with. The same files give the same bytes."""

import hashlib
from collections.abc import Mapping, Sequence

from workbench.export.archive import packed
from workbench.export.datasheet import SIGNS
from workbench.project import slug

SUMS = "pruefsummen.sha256"
README = "LIESMICH.txt"
_MAC = "shasum -a 256"
TYPED = (_MAC,)  # numbers in the text that are no data
_OPENED = {
    "html": "in jedem Browser; ein Doppelklick genügt, das Internet wird nicht gebraucht",
    "pdf": "in jedem PDF-Programm; die Tabellen liegen als CSV-Dateien darin",
    "docx": "in Word oder LibreOffice, zum Weiterschreiben",
    "xlsx": "in Excel oder LibreOffice: jede Tabelle des Berichts als Tabelle",
    "pptx": "in PowerPoint oder LibreOffice",
    "ipynb": "in JupyterLab: die Aufrufe und ihre Ergebnisse, ohne die Daten",
    "svg": "Abbildung zum Vergrößern, für Druck und Internet",
    "png": "Abbildung als Bild",
}  # fmt: skip


def plain(name: str) -> str:
    """Name of a file that every system can keep.

    Examples
    --------
    >>> plain("20_besuche"), plain("20_übersicht")
    ('20_besuche', '20-uebersicht')
    """
    return name if name.isascii() and " " not in name else slug(name)


def readme(*, place: str, date: str, reports: Sequence[tuple[str, str, str]], files: Sequence[str], asked: Sequence[str]) -> bytes:
    """Text to begin with.

    Parameters
    ----------
    place
        Name of the place.
    date
        Date of the data.
    reports
        Title, file without ending, and state of each report.
    files
        Names of all files in the archive.
    asked
        Who answers questions, in lines.

    Returns
    -------
    bytes
        UTF-8 with a mark in front, which Windows looks for.
    """
    endings = [form for form in _OPENED if any(f.endswith(f".{form}") for f in files)]
    parts: dict[str, Sequence[str]] = {
        f"Berichte für {place}": [f"Datenstand: {date}"],
        "Was darin ist": [*_beginning(files), *(f"{name}.*  {title}{f' ({state})' if state else ''}" for title, name, state in reports)],
        "Wie man es öffnet": ["Zuerst die ZIP-Datei ganz entpacken.", *(f".{form}: {_OPENED[form]}" for form in endings)],
        "Entwurf oder freigegeben": ["Auf jedem Bericht steht, ob er ein Entwurf ist oder wer ihn wann freigegeben hat. Entwürfe bitte nicht weitergeben."],
        "Was die Zeichen bedeuten": [f"{sign}  {meaning}" for sign, meaning in SIGNS.items()],
        "Was man nicht tun soll": ["Verborgene Zahlen bitte nicht ergänzen: Mit ihnen ließen sich andere berechnen. Woher Zahlen kommen, wird mit ihnen genannt; wie, steht im Datenblatt."],
        "Ob alles unverändert ist": [f"Im entpackten Ordner: sha256sum -c {SUMS} (Linux) oder {_MAC} -c {SUMS} (macOS); unter Windows PowerShell: Get-FileHash DATEI. Was herauskommen soll, steht in {SUMS}."],
        "Wen man fragt": asked,
    }  # fmt: skip
    return "\n".join(_section(title, lines) for title, lines in parts.items()).encode("utf-8-sig")


def _beginning(files: Sequence[str]) -> list[str]:
    """What everybody should find first."""
    what = {
        "index.html": "Übersicht, von der aus sich alles öffnen lässt",
        "datenblatt.": "Datenblatt: Quellen, Stand, Methode und Regeln",
        "folien/": "Kurzfassungen als PowerPoint-Folien",
        "abbildungen/": "jede Abbildung einzeln",
        "notebooks/": "die Aufrufe mit ihren Ergebnissen",
        ".freigabe.json": "Freigabeprotokoll je Bericht: Regeln, Zahl der verborgenen Zeilen, Ergebnis der Prüfung",
    }
    there = {name: f"{'*' if name.startswith('.') else ''}{name}{'*' if name.endswith('.') else ''}" for name in what if any(f.startswith(name) or f.endswith(name) for f in files)}
    return [f"{shown}  {what[name]}" for name, shown in there.items()]


def _section(title: str, lines: Sequence[str]) -> str:
    """Section with its title underlined."""
    return f"{title}\n{'-' * len(title)}\n" + "".join(f"{line}\n" for line in lines)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Archive of some files and the list of their hashes.

    Parameters
    ----------
    files
        Content by path within the archive.

    Returns
    -------
    bytes
        ZIP, sorted, every file with the same date and rights; the list can be checked with ``sha256sum -c``.
    """
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return packed(dict(sorted({**files, SUMS: sums.encode()}.items())))
