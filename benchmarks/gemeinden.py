"""What a batch costs as the number of Gemeinden grows: one project, N synthetic Gemeinden, three light reports.

    python benchmarks/gemeinden.py [--numbers 10 100 1000 10800] [--sample 8] [--keep FOLDER]

All data are synthetic and seeded: one file with the indicators of all Gemeinden (120 rows each), one with their areas,
both with a column »AGS«. For each N it measures what happens to all N × 3 reports (making the stores, loading, planning,
`status` before and after, the index page and its opening in Chromium where there is one, queries of the journal) and what
one report costs: seconds of the wall and of the processor that `workbench run --jobs 1` takes for `--sample` places more.
Reports that were not run are put in place as copies of those that were, so that the status of all can be looked at.
"""

import argparse
import dataclasses
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbench.batch.journal import DONE, Journal, digest
from workbench.project import SAMPLE

ROOT = Path(__file__).parents[1]
SEED = 20261
AREAS, YEARS = ("01", "02", "03"), range(2020, 2025)
REPORTS = {"91_kinderarmut": "sgb2_u15", "92_arbeitslosigkeit": "arbeitslos", "93_verlauf": "sgb2_u15"}
ALL = 10_800
CORES = (1, 8, 64)
ROUNDS = 3  # medians of so many calls

_CELLS = (
    """from workbench.present import figure
from workbench.present.table import table
from workbench.schemas import indikatoren, indikatorkatalog, raeume
from workbench.start import start
from workbench.topics import sozialraum

bericht = start(gemeinde)
bericht""",
    """gebiete, katalog, zahlen = bericht.read(raeume), bericht.read(indikatorkatalog), bericht.read(indikatoren)
werte = bericht.release(
    sozialraum.values(zahlen[zahlen["Indikator"] == indikator], katalog=katalog, raeume=gebiete), table=f"Werte des Indikators {indikator}",
    by=sozialraum.KEYS, count=["Zähler", "Nenner"], part={"Zähler": "Nenner"}, base="Nenner", additive=["Raum"], source=indikatoren,
)""",
    """table(werte.only(Jahr=2024), title="Werte 2024")""",
    """figure.interval(werte.only(Jahr=2024), "Gebiet", "Anteil in %", "von (95 %)", "bis (95 %)", title="Werte 2024 mit Unsicherheitsbereich", unit="%")""",
    "bericht.sources()",
)


def project_of(folder: Path, number: int) -> Path:
    """Project with so many synthetic Gemeinden."""
    chance = random.Random(SEED)  # noqa: S311 (synthetic data)
    (folder / "schluessel").mkdir(parents=True)
    (folder / "schluessel" / "geheimnis.txt").write_text(f"{SEED}\n", encoding="utf-8")
    shutil.copy(SAMPLE / "indikatorkatalog.csv", folder)
    codes = [f"{1 + i % 16:02}{i // 16:06}" for i in range(number)]
    head = '# Synthetisch: benchmarks/gemeinden.py\nformat = 1\nname = "Synthetische Gemeinden"\nsynthetisch = true\nformate = ["html"]\nstand = 2025-12-31\n'
    places = "".join(f'\n[orte.g{code}]\nname = "{_name(i)}"\nags = "{code}"\nart = "Gemeinde"\n' for i, code in enumerate(codes))
    (folder / "projekt.toml").write_text(head + places, encoding="utf-8")
    for code in codes:
        (folder / f"g{code}").mkdir()
    _table(folder / "raeume.csv", "AGS;Raum;Name", (f"{c};{a};Gebiet {a}" for c in codes for a in AREAS))
    _table(folder / "indikatoren.csv", "AGS;Indikator;Raum;Jahr;Zähler;Nenner", _indicators(codes, chance))
    (folder / "notebooks").mkdir()
    for name, indicator in REPORTS.items():
        _notebook(folder / "notebooks" / f"{name}.ipynb", codes[0], indicator)
    return folder


