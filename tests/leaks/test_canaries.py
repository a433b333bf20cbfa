"""Canaries in every field of the input: no name and no small number of them is in any byte of what a batch writes.

A project of its own: Dorsten of the sample, with a name of its own in every field that a person can type.
"""

import base64
import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench import schemas
from workbench.export.extract import read
from workbench.project import SAMPLE

ROOT = Path(__file__).parents[2]
PLACE = "dorsten"
NAMES = [first + last for first, last in itertools.product(("Quokken", "Zwirbel", "Knatter", "Schnorz", "Wuppel", "Kruschel"), ("busch", "hofer", "mannsky", "stettner", "wieser", "graben"))]
RUNS = re.compile(rb"\x00{16,}|\xff{16,}")  # as pictures have them in their megabytes, and no name
SPOKEN, STANDS = "Quoxl", "Zornig"  # said in a transcript in place of »Weber«, and what stands for it

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

Plant = Callable[[Path, str], None]


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def cell(table: str, column: str) -> Plant:
    """Put a name into the first row; a key is called so wherever it occurs."""

    def plant(project: Path, name: str) -> None:
        file = next(f for f in (project / PLACE / f"{table}.csv", project / f"{table}.csv") if f.exists())
        head, *body = rows(file)
        old = body[0][head.index(column)]
        is_key = next(c for c in schemas.tables()[table].columns if c.name == column).kind == "key"
        for other in sorted((project / PLACE).glob("*.csv")) if is_key else [file]:
            head, *body = rows(other)
            if column in head:
                at = head.index(column)
                changed = [[name if i == at and v == old else v for i, v in enumerate(row)] for row in (body if is_key else body[:1])]
                with other.open("w", encoding="utf-8", newline="") as stream:
                    csv.writer(stream, delimiter=";").writerows([head, *changed, *(body[len(changed) :])])
        repacked(project / PLACE / "stunden.xlsx", {"xl/sharedStrings.xml": lambda text: text.replace(f">{old}<", f">{name}<")} if is_key else {})

    return plant


def repacked(file: Path, changes: dict[str, Callable[[str], str]]) -> None:
    """Change some members of an archive."""
    with zipfile.ZipFile(file) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in members.items():
            change = next((c for pattern, c in changes.items() if re.fullmatch(pattern, member)), None)
            archive.writestr(member, change(content.decode()).encode() if change else content)


def coded(pattern: str, text: str) -> Plant:
    """Put a name into the project of the interviews; »{}« stands for it."""

    def plant(project: Path, name: str) -> None:
        def change(xml: str) -> str:
            changed, times = re.subn(pattern, lambda found: found.expand(text).replace("{}", name), xml)
            assert times, pattern
            return changed

        repacked(project / PLACE / "interviews.qdpx", {"project.qde": change})

    return plant


def toml(pattern: str, text: str) -> Plant:
    """Put a name into projekt.toml."""

    def plant(project: Path, name: str) -> None:
        file = project / "projekt.toml"
        changed, times = re.subn(pattern, text.replace("{}", name), file.read_text(encoding="utf-8"), count=1)
        assert times, pattern
        file.write_text(changed, encoding="utf-8")

    return plant


def figures(column: str) -> Plant:
    """Put a name into a column of the published figures of the place; the figures themselves are no secret."""

    def plant(project: Path, name: str) -> None:
        file = project / PLACE / "kennzahlen.csv"
        head, *body = rows(file)
        head, body = (head, body) if column in head else ([*head, column], [[*row, ""] for row in body])
        here = head.index("Schlüssel")
        named = [[name if i == head.index(column) and row[here] == "05562012" else v for i, v in enumerate(row)] for row in body]
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([head, *([*body, named[0]] if column == "Kennzahl" else named)])  # of a figure the name says what it is

    return plant


def card(column: str) -> Plant:
    """Put a name into the last of the cards and open answers, which may leave."""

    def plant(project: Path, name: str) -> None:
        file = project / PLACE / "freitexte.csv"
        head, *body = rows(file)
        head, body = (head, body) if column in head else ([*head, column], [[*row, ""] for row in body])
        body[-1] = ["ja" if c == "Freigabe" else name if c == column else v for c, v in zip(head, body[-1], strict=True)]
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([head, *body])

    return plant


def outline(project: Path, name: str) -> None:
    """A property of an outline that nobody reads."""
    file = project / PLACE / "geometrie.geojson"
    file.write_text(file.read_text(encoding="utf-8").replace('"properties":{', f'"properties":{{"Bearbeitung":"{name}",'), encoding="utf-8")


