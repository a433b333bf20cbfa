"""Official keys: repaired where only one reading is possible, brought to one form, and given their level.

Land 2 digits, Regierungsbezirk 3, Kreis 5, Gemeinde 8 (AGS) or 12 (ARS). GENESIS writes member Gemeinden with 10 digits (Rheinland-Pfalz)
and 11 (Niedersachsen), Verbandsgemeinden with 7, Samtgemeinden with 8; INKAR writes Kreise with 000 at the end, Verbände with 9.
"""

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

LEVELS = ("Bund", "Land", "Regierungsbezirk", "Kreis", "Gemeindeverband", "Gemeinde")
NATION = "DG"
LAENDER = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen", "05": "Nordrhein-Westfalen", "06": "Hessen",
    "07": "Rheinland-Pfalz", "08": "Baden-Württemberg", "09": "Bayern", "10": "Saarland", "11": "Berlin", "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen",
}  # fmt: skip
_NAMED = {**{name: key for key, name in LAENDER.items()}, **dict.fromkeys(("Deutschland", "Bundesgebiet", "Bundesrepublik Deutschland", "Bund"), NATION)}
_NOWHERE = re.compile(r"(?:keine? |ohne |nicht )(?:zuordn|zugeordnet|angabe)|unbekannt", re.IGNORECASE)
KEY = re.compile(r"DG|(?:0[1-9]|1[0-6])(?:\d|\d{3}|\d{5,10})?")
OTHER = "andere"  # level of areas that are none of these: parts of a town, regions that cross Kreise
PART = "Teil eines Kreises in einer Kreistabelle; zählt in keiner Summe von Kreisen"
_HINTS = (
    (r"DINSG|GEODL|deutschland|bund(?:esgebiet)?$", "Bund"), (r"DLAND|BLAND|GEOBL|(?:bundes)?l(?:and|änder)$", "Land"),
    (r"REGBEZ|GEORB|regierungsbezirk|stat\w*\.? region", "Regierungsbezirk"), (r"GEOVB|SAMT|VERBG|gemeindeverb|verwaltungsgem|verbandsgem|samtgem", "Gemeindeverband"),
    (r"KREIS|GEOLK|kreis|krfr|kreisfreie", "Kreis"), (r"GEMEIN|GEOGM|gemeinde|stadt|städte", "Gemeinde"),
)  # fmt: skip
_ASSOCIATION = re.compile(r"samtgemeinde|verbandsgem\.|verbandsgemeinde|verwaltungsgem|, (?:VG|Amt)$", re.IGNORECASE)
_PLAIN = {2: "Land", 3: "Regierungsbezirk", 5: "Kreis", 9: "Gemeindeverband"}
_LENGTHS = {"Land": (2,), "Regierungsbezirk": (3,), "Kreis": (5, 8, 12), "Gemeindeverband": (7, 8, 9, 12), "Gemeinde": (8, 10, 11, 12)}


@dataclasses.dataclass(frozen=True)
class Area:
    """An area of a table.

    Parameters
    ----------
    key
        Its key in one form; that of the file where the form is not known.
    name
        Without indentation.
    level
        One of `LEVELS`; "" where it is none of them.
    inside
        Key of the Gemeindeverband that the file places it in; "" where it names none.
    note
        What was done to the key, or is special about the area.
    unclear
        Why the key cannot be trusted; "" where it can.
    """

    key: str
    name: str
    level: str
    inside: str = ""
    note: str = ""
    unclear: str = ""


@functools.lru_cache(maxsize=4096)
def level_of(word: str) -> str:
    """Level that a word of a table names; "" where it names none.

    Examples
    --------
    >>> level_of("Kreise und kreisfreie Städte"), level_of("GEOGM4"), level_of("Raumordnungsregionen")
    ('Kreis', 'Gemeinde', '')
    """
    return next((level for form, level in _HINTS if re.search(form, word.strip(), re.IGNORECASE)), "")


def is_key(text: str) -> bool:
    """Whether a text has the form of a key with its leading zero."""
    return bool(KEY.fullmatch(text))


def named(name: str) -> str:
    """Key of what offices list by its name alone: the country and the Länder; "" for anything else.

    Examples
    --------
    >>> named("Deutschland"), named("Bayern"), named("Westdeutschland")
    ('DG', '09', '')
    """
    return _NAMED.get(name.strip(), "")


def areas(keys: Sequence[str], names: Sequence[str], levels: Sequence[str]) -> list[Area]:
    """Areas of a table.

    Parameters
    ----------
    keys
        As the file has them, each once.
    names
        Of the same areas, perhaps indented.
    levels
        What the file says of their level; "" where nothing.

    Returns
    -------
    list of Area
        In the same order. A lost leading zero is put back where no other reading is possible, and the note says so.
    """
    lengths = Counter(len(k) for k in keys if is_key(k))
    plain = [re.sub(r"(?<=\d)\s+(?=\d)", "", k.strip()) for k in keys]
    full = [f"0{k}" if LAENDER.get(f"0{k}") == n.strip() else _full(k, level, lengths) for k, n, level in zip(plain, names, levels, strict=True)]
    above = {k[:-3] for k in full if len(k) in {10, 11} and is_key(k)}
    return [_area(*each, above, lengths) for each in zip(plain, full, names, levels, strict=True)]


