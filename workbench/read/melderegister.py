"""A town's own register: residents by age, sex and street or block → residents by age, sex and area.

The cells of a street are small; they are summed here, and no table of the project holds them.
"""

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError, suggest
from workbench.read import tabular
from workbench.read.cells import Unreadable, count, date, grouped, is_empty, shown
from workbench.read.choices import excel_date, folded

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

FILES = ("melderegister.csv", "melderegister.xlsx", "melderegister.xls", "melderegister.ods")
COLUMNS = ("Stichtag", "Raum", "Alter", "Geschlecht", "Einwohner")

_NAMES = {  # what towns call the columns
    "Straße": ("Straße", "Straßenname", "Str.", "Straße/Block", "Block", "Baublock", "Blocknummer"),
    "Hausnummer": ("Hausnummer", "Hausnr.", "Haus-Nr.", "HNR", "Nr."),
    "Stichtag": ("Stichtag", "Stand", "Datum"),
    "Alter": ("Alter", "Altersjahr", "Alter in Jahren", "Lebensalter"),
    "Geschlecht": ("Geschlecht", "m/w", "w/m", "m/w/d", "Sex"),
    "Einwohner": ("Einwohner", "Anzahl", "Personen", "Einwohner/-innen", "Einwohnerzahl", "EW", "Hauptwohnsitz", "Hauptwohnung"),
}
_FIELDS = {folded(name): field for field, names in _NAMES.items() for name in names}
_FEMALE, _MALE, _NEITHER = "weiblich", "männlich", "divers oder ohne Angabe"
_SEXES = {
    **dict.fromkeys(("w", "weiblich", "weibl.", "f", "frau", "frauen"), _FEMALE),
    **dict.fromkeys(("m", "männlich", "männl.", "mann", "männer"), _MALE),
    **dict.fromkeys(("d", "divers", "x", "o", "ohne angabe", "unbekannt"), _NEITHER),
}
_AGE = re.compile(r"(?:(?P<sex>[a-zäöü.]+)[ _-]+)?(?:alter[ _-]*)?(?P<age>\d{1,3})(?:\s*jahre?)?(?P<open>\+|\s*(?:j\.\s*)?(?:jahre\s*)?und (?:älter|mehr|darüber))?(?:[ _-]+(?P<sex2>[a-zäöü.]+))?", re.IGNORECASE)
_OLDEST, _PLAUSIBLE = 99, 125
_LISTED = 12  # so many streets are named


def street(name: str) -> str:
    """Name of a street without what differs in writing.

    Examples
    --------
    >>> street("Karl-Marx-Str.") == street("Karl Marx Straße")
    True
    """
    return re.sub(r"[\s.\-–]", "", re.sub(r"str(?:\.|\b)", "strasse", name.casefold()))


def read(file: Path, strassen: "pd.DataFrame") -> "pd.DataFrame":
    """Residents by area from the register of a town.

    Parameters
    ----------
    file
        One row per street or block, age and sex, or ages as columns; headings as towns type them. The date stands in a
        column or in a line above the header (»Stand: 31.12.2024«).
    strassen
        Checked table of the streets: Straße, Hausnummer von, Hausnummer bis, Seite, Raum.

    Returns
    -------
    pandas.DataFrame
        Stichtag, Raum, Alter (years; 99 is 99 and older), Geschlecht, Einwohner (persons), without rows of nobody.

    Raises
    ------
    DataError
        With all faults of the register at once: headings, cells, and streets without an area, with their residents.

    Notes
    -----
    Persons with neither sex are counted as female and male in turn, area by area and age by age: population statistics
    know two sexes and distribute them too (Destatis, Qualitätsbericht Fortschreibung des Bevölkerungsstandes).
    """
    return _read(file.name, tabular.content(file), file, _frozen(strassen))[0].copy()


def reading(file: Path, strassen: "pd.DataFrame") -> str:
    """German sentence on how the register was understood."""
    return _read(file.name, tabular.content(file), file, _frozen(strassen))[1]


