"""The data catalogue: docs/datenkatalog.md, from the declarations."""

from workbench.read.tabular import SUFFIXES
from workbench.schemas import tables
from workbench.schemas._column import ROLES, Column
from workbench.schemas._table import Table

_HEAD = """\
# Datenkatalog

Alle Tabellen eines Projekts, erzeugt aus `workbench/schemas/`. Nicht von Hand ändern; neu schreiben mit
`pytest --update-docs tests/schemas/test_catalogue.py`.

Eine Tabelle liegt im Ordner des Ortes oder, wenn sie für alle Orte gilt, im Projektordner. Gelesen werden CSV (UTF-8, UTF-16 oder
Windows-1252; Semikolon, Komma oder Tabulator), XLSX, XLS und ODS. Schlüssel sind Text mit führenden Nullen.
"""


def catalogue() -> str:
    """Markdown of all tables.

    Returns
    -------
    str
        One section per table, in alphabetical order.
    """
    return "\n".join([_HEAD, *(_section(t) for t in tables().values())])


def _section(table: Table) -> str:
    """One table with its columns."""
    if table.foreign and table.foreign.only:
        files = f"`{table.foreign.file}`"
    else:
        files = ", ".join(f"`{table.name}{s}`" for s in SUFFIXES) + (f" oder {', '.join(f'`{n}`' for n in table.foreign.names)}" if table.foreign else "")
    key = f"\nEine Zeile ist eindeutig durch: {', '.join(table.key)}.\n" if table.key else ""
    rows = "\n".join(_row(c) for c in table.columns)
    return f"## {table.name}\n\n**{table.title}.** {table.description}\n\nDatei: {files}.\n{key}\n| Spalte | Inhalt | Bedeutung | Einheit | Beispiel | Rolle | Pflicht |\n|---|---|---|---|---|---|---|\n{rows}\n"


def _row(column: Column) -> str:
    """One column."""
    duty = "Spalte darf fehlen" if column.optional else "darf leer sein" if column.empty else "ja, amtliche Zeichen erlaubt" if column.signs else "ja"
    cells = (column.name, column.content, column.description, column.unit, column.example, ROLES[column.role], duty)
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"