def _full(key: str, level: str, lengths: Counter[int]) -> str:
    """Key with its leading zero, where it must have lost it."""
    if not key.isdecimal() or key[0] == "0":
        return key
    longer = f"0{key}"
    if not is_key(longer):
        return key
    fits = len(longer) in _LENGTHS.get(level, ()) or (not level and lengths[len(longer)] > 0)
    doubtful = is_key(key) and (len(key) in _LENGTHS.get(level, (len(key),)) and len(key) != 7)
    return key if doubtful or (len(longer) in {9, 12} and not fits) or (len(key) == 1 and not fits) else longer


def _area(key: str, full: str, name: str, level: str, above: set[str], lengths: Counter[int]) -> Area:  # noqa: PLR0917 (what is known of one area)
    """One area."""
    name = " ".join(name.split())
    if level == OTHER:
        return Area(key, name, "")
    note = f"führende Null ergänzt: im Original {key}" if full != key else ""
    if full.upper() in {"DG", "D", "DE", "DEUTSCHLAND"} or (set(full) == {"0"} and (level in {"", "Bund"})):
        return Area(NATION, name or "Deutschland", "Bund")
    if _NOWHERE.search(name):
        return Area(full, name, "", unclear="kein Gebiet, sondern ein Rest, der sich keinem zuordnen lässt")
    if not is_key(full):
        return Area(full, name, "", note=note, unclear="kein amtlicher Schlüssel mit 2, 3, 5, 7 bis 12 Ziffern, die ersten beiden von 01 bis 16")
    found = _placed(full, name, level, above)
    if key[0] == "1" and full == key and _two_ways(key, level, lengths):
        found = dataclasses.replace(found, level="", unclear=f"mit {len(key)} Ziffern zwei Lesarten: so wie er dasteht, oder »0{key}« ohne seine führende Null")
    return dataclasses.replace(found, note="; ".join(filter(None, (note, found.note)))) if note else found


def _two_ways(key: str, level: str, lengths: Counter[int]) -> bool:
    """Whether a key can be read as it stands, and as a longer one that lost its zero."""
    levels = {8: {"Gemeindeverband", ""}, 11: {"Gemeindeverband", "Gemeinde", ""}}.get(len(key), set())
    return level in levels and lengths[len(key) + 1] > 0 and is_key(f"0{key}")


def _placed(key: str, name: str, level: str, above: set[str]) -> Area:  # noqa: PLR0911 (one for each form)
    """Area of a key that is one."""
    size, short = len(key), key[:5]
    if size in _PLAIN:
        return Area(key, name, _PLAIN[size])
    if size == 7:
        return Area(f"{short}50{key[5:]}", name, "Gemeindeverband", note=f"Verbandsgemeinde, im Original {key}")
    if size in {10, 11}:
        return Area(short + key[-3:], name, "Gemeinde", inside="" if key[5:-3].strip("0") == "" else _placed(key[:-3], "", "", {key[:-3]}).key)
    if size == 12:
        return _of_ars(key, name, level)
    if key.endswith("000") and level in {"Land", "Kreis"}:
        return Area(key[:2] if level == "Land" else short, name, level)
    together = key in above or (key.startswith("03") and key[5] == "4") or _ASSOCIATION.search(name) or level == "Gemeindeverband"
    if together and level != "Gemeinde":
        return Area(key, name, "Gemeindeverband")
    return Area(key, name, "Gemeinde", note=PART if level == "Kreis" else "")


def _of_ars(key: str, name: str, level: str) -> Area:
    """Area of a key of twelve digits; zeros at its end belong to higher levels where the file says so."""
    cut = {"Land": 2, "Regierungsbezirk": 3, "Kreis": 5, "Gemeindeverband": 9}.get(level, 0)
    if cut and not key[cut:].strip("0"):
        return Area(key[:cut], name, level)
    inside = key[:9] if key[5] == "5" else ""
    return Area(key[:5] + key[-3:], name, "Gemeinde", inside=inside)


def same(key: str) -> set[str]:
    """Keys under which tables list one area: a kreisfreie Stadt is Kreis and Gemeinde, a city state a Land as well, a Samtgemeinde has eight digits or nine.

    Examples
    --------
    >>> sorted(same("05913000")), sorted(same("02")), sorted(same("03457402"))
    (['05913', '05913000'], ['02', '02000', '02000000'], ['03457402', '034575402'])
    """
    if key.startswith(("02", "11")) and not key[2:].strip("0"):
        return {key[:2], f"{key[:2]}000", f"{key[:2]}000000"}
    if (len(key) == 8 and key.endswith("000")) or len(key) == 5:
        return {key[:5], f"{key[:5]}000"}
    if len(key) == 8 and key.startswith("03") and key[5] == "4":
        return {key, f"{key[:5]}5{key[5:]}"}
    if len(key) == 9 and key.startswith("03") and key[5:7] == "54":
        return {key, key[:5] + key[6:]}
    return {key}


def counts(areas: Iterable[Area]) -> dict[str, int]:
    """Number of different areas per level, from the whole country down; other areas last."""
    found = Counter(level for level, _ in {(a.level, a.key) for a in areas})
    return {level or "andere Gebiete": found[level] for level in (*LEVELS, "") if found[level]}
