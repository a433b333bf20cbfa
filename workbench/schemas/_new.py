"""A new project: projekt.toml, a folder for the place with templates of all tables, a secret."""

import datetime as dt
import json
import re
import secrets
import unicodedata
from pathlib import Path

from workbench.errors import ProjectError, cause
from workbench.project import FILE, FORMAT, SECRET, slug
from workbench.read.templates import Field, write_csv, write_xlsx
from workbench.schemas import tables
from workbench.schemas._care import ARCHIVES
from workbench.schemas._column import OFFICIAL_DIGITS, Column
from workbench.schemas._table import Table

TEMPLATES = "vorlagen"
_TAKEN = ("schluessel", "reports", "notebooks", "lieferungen", "texte", TEMPLATES)  # folders of a project that are no places
_FORMS = {"count": "number", "number": "number", "percent": "number", "date": "date", "time": "time"}

_TOML = """\
# Projekt der Werkbank. Nach dem Ändern prüfen: workbench check --project .
format = {format}
name = {name}
stand = {stand}  # Stand der Daten, hier der Tag des Anlegens: bitte eintragen; dieses Datum steht in den Berichten
# institut = "Name des Instituts"

# Gestaltung der Berichte; die Bilddatei liegt neben dieser Datei. Beispiel:
# [gestaltung]
# logo = "logo.svg"
# akzent = "#0b5e8a"

[regeln]
mindestzahl = 3  # kleinere Anzahlen (aber über null) werden nicht ausgewiesen
nullen_verbergen = false  # auch Nullen verbergen?
mindestbevoelkerung = 300  # kleinere Gebiete bleiben ohne Sozialindikatoren und ohne Index
mindestpersonen = 3  # so viele Befragte je Rolle, bevor ein Zitat gezeigt wird

# Je Tabelle eine Quelle; sie steht unter jeder Abbildung. Beispiel:
# [quellen.bevoelkerung]
# quelle = "Melderegister der Stadt"
# stand = {stand}

# Womit verglichen wird, über die amtlichen Schlüssel (Bericht 90). Beispiel:
# [vergleiche."Kreisjugendamt Steinfurt"]
# schluessel = ["05566"]
# ohne = ["05566008", "05566012", "05566028", "05566076"]  # Städte mit eigenem Jugendamt

# Je Ort ein Abschnitt und ein gleichnamiger Ordner mit seinen Daten.
[orte.{key}]
name = {name}
ags = "{ags}"  # amtlicher Schlüssel: Text, mit führender Null
art = "{kind}"  # Stadt, Gemeinde oder Landkreis
raum = "{area}"  # so heißt ein Gebiet in den Berichten
raeume = "{areas}"
"""


def new_project(folder: Path, *, place: str, ags: str, stand: dt.date) -> Path:
    """Make a project folder with one place.

    Parameters
    ----------
    folder
        Folder that is not there yet, or is empty.
    place
        Name of the municipality or county.
    ags
        Its official key; one of five digits means a Landkreis.
    stand
        Date of the data.

    Returns
    -------
    Path
        Folder of the place; the templates lie in its folder »vorlagen«.

    Raises
    ------
    ProjectError
        If the folder holds something, or the key or the name cannot be.
    """
    name = " ".join(unicodedata.normalize("NFC", place).split())
    if not name:
        raise ProjectError(f"--place: »{place}« – der Name des Ortes ist leer, erwartet z. B. --place Dorsten.")
    _official(ags)
    key = slug(name)
    key = f"ort-{key}" if key in _TAKEN else key
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProjectError(f"»{folder.name}« ist schon da und nicht leer; es wird nichts überschrieben. Bitte einen neuen Ordner nennen.")
        _write(folder, key, _toml(name, key=key, ags=ags, stand=stand))
    except OSError as fault:
        raise ProjectError(f"»{folder.name}« lässt sich nicht anlegen ({cause(fault)}). Ist der Ordner beschreibbar?") from None
    return folder / key


def _official(ags: str) -> None:
    """Refuse what is no official key, and say so where a zero was lost."""
    if not _is_official(ags):
        full = f"0{ags}"
        hint = f" Fehlt die führende Null? Meinten Sie »{full}«?" if _is_official(full) else ""
        raise ProjectError(f"»{ags}« ist kein amtlicher Schlüssel – erwartet 2, 3, 5, 8, 9 oder 12 Ziffern, die ersten beiden von 01 bis 16, z. B. 05562012.{hint}")


def _is_official(key: str) -> bool:
    """Whether a key has an official length and begins with one of the sixteen Länder."""
    return bool(re.fullmatch(r"(0[1-9]|1[0-6])[0-9]*", key)) and len(key) in OFFICIAL_DIGITS


def _toml(name: str, *, key: str, ags: str, stand: dt.date) -> str:
    """Text of projekt.toml; JSON's quotes are TOML's."""
    kind, area, areas = ("Landkreis", "Planungseinheit", "Planungseinheiten") if len(ags) == 5 else ("Stadt", "Sozialraum", "Sozialräume")
    quoted = json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
    return _TOML.format(format=FORMAT, name=quoted, stand=stand.isoformat(), key=key, ags=ags, kind=kind, area=area, areas=areas)


def _write(folder: Path, key: str, toml: str) -> None:
    """All files of a new project."""
    templates = folder / key / TEMPLATES
    templates.mkdir(parents=True)
    (folder / SECRET).parent.mkdir(mode=0o700)
    (folder / SECRET).write_text(secrets.token_hex(32) + "\n", encoding="utf-8")
    (folder / ".gitignore").write_text(_ignored(), encoding="utf-8")
    (folder / FILE).write_text(toml, encoding="utf-8")
    for table in tables().values():
        if table.foreign is None or not table.foreign.only:
            write_template(table, templates)


def _ignored() -> str:
    """What git must not take: of the folders of places an allow-list, since recordings and notes bear any name."""
    raw = [f"/{t.name}*" for t in tables().values() if t.personal]  # a table may lie beside projekt.toml, for all places
    raw += [f"/{stem}*" for stem in dict.fromkeys(Path(t.foreign.file).stem for t in tables().values() if t.foreign and (t.personal or t.foreign.raw))]
    files = [f"{t.name}.*" for t in tables().values() if not t.personal]
    lines = ["/schluessel/", "/reports/", "/lieferungen/", "/.workbench/", *raw, "/*/*", f"!/{_TAKEN[2]}/*", "!/rezepte/*.toml", "!/texte/*/", "/texte/*/*", "!/texte/*.md", "!/texte/*/*.md", f"!/*/{TEMPLATES}/", *(f"!/*/{name}" for name in files), *(f"*{e}" for e in ARCHIVES), ".ipynb_checkpoints/"]  # the last lines hold: archives and checkpoints may hold raw data, wherever they lie
    return "# Schlüssel, Berichte und Rohdaten über Personen gehören nicht in die Versionsverwaltung\n" + "\n".join(lines) + "\n"


def write_template(table: Table, folder: Path) -> None:
    """Empty template of a table, as XLSX and as CSV."""
    fields = [_field(c) for c in table.columns]
    write_xlsx(folder / f"{table.name}.xlsx", title=table.title, description=table.description, fields=fields)
    write_csv(folder / f"{table.name}.csv", fields)


def _field(column: Column) -> Field:
    """Column as the template shows it."""
    unit = f" ({column.unit})" if column.unit else ""
    may = " Die Spalte darf fehlen." if column.optional else " Darf leer bleiben." if column.empty else ""
    return Field(column.name, f"{column.description}{unit}. {column.content}.{may}", _FORMS.get(column.kind, "text"), column.choices, column.example)