def author(project: Path, name: str) -> None:
    """Who saved a workbook, and a sheet of hers."""
    said = lambda text: re.sub(r"<dc:creator>[^<]*</dc:creator>|<dc:creator/>", f"<dc:creator>{name}</dc:creator>", text)  # noqa: E731
    repacked(project / PLACE / "stunden.xlsx", {"docProps/core.xml": said})


def register(project: Path, name: str) -> None:
    """A street of the town's own register, in place of the residents by area."""
    file = project / PLACE / "bevoelkerung.csv"
    (_, *body) = rows(file)
    streets = {area: f"Straße {area}" for _, area, *_ in body} | {body[0][1]: name}
    for table, lines in {
        "melderegister": [["Stichtag", "Straße", "Alter", "Geschlecht", "Einwohner"], *([day, streets[area], *rest] for day, area, *rest in body)],
        "strassen": [["Straße", "Raum"], *([street, area] for area, street in streets.items())],
    }.items():
        with (project / PLACE / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(lines)
    file.unlink()


SILENT: dict[str, Plant] = {  # never printed: all reports are made
    "Schlüssel einer Einrichtung": cell("einrichtungen", "Einrichtung"),
    "Person einer Besuchsliste": cell("personenbesuche", "Person"),
    "Bezeichnung der Räume": toml('ags = "05562012"', 'ags = "05562012"\nraum = "{}"\nraeume = "{}"'),
    "Name des Interviewprojekts": coded(r'(<Project [^>]*?name=")[^"]*', r"\1{}"),
    "kodierende Person": coded('name="Erstkodierung"', 'name="{}"'),
    "Fall": coded('name="DOR-01"', 'name="{}"'),
    "seltene Rolle": coded(r"(<TextValue>)Politik", r"\1{}"),
    "Zusammenfassung": coded(r"Wo mitgebaut wurde", "Sagt Frau {}: Wo mitgebaut wurde"),
    "Notiz": coded(r"(<Notes>)", r'\1<Note guid="00000000-0000-4000-8000-000000000001" name="{}"><PlainTextContent>Frau {} rief an.</PlainTextContent></Note>'),
    **{f"Karte, {c}": card(c) for c in ("Anlass", "Thema", "Text", "Person", "Rolle", "Tisch")},
    "Merkmal eines Umrisses": outline,
    "Straße des Melderegisters": register,
    "Verfasserin einer Arbeitsmappe": author,
    **{f"amtliche Zahlen, {c}": figures(c) for c in ("Kennzahl", "Gebietsstand", "Quelle", "Lizenz", "Hinweis")},
}
PRINTED: dict[str, tuple[str, Plant]] = {  # printed by a report, which is therefore not made
    "Projekt": ("10", toml('name = "Beispielprojekt"', 'name = "{}"')),
    "Institut": ("10", toml('institut = "[^"]*"', 'institut = "{}"')),
    "Ort": ("10", toml('name = "Dorsten"', 'name = "{}"')),
    "Quelle": ("10", toml('quelle = "Gebietsgliederung[^"]*"', 'quelle = "{}"')),
    "Raum": ("10", cell("raeume", "Name")),
    **{f"Indikator, {c}": ("10", cell("indikatorkatalog", c)) for c in ("Name", "Definition", "Quelle")},
    **{f"Indikator, {c}": ("12", cell("indikatorkatalog", c)) for c in ("Zähler", "Nenner", "Formel", "Vergleichbarkeit", "Dimension")},
    "Einrichtung": ("20", cell("einrichtungen", "Name")),
    "Träger": ("12", cell("einrichtungen", "Träger")),
    "Verband": ("20", cell("verbaende", "Verband")),
    "Gebiet der amtlichen Zahlen": ("90", figures("Gebiet")),
    "Code": ("30", coded('name="Offene Angebote"', 'name="{}"')),
    "Definition eines Codes": ("30", coded("Aussagen über Jugendhäuser", "Aussagen über {}")),
    "Rolle": ("30", coded(r"(<TextValue>)Jugendliche", r"\1{}")),
}
PLAIN = {"Anlass", "Thema", "Tisch", "Einrichtung", "Name", "Träger", "Verband", "Person", "Dimension", "Definition", "Zähler", "Nenner", "Formel", "Vergleichbarkeit", "Quelle", "Straße", "Kennzahl", "Gebiet", "Gebietsstand", "Lizenz", "Hinweis"}  # columns of files that the plants above cover …
CODED = {"Code", "Ankerbeispiel", "Fall", "Rolle", "Text", "Zusammenfassung"}  # … and of the interview project
OTHERS = {"Rollengruppe", "Verbandsart", "Einheit", "Indikator", "Raum", "Wohnraum", "Basis", "Brüche"}  # closed lists, units, keys of places and indicators, years


def test_every_field_that_holds_text_has_a_plant() -> None:
    fields = {c.name for t in schemas.tables().values() for c in t.columns if c.kind in {"text", "verbatim", "key"} and not c.choices and not c.digits}
    assert fields == PLAIN | CODED | OTHERS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Dorsten of the sample, with all canaries in the key file, and one of them said in a transcript."""
    folder = tmp_path / "projekt"
    others = [p.name for p in SAMPLE.iterdir() if p.is_dir() and p.name != PLACE]
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("schluessel", *others))
    text = (SAMPLE / "projekt.toml").read_text(encoding="utf-8")
    head, _, places = text.partition("[orte.dorsten]")
    (folder / "projekt.toml").write_text(head + "[orte.dorsten]" + places.split("[orte.")[0] + "[quellen." + places.partition("[quellen.")[2], encoding="utf-8")
    (folder / "schluessel").mkdir()
    key = [("Original", "Pseudonym"), (f"Frau {SPOKEN}", f"Frau {STANDS}"), *((n, f"P{i}") for i, n in enumerate(NAMES))]
    with (folder / "schluessel" / f"{PLACE}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(key)
    (folder / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    repacked(folder / PLACE / "interviews.qdpx", {"sources/.*": lambda t: t.replace("Weber", SPOKEN)})
    return folder


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return call(project, "run", "--jobs", "1", *words)


def call(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in {"WORKBENCH_PROJECT", "COVERAGE_PROCESS_START"}}
    command = [sys.executable, "-m", "workbench.cli", *words, "--project", str(project), "--out", str(project.parent / "aus")]
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)


def layers(data: bytes) -> Iterator[bytes]:
    """Bytes, and what is packed in them: archives, compressed streams, base64."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield member.encode()
                yield from layers(archive.read(member))
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b", data):
        with_header = zlib.decompressobj(47)
        try:
            inner = with_header.decompress(data[found.start() :], 10_000_000)
        except zlib.error:
            continue
        if len(inner) > 20:
            yield from layers(inner)
    for found in re.finditer(rb"base64,([\w+/=]+)", data):
        yield from layers(base64.b64decode(found[1] + b"=="))


def spelled(text: str) -> list[bytes]:
    """Ways in which a text can lie in a file letter by letter."""
    plain = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode().hex().encode()]
    return [*plain, "".join(f"&#{ord(c)};" for c in text).encode(), "".join(f"&#x{ord(c):x};" for c in text).encode()]