def _frozen(strassen: "pd.DataFrame") -> tuple[tuple[Any, ...], ...]:
    """Rows of the list of streets, as plain values."""
    columns = strassen[["Straße", "Hausnummer von", "Hausnummer bis", "Seite", "Raum"]].astype(object)
    return tuple(columns.where(columns.notna(), None).itertuples(index=False, name=None))


@functools.lru_cache(maxsize=2)
def _read(name: str, content: bytes, file: Path, strassen: tuple[tuple[Any, ...], ...]) -> "tuple[pd.DataFrame, str]":
    """Frame and sentence of a register; kept, because the check asks for both."""
    del content
    sheet = tabular.read(file, [n for names in _NAMES.values() for n in names])
    at, ages = _header(name, sheet)
    rows, faults = _typed(_rows(sheet, at, ages))
    rows["Raum"], lost = _placed(rows, strassen)
    if faults + lost:
        raise DataError(name, faults + lost)
    if not rows["Einwohner"].sum():
        raise DataError(name, ["Unter der Kopfzeile steht niemand."])
    return _summed(rows), _sentence(rows, sheet, at, ages, strassen)


def _header(name: str, sheet: tabular.Sheet) -> tuple[dict[str, int], dict[int, tuple[int, str]]]:
    """Where the columns stand, and the age and sex (else "") of each column of an age."""
    at: dict[str, int] = {}
    ages: dict[int, tuple[int, str]] = {}
    faults = []
    for i, head in enumerate(sheet.columns):
        field, age = _FIELDS.get(folded(head), ""), _column_of_age(head)
        if field in at:
            faults.append(f"Die Spalten »{sheet.columns[at[field]]}« und »{head}« sind beide »{field}«. Bitte nur eine behalten.")
        elif field:
            at[field] = i
        elif age:
            ages[i] = age
        elif re.search(r"\d", head):
            faults.append(f"Spalte »{head}« – erwartet ein einzelnes Altersjahr (»12«, »m 12«, »99 und älter«): Aus Altersgruppen lassen sich keine anderen bilden.")
    sexed = bool(ages) and all(sex for _, sex in ages.values())
    wanted = ["Straße", *["Geschlecht"] * (not sexed), *["Alter", "Einwohner"] * (not ages and not faults)]
    if faults := [*faults, *_missing(sheet, [f for f in wanted if f not in at], dated="Stichtag" in at)]:
        raise DataError(name, faults)
    return at, ages


def _missing(sheet: tabular.Sheet, fields: list[str], *, dated: bool) -> list[str]:
    """What is said of columns that are not there."""
    found = ", ".join(f"»{c}«" for c in sheet.columns if c) or "keine Spalten"
    said = [f"Spalte »{f}« fehlt (auch: {', '.join(_NAMES[f][1:4])}). Gefunden: {found}." for f in fields]
    stand = dated or _stand(sheet) is not None
    return said if stand else [*said, "Der Stichtag fehlt – erwartet eine Spalte »Stichtag« oder über der Kopfzeile »Stand: TT.MM.JJJJ«."]


def _column_of_age(head: str) -> tuple[int, str] | None:
    """Age and sex (else "") that the heading of a column names; None where it is no single age."""
    found = _AGE.fullmatch(head.strip())
    said = found["sex"] or found["sex2"] or "" if found else ""
    return (int(found["age"]), _SEXES.get(folded(said), "")) if found and (not said or folded(said) in _SEXES) else None


def _stand(sheet: tabular.Sheet) -> object:
    """Date above the header."""
    found = re.findall(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}", " ".join(sheet.above))
    return next((day for word in found if (day := excel_date(word))), None)


def _rows(sheet: tabular.Sheet, at: dict[str, int], ages: dict[int, tuple[int, str]]) -> "pd.DataFrame":
    """One row per street, age and sex, as typed; in a wide table an empty cell is nobody."""
    import pandas as pd

    def column(i: int) -> "pd.Series[Any]":
        return pd.Series([row[i] if i < len(row) else None for row in sheet.rows], dtype=object)

    fixed = {"Zeile": pd.Series(sheet.numbers), "Stichtag": _stand(sheet), "Hausnummer": "", **{f: column(i) for f, i in at.items() if not ages or f not in ("Alter", "Einwohner")}}
    wide = [pd.DataFrame({**fixed, "Alter": pd.Series([age] * len(sheet.rows), dtype=object), **({"Geschlecht": sex} if sex else {}), "Einwohner": column(i).map(lambda c: 0 if is_empty(c) else c)}) for i, (age, sex) in ages.items()]
    return pd.concat(wide, ignore_index=True) if wide else pd.DataFrame(fixed)


