"""projekt.toml and the project's secret."""

from collections.abc import Mapping
from pathlib import Path

from generator.places import PLACES, Spec

HEAD = """# Beispielprojekt: alle Daten sind synthetisch, siehe README.md. Diese Datei schreibt erzeugen.py.
format = 1
name = "Beispielprojekt"
synthetisch = true
stand = 2025-12-31
institut = "Beispielinstitut für Sozialplanung"

[regeln]
mindestzahl = 3
mindestbevoelkerung = 300
mindestpersonen = 3

[plan]
titel = "Kinder- und Jugendförderplan {ort}"
kapitel = ["texte/dorsten/vorwort.md", "10_sozialraum", "13_vorausberechnung", "20_besucherstruktur", "30_interviews", "texte/{ort}/ziele.md"]

[vergleiche."Kreisjugendamt Steinfurt"]
schluessel = ["05566"]
ohne = ["05566008", "05566012", "05566028", "05566076"]

[[ausnahmen]]
art = "amtlich"
tabelle = "kennzahlen"
grund = "stehen für veröffentlichte amtliche Zahlen"
"""
SECRET = "nur-fuer-das-synthetische-beispiel\n"  # noqa: S105 (synthetic on purpose: the sample is public)


def _place(spec: Spec) -> str:
    """Section of one place."""
    lines = [f"[orte.{spec.key}]", f'name = "{spec.name}"', f'ags = "{spec.ags}"']
    if spec.kind != "Stadt":
        lines += [f'art = "{spec.kind}"', f'raum = "{spec.unit[0]}"', f'raeume = "{spec.unit[1]}"']
    return "\n".join(lines) + "\n"


def _source(table: str, text: str) -> str:
    """Section of one source; most data are as old as the project, others say their own date behind a bar."""
    said, _, day = text.partition("|")
    return f'[quellen.{table}]\nquelle = "{said}"\nstand = {day or "2025-12-31"}\n'


def write(folder: Path, sources: Mapping[str, str]) -> None:
    """projekt.toml with the sources of all tables, and schluessel/geheimnis.txt."""
    parts = [HEAD, *(_place(s) for s in PLACES), *(_source(t, q) for t, q in sources.items())]
    (folder / "schluessel").mkdir(parents=True, exist_ok=True)
    (folder / "projekt.toml").write_text("\n".join(parts), encoding="utf-8", newline="\n")
    (folder / "schluessel" / "geheimnis.txt").write_text(SECRET, encoding="utf-8", newline="\n")