def packed(text: str) -> list[bytes]:
    """Ways in which it can lie in base64; short ones look like anything."""
    return [base64.b64encode(b"x" * i + text.encode())[2:-4] for i in range(3) if len(text) > 9]


def leaked(project: Path, names: list[str], folder: str = "../aus") -> list[tuple[str, str]]:
    """Files with a name in them, in whatever letters."""
    found, beginnings = [], {form.lower() for name in names for form in (*spelled(name[:6]), *packed(name))}
    for file in (f for f in (project / folder).resolve().rglob("*") if f.is_file()):
        content = b"\n".join([str(file.relative_to(project.parent)).encode(), *(RUNS.sub(b"\0\0", part) for part in layers(file.read_bytes()))]).lower()
        if any(beginning in content for beginning in beginnings):  # many names begin alike
            found += [(file.name, name) for name in names if any(form.lower() in content for form in (*spelled(name), *packed(name)))]
    return found


@pytest.mark.parametrize("hide", [lambda b: b, bytes.upper, lambda b: b.decode().encode("utf-16-le"), lambda b: b"base64," + base64.b64encode(b"xx" + b), lambda b: zlib.compress(b"x" * 99 + b)], ids=["plain", "capitals", "UTF-16", "base64", "packed"])
def test_a_name_would_be_found(tmp_path: Path, hide: Callable[[bytes], bytes]) -> None:
    (tmp_path / "aus").mkdir()
    (tmp_path / "aus" / "a.bin").write_bytes(b"\0" * 99 + hide(NAMES[0].encode()) + b"\0" * 99)
    assert leaked(tmp_path / "projekt", NAMES) == [("a.bin", NAMES[0])]