def _typed(rows: "pd.DataFrame") -> "tuple[pd.DataFrame, list[str]]":
    """Rows with values in place of cells, every different cell read once, and what cannot be read."""
    readers: dict[str, Callable[[object], object]] = {"Straße": _text, "Hausnummer": _number, "Stichtag": date, "Alter": _age, "Geschlecht": _sex, "Einwohner": _heads}
    faults: set[tuple[int, str]] = set()
    frame = rows[["Zeile"]].copy()
    for field, reader in readers.items():
        read = {cell: _tried(reader, cell) for cell in rows[field].unique()}
        frame[field] = rows[field].map(lambda cell, read=read: read[cell][0])
        wrong = {cell: said for cell, (_, said) in read.items() if said}
        faults |= {(n, f"{field}: {wrong[cell]}") for n, cell in rows.loc[rows[field].isin(list(wrong)), ["Zeile", field]].itertuples(index=False)} if wrong else set()
    return frame, [f"Zeile {n}, {text}" for n, text in sorted(faults)]


def _tried(reader: "Callable[[object], object]", cell: object) -> tuple[object, str]:
    """Value of a cell, or why it has none; nobody and no age stand in for what cannot be read."""
    try:
        return reader(cell), ""
    except Unreadable as fault:
        return 0 if reader in (_age, _heads) else "", f"leer – {fault}" if is_empty(cell) else f"»{shown(cell)}« – {fault}"


def _text(cell: object) -> str:
    """Name of a street or block."""
    if is_empty(cell):
        raise Unreadable("erwartet eine Straße oder einen Block.")
    return " ".join(shown(cell).split())


def _number(cell: object) -> str:
    """House number as text, also one that a spreadsheet keeps as a number."""
    return "" if is_empty(cell) else shown(cell)


def _heads(cell: object) -> int:
    """Number of persons; a dash is nobody."""
    heads = 0 if isinstance(cell, str) and cell.strip() in ("-", "–") else count(cell)
    if heads < 0:
        raise Unreadable("erwartet eine Anzahl ab 0.")
    return heads


def _sex(cell: object) -> str:
    """Sex in the words of the table."""
    found = _SEXES.get(folded(str(cell)))
    if found is None:
        raise Unreadable("erwartet m, w oder d (auch ausgeschrieben).")
    return found


def _age(cell: object) -> int:
    """Age as it is typed: »99+«, »99 und älter«, »unter 1«."""
    found = _AGE.fullmatch(cell.strip()) if isinstance(cell, str) else None
    young = isinstance(cell, str) and folded(cell) in ("unter 1", "u1", "<1", "< 1")
    age = 0 if young else int(found["age"]) if found and not (found["sex"] or found["sex2"]) else count(cell)
    if not 0 <= age <= _PLAUSIBLE:
        raise Unreadable(f"erwartet ein Alter bis {_PLAUSIBLE} Jahre.")
    return age