def _name(number: int) -> str:
    """Name that no other number has."""
    first, last = ("Alt", "Neu", "Ober", "Unter", "Groß", "Klein"), ("dorf", "hausen", "heim", "bach", "tal", "berg")
    letters = "".join(chr(97 + number // 36 // 26**i % 26) for i in range(2))
    return f"{first[number % 6]}{letters}{last[number // 6 % 6]}"


def _table(file: Path, head: str, rows: Iterator[str]) -> None:
    """CSV file."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write(head + "\n")
        stream.writelines(f"{row}\n" for row in rows)


def _indicators(codes: list[str], chance: random.Random) -> Iterator[str]:
    """Rows of the indicator table."""
    kinds = [line.partition(";")[0] for line in (SAMPLE / "indikatorkatalog.csv").read_text(encoding="utf-8").splitlines()[1:]]
    for code in codes:
        for kind in kinds:
            for area in AREAS:
                size = chance.randint(400, 4000)
                yield from (f"{code};{kind};{area};{year};{chance.randint(size // 20, size // 3)};{size}" for year in YEARS)


def _notebook(file: Path, place: str, indicator: str) -> None:
    """Light report on one indicator."""
    parameters = f'gemeinde: str = "g{place}"  # Schlüssel der Gemeinde\nindikator: str = "{indicator}"  # Kürzel des Indikators'
    cells: list[dict[str, Any]] = [_cell("markdown", f"# {file.stem[3:].title()}: Was zeigen die Indikatoren?\n\nSynthetisch."), _cell("code", parameters, "parameters")]
    for source in _CELLS:
        cells += [_cell("markdown", "Aus synthetischen Daten."), _cell("code", source)]
    book = {"cells": [{"id": f"z{i}", **c} for i, c in enumerate(cells)], "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")


def _cell(kind: str, source: str, *tags: str) -> dict[str, Any]:
    """Cell of a notebook."""
    return {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": source, **({"outputs": [], "execution_count": None} if kind == "code" else {})}


def cost(project: Path, places: list[str]) -> tuple[float, float]:
    """Seconds on the wall and of the processor, children included, of a batch for some places."""
    words = ["-m", "workbench.cli", "run", "--project", str(project), "--jobs", "1", "--force", *(w for p in places for w in ("--place", p))]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *words], env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spread(project: Path, keys: list[str]) -> None:
    """Put reports and journal entries of all places in place, as copies of those that were run, so that all are current."""
    from workbench.batch.jobs import plan
    from workbench.batch.reports import discover
    from workbench.batch.states import status
    from workbench.disclosure import ledger
    from workbench.project import load

    loaded = load(project)
    out, journal = loaded.reports, Journal(loaded.reports)
    waiting = [j for j in plan(loaded, discover([project / "notebooks"])) if j.key not in journal.runs()]
    for job in waiting:
        (page,) = job.files(out, loaded.formate)
        for file in (page, ledger.file_of(out / ledger.FOLDER, job.key[1], job.key[0])):
            file.parent.mkdir(parents=True, exist_ok=True)
        os.link(out / keys[0] / page.name, page)
        os.link(ledger.file_of(out / ledger.FOLDER, keys[0], job.key[0]), ledger.file_of(out / ledger.FOLDER, job.key[1], job.key[0]))
    model = next(iter(journal.runs().values()))
    for state in status(loaded, waiting, out):
        journal.write(dataclasses.replace(model, report=state.job.key[0], place=state.job.key[1], result=DONE, ingredients=state.ingredients, digest=digest(*state.job.files(out, loaded.formate))))


def looked_at(project: Path) -> dict[str, float]:
    """Seconds that it takes to look at all reports of a project."""
    from workbench.batch.jobs import plan
    from workbench.batch.overview import write_overview
    from workbench.batch.reports import NOTEBOOKS, discover
    from workbench.batch.states import status
    from workbench.project import load

    found: dict[str, float] = {}
    loaded = _timed(found, "Projekt laden", lambda: load(project))
    out, reports = loaded.reports, discover([NOTEBOOKS, project / "notebooks"])
    place = next(iter(loaded.orte.values()))
    _timed(found, "Speicher anlegen oder öffnen", lambda: [_table_of(n).find(place.folder, place.ags) for n in ("raeume", "indikatoren")])
    jobs = _timed(found, "planen", lambda: plan(loaded, reports))
    _timed(found, "Journal, ein Ort", lambda: Journal(out).runs([j.key for j in jobs if j.place == place]))
    _timed(found, "Journal, alle", lambda: Journal(out).runs())
    states = _timed(found, "status", lambda: status(loaded, jobs, out))
    _timed(found, "Übersicht schreiben", lambda: write_overview(loaded, states, jobs, out))
    found["Übersicht MB"] = (out / "index.html").stat().st_size / 1e6
    found["Arbeitsspeicher MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    found["aktuell"] = sum(s.state == "aktuell" for s in states)
    return found


def _table_of(name: str) -> Any:  # noqa: ANN401 (a table; imported late, so that its import is not measured)
    """Table of that name."""
    from workbench.schemas import tables

    return tables()[name]


def _timed(found: dict[str, float], name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 (whatever the work returns)
    """Result of some work, its seconds noted."""
    begin = time.perf_counter()
    result = work()
    found[name] = time.perf_counter() - begin
    return result


def opening(page: Path) -> dict[str, float]:
    """Seconds until the index page has been laid out in Chromium, and until a choice of a place has; nothing without one."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return {}
    from playwright.sync_api import sync_playwright

    drawn = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(3):
            tab = window.new_page()
            _timed(found, "Übersicht öffnen", lambda tab=tab: (tab.goto(page.as_uri(), wait_until="load"), tab.evaluate(drawn)))
            _timed(found, "Ort wählen", lambda tab=tab: (tab.select_option("select[name=place]", index=5), tab.evaluate(drawn)))
            tab.close()
        window.close()
    return found


def measure(folder: Path, number: int, sample: int) -> dict[str, float]:
    """Everything that is measured of one project."""
    project = project_of(folder / str(number), number)
    keys = [f"g{1 + i % 16:02}{i // 16:06}" for i in range(number)]
    first = _inside("looked_at", project)
    rounds = [[cost(project, keys[:count]) for count in (2, 2 + sample)] for _ in range(ROUNDS)]
    few, many = ([statistics.median(r[which][i] for r in rounds) for i in range(2)] for which in range(2))
    reports = sample * len(REPORTS)
    found = {"Berichte": number * len(REPORTS), "Speicher anlegen": first["Speicher anlegen oder öffnen"], "status, nichts gelaufen": first["status"]}
    found |= {"Wand s je Bericht": (many[0] - few[0]) / reports, "CPU s je Bericht": (many[1] - few[1]) / reports, "Rest des Aufrufs s": few[0] - 2 * len(REPORTS) * (many[0] - few[0]) / reports}
    spread(project, keys)
    return found | _inside("looked_at", project) | opening(project / "reports" / "index.html")


def _inside(work: str, project: Path) -> dict[str, float]:
    """Work in a process of its own, which has nothing in its caches."""
    words = [str(Path(__file__).resolve()), "--inside", work, "--keep", str(project)]
    said = subprocess.run([sys.executable, *words], env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}, check=True, capture_output=True)
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


def printed(points: dict[int, dict[str, float]]) -> None:
    """Table of the points, and what all reports of all Gemeinden would take."""
    print(f"{'':30}" + "".join(f"{n:>10}" for n in points))
    for name in dict.fromkeys(name for point in points.values() for name in point):
        print(f"{name:30}" + "".join(f"{point.get(name, float('nan')):10.2f}" for point in points.values()))
    last = points[max(points)]
    reports = ALL * len(REPORTS)
    print(f"\nHochgerechnet auf {ALL} Gemeinden × {len(REPORTS)} Berichte aus {last['CPU s je Bericht']:.2f} CPU-Sekunden je Bericht, dazu einmal {last['Rest des Aufrufs s']:.0f} s:")
    for cores in CORES:
        print(f"{cores:4} Kerne: {(reports * last['CPU s je Bericht'] / cores + last['Rest des Aufrufs s']) / 3600:.2f} Stunden")
    print(json.dumps({"machine": os.uname().machine, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "seed": SEED}))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=int, nargs="+", default=[10, 100, 1000, ALL], help="so many Gemeinden")
    parser.add_argument("--sample", type=int, default=8, help="so many of them are run")
    parser.add_argument("--keep", type=Path, help="folder in which the projects stay")
    parser.add_argument("--inside", choices=["looked_at"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(looked_at(options.keep)))
        return
    with tempfile.TemporaryDirectory() as folder:
        printed({number: measure(options.keep or Path(folder), number, options.sample) for number in options.numbers})


if __name__ == "__main__":
    main()
