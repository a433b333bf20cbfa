"""The release record: what was released under which rules, and how much was hidden. No hidden value and no name is in it."""

import collections
from collections.abc import Iterable, Mapping
from typing import Any

from workbench.disclosure.cells import EARLIER, OTHERS, SMALL, THIN, WITHHELD, Released
from workbench.disclosure.text import ReleasedQuotes

Entry = Mapping[str, Any]

COLUMNS = {  # column of the record → why rows are hidden; what was hidden before protects others: a report that is approved says the same as before
    "zu klein": (SMALL,),
    "zu kleine Basis": (THIN,),
    "zum Schutz anderer": (OTHERS, EARLIER),
    "zurückgehalten": (WITHHELD,),
}


def of_table(released: Released) -> Entry:
    """Entry of a table.

    Parameters
    ----------
    released
        As it came from the door.

    Returns
    -------
    mapping
        Tabelle, Zeilen, one number of rows per reason, Ausnahme (why no rule applied), Regeln.
    """
    hidden = collections.Counter(released.why)
    numbers = {name: sum(hidden[reason] for reason in reasons) for name, reasons in COLUMNS.items()}
    return {"Tabelle": released.title, "Zeilen": len(released.frame), **numbers, "Ausnahme": released.exempt, "Regeln": list(released.rules)}


def of_texts(texts: ReleasedQuotes) -> Entry:
    """Entry of a release of texts: how many left, how many stayed and why."""
    shown = {"freigegeben": len(texts.items), "unter eigener Rolle mit Einwilligung": texts.named, "unter weiterer Gruppe": texts.wider}
    return {"Texte": texts.source, **shown, "zurückgehalten": dict(texts.withheld), "Regeln": [texts.rule]}


def listed(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of tables; one that was released again counts once, as it was last."""
    return [*{e["Tabelle"]: e for e in entries if "Tabelle" in e}.values()]


def rules(entries: Iterable[Entry]) -> list[str]:
    """Rules that were applied, each once."""
    return list(dict.fromkeys(rule for e in entries for rule in e["Regeln"]))


def total(entries: Iterable[Entry]) -> str:
    """How many rows are hidden and why, in a sentence."""
    tables = listed(entries)
    hidden = {name: sum(e[name] for e in tables) for name in COLUMNS}
    rows = sum(e["Zeilen"] for e in tables if not e["Ausnahme"])
    if not rows:
        return "Der Bericht enthält keine Tabelle, auf die die Regeln anzuwenden sind."
    said = ", ".join(f"{n} {name}" for name, n in hidden.items() if n)
    hidden_rows, all_rows = (f"{n:,}".replace(",", ".") for n in (sum(hidden.values()), rows))
    return f"Nicht ausgewiesen {'ist' if hidden_rows == '1' else 'sind'} {hidden_rows} von {all_rows} Zeilen der Tabellen, auf die die Regeln anzuwenden sind{f': {said}' if said else ''}."


def exceptions(entries: Iterable[Entry]) -> list[str]:
    """Tables to which no rule was applied, by reason."""
    reasons: dict[str, dict[str, None]] = {}
    for entry in entries:
        if entry.get("Ausnahme"):
            reasons.setdefault(entry["Ausnahme"], {})[f"»{entry['Tabelle']}«"] = None
    return [f"Ohne diese Regeln ({reason}): {', '.join(titles)}." for reason, titles in reasons.items()]


def withheld(entries: Iterable[Entry]) -> list[str]:
    """Texts that stayed in the house, by reason."""
    counted: collections.Counter[str] = collections.Counter()
    for entry in entries:
        counted.update(entry.get("zurückgehalten", {}) if "Texte" in entry else {})
    return [f"Zurückgehaltene Texte: {', '.join(f'{n} {reason}' for reason, n in counted.items())}."] if counted else []