def said(done: subprocess.CompletedProcess[str], names: list[str]) -> list[str]:
    return [n for n in names if n.casefold() in (done.stdout + done.stderr).casefold()]


@pytest.mark.parametrize("field", PRINTED)
def test_a_name_in_a_field_that_is_printed_stops_the_report_without_saying_it(project: Path, field: str) -> None:
    report, plant = PRINTED[field]
    plant(project, NAMES[0])
    done = run(project, "--report", report)
    assert done.returncode != 0
    assert not leaked(project, NAMES)
    assert field == "Ort" or not said(done, NAMES)  # which place is meant is said in the house
    assert not [f for f in (project.parent / "aus").rglob("*.html") if f.name != "index.html"]


def test_names_in_fields_that_no_report_prints_and_small_numbers_are_in_nothing_that_a_batch_writes_or_a_pack_holds(project: Path) -> None:
    for name, plant in zip(NAMES, SILENT.values(), strict=False):
        plant(project, name)
    (project / PLACE / f"Gespräch {NAMES[-1]}.docx").write_bytes(b"PK\x03\x04")
    done = run(project, "--code")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not leaked(project, [*NAMES, SPOKEN])
    assert not said(done, [*NAMES, SPOKEN])
    assert STANDS in (project.parent / "aus" / PLACE / "30_interviews.html").read_text(encoding="utf-8")
    no_small_number(project.parent / "aus")
    no_name_in_a_pack(project)


def no_small_number(out: Path) -> None:
    """Small numbers are in no cell, and the ledger, which knows them, stays out of what is shared."""
    ledger = json.loads((out / ".workbench" / "freigaben" / PLACE / "20_besucherstruktur.json").read_text(encoding="utf-8"))
    goals = {(t["table"], tuple(t["codes"][int(row)])) for t in ledger for row in t["goals"]}
    assert goals, "the sample has small counts"
    assert all(t["values"][int(row)] is None for t in ledger for row in t["goals"])
    page = read("x.html", (out / PLACE / "20_besucherstruktur.html").read_bytes())
    catchment = {codes[0] for table, codes in goals if table == "Einzugsgebiet"}
    assert catchment
    for grid in (g for g in page.tables if g.heads[:2] == ("Wohnort", "Personen")):
        assert all(row[1] == "·" for row in grid.rows if row[0] in catchment)
    shared = [f for f in out.rglob("*") if f.is_file() and ".workbench" not in f.parts]
    assert not [f for f in shared if b"goals" in f.read_bytes()]
    record = json.loads((out / PLACE / "20_besucherstruktur.freigabe.json").read_text(encoding="utf-8"))
    assert record["Prüfung"]["Ergebnis"].startswith("keines")
    assert sum(t["zu klein"] for t in record["Tabellen"]) >= len(catchment)


def no_name_in_a_pack(project: Path) -> None:
    """Names and small numbers are in no pack, and in nothing that is kept of it."""
    before = (project.parent / "aus" / PLACE / "20_besucherstruktur.html").read_bytes()
    for words in (("approve", PLACE, "20", "--by", "A. Muster"), ("run", "--force", "--report", "20"), ("run",), ("pack", PLACE, "--notebook")):
        done = call(project, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    after = (project.parent / "aus" / PLACE / "20_besucherstruktur.html").read_bytes()
    assert re.sub(b'Entwurf 1|Freigegeben von A[^<"]*', b"", before) == re.sub(b'Entwurf 1|Freigegeben von A[^<"]*', b"", after), "a run that knows its tables to be approved says the same"
    (archive,) = (project / "lieferungen").glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        inside = opened.namelist()
        assert {"berichte/20_besucherstruktur.html", "notebooks/20_besucherstruktur.ipynb"} <= set(inside)
        page = opened.read("berichte/20_besucherstruktur.html").decode()
    assert "Freigegeben von A. Muster" in page
    assert "Anhang: Aufrufe und Parameter" in page
    assert not [n for n in inside if ".workbench" in n or "schluessel" in n]
    assert not leaked(project, [*NAMES, SPOKEN], "lieferungen")
    for file in (archive, archive.with_suffix(".json")):
        assert not [part for part in layers(file.read_bytes()) if b'"goals"' in part or str(project).encode() in part or b"papermill" in part]