def _placed(rows: "pd.DataFrame", strassen: tuple[tuple[Any, ...], ...]) -> "tuple[pd.Series[Any], list[str]]":
    """Area of each row, and the streets that have none, with their residents."""
    import pandas as pd

    known: dict[str, list[tuple[Any, ...]]] = {}
    for row in strassen:
        known.setdefault(street(row[0]), []).append(row)
    addresses = list(zip(rows["Straße"], rows["Hausnummer"], strict=True))
    where = {address: _area(*address, known) for address in set(addresses)}
    found = pd.Series([where[a] for a in addresses], index=rows.index)
    faults = []
    for sign, said in (("?", "Nicht in der Tabelle »strassen«"), ("#", "Dort nach Hausnummern geteilt, doch die Hausnummer fehlt oder liegt in keinem Abschnitt")):
        lost = rows[(found == sign) & (rows["Straße"] != "")]
        heads = lost.groupby("Straße", sort=True)["Einwohner"].sum()
        if len(heads):
            named = [f"»{s}« ({grouped(n)}{f';{near}' if sign == '?' and (near := suggest(str(s), [r[0] for r in strassen])) else ''})" for s, n in heads.iloc[:_LISTED].items()]
            more = f" … und {len(heads) - _LISTED} weitere" if len(heads) > _LISTED else ""
            faults.append(f"{said}: {_count(len(heads), 'Straße', 'Straßen')} mit {_count(int(heads.sum()), 'Person', 'Personen')} – {', '.join(named)}{more}. Bitte in »strassen« ergänzen; Summenzeilen bitte löschen.")
    return found, faults


def _area(name: str, number: str, known: dict[str, list[tuple[Any, ...]]]) -> str:
    """Area of an address: »?« for an unknown street, »#« where the house number decides and does not."""
    sections = known.get(street(name), [])
    if len(sections) == 1 and not any(sections[0][1:4]):
        return str(sections[0][4])
    found = re.match(r"\d+", number)
    if not sections or not found:
        return "#" if sections else "?"
    n = int(found[0])
    return next((str(area) for _, a, b, side, area in sections if (a or 0) <= n <= (n if b is None else b) and (not side or (side == "gerade") == (n % 2 == 0))), "#")


def _summed(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Residents by area, with 99 as the oldest age, in two sexes."""
    import pandas as pd

    keys = ["Stichtag", "Raum", "Alter"]
    heads = rows.assign(Alter=rows["Alter"].clip(upper=_OLDEST)).groupby([*keys, "Geschlecht"], as_index=False)["Einwohner"].sum()
    others = heads[heads["Geschlecht"] == _NEITHER]
    before = others.groupby(["Stichtag", "Raum"])["Einwohner"].cumsum() - others["Einwohner"]
    female = (before + others["Einwohner"] + 1) // 2 - (before + 1) // 2
    parts = [heads.drop(others.index), others.assign(Geschlecht=_FEMALE, Einwohner=female), others.assign(Geschlecht=_MALE, Einwohner=others["Einwohner"] - female)]
    frame: pd.DataFrame = pd.concat(parts).groupby([*keys, "Geschlecht"], as_index=False)["Einwohner"].sum()
    return frame[frame["Einwohner"] > 0].reset_index(drop=True)[list(COLUMNS)]


def _sentence(rows: "pd.DataFrame", sheet: tabular.Sheet, at: dict[str, int], ages: dict[int, tuple[int, str]], strassen: tuple[tuple[Any, ...], ...]) -> str:
    """How the register was understood."""
    there = set(rows["Straße"].map(street))
    empty = sorted({r[0] for r in strassen if street(r[0]) not in there})
    neither = int(rows.loc[rows["Geschlecht"] == _NEITHER, "Einwohner"].sum())
    unread = [c for i, c in enumerate(sheet.columns) if c and i not in (*at.values(), *ages)]
    said = [
        f"{_count(int(rows['Einwohner'].sum()), 'Person', 'Personen')} in {_count(len(there), 'Straße oder Block', 'Straßen oder Blöcken')} nach Räumen summiert; die Zahlen je Straße bleiben in der Datei.",
        f"{_count(neither, 'Person', 'Personen')} »{_NEITHER}« abwechselnd als weiblich und männlich gezählt." if neither else "",
        f"Ohne Personen im Register: {', '.join(f'»{s}«' for s in empty[:_LISTED])}{' …' if len(empty) > _LISTED else ''}." if empty else "",
        f"Nicht gelesen: {', '.join(f'»{c}«' for c in unread)}." if unread else "",
    ]
    return " ".join(s for s in said if s)


def _count(n: int, one: str, many: str) -> str:
    """Number with its noun."""
    return f"{grouped(n)} {one if n == 1 else many}"
