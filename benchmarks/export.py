"""What nbconvert's own exporters and ours make of one executed notebook, in one run.

    python benchmarks/export.py [--place dorsten] [--report 10_sozialraum] [--rounds 7] [--share 3]

The notebook is executed once. For nbconvert its outputs are replaced by what pandas and matplotlib would have shown in
their place (the same tables as HTML, the same figures as PNG, our previews of the rest), and code is left out, as a
consultant would ask for (`--no-input`). Ours read the descriptions. Seconds are medians of interleaved rounds in one warm
process, from the notebook in memory to the bytes of the file. nbconvert's pictures are drawn already, when the cells run; ours are drawn
once for all formats of a report, and only the rows that say so count that. The last row is what every export does besides: each
file is read again for names and hidden values. With `--share` all reports of the place are then run so often as a consultant
runs them, in all formats: the seconds of their cells, of their whole export (gate, attack, drawing, four formats, reading them
again, writing) and its share of the run.

axe: rules of WCAG 2.0 to 2.2 A and AA and of best practice that are broken, and places where; without network, every attempt at
a request counted. Elements: of the page, and without the inside of pictures. Tables: those with a caption (or title) and
marked heads, of all. Alternative texts: those of more than 30 characters with a number, of all pictures. PDF: rules of PDF/UA-1
and PDF/A-3a that `page-validation` finds broken. webpdf drives the Chromium that is installed here; without one it is left out.
"""

import argparse
import base64
import copy
import functools
import gc
import io
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import nbformat
import page as validator
import pandas as pd
import papermill
import pikepdf
import playwright.async_api
from axe_playwright_python.sync_playwright import Axe
from nbconvert.exporters import HTMLExporter, WebPDFExporter
from nbformat import NotebookNode
from playwright.sync_api import Browser, sync_playwright

from workbench.batch.journal import Journal
from workbench.batch.reports import KERNEL, NOTEBOOKS
from workbench.export import formats, leave, names, numbers, pdftext, picture, unpack
from workbench.export.document import Figure, Numbered
from workbench.export.gate import passed
from workbench.present.description import MIME, Description
from workbench.present.preview import html as preview
from workbench.project import FORMATS, SAMPLE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TEMPLATES = ("lab", "classic", "basic")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
OURS, TOGETHER, DRAWN, AGAIN = "unser {}", "unsere zusammen, ohne Zeichnen", "unsere zusammen, mit Zeichnen", "alle vier wieder gelesen"
SEEN = """() => {
  const all = [...document.querySelectorAll("*")];
  const tables = [...document.querySelectorAll("table")];
  const text = (i) => i.getAttribute("alt") ?? i.getAttribute("aria-label") ?? i.querySelector("desc")?.textContent ?? "";
  return {
    nodes: all.length, outside: all.filter((e) => !e.parentElement?.closest("svg")).length,
    tables: tables.length, whole: tables.filter((t) => t.caption && t.querySelector("th") && [...t.querySelectorAll("th")].every((h) => h.scope)).length,
    alts: [...document.querySelectorAll("img, svg[role=img], body svg:not([role])")].map(text),
  };
}"""

Row = dict[str, str]


def executed(report: str, place: str) -> NotebookNode:
    """Notebook with its outputs, as papermill leaves it."""
    os.environ["WORKBENCH_PROJECT"] = str(SAMPLE)
    with tempfile.TemporaryDirectory() as folder:
        return papermill.execute_notebook(NOTEBOOKS / f"{report}.ipynb", None, {"gemeinde": place}, kernel_name=KERNEL, progress_bar=False, cwd=folder)


def usual(book: NotebookNode) -> NotebookNode:
    """Notebook as pandas and matplotlib would have left it."""
    numbered = {b.content.title: b for b in passed(book).blocks if isinstance(b, Numbered) and isinstance(b.content, Figure)}
    made = copy.deepcopy(book)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = [shown for o in cell.outputs for body in bodies(o.data[MIME]) for shown in [output(body, numbered)]]
    return made


def bodies(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Descriptions in an output, groups dissolved."""
    return [b for part in body["blocks"] for b in bodies(part)] if body["kind"] == "group" else [body]


def output(body: dict[str, Any], figures: dict[str, Numbered]) -> NotebookNode:
    """Output that shows the same without the workbench."""
    if body["kind"] == "figure":
        data = {"image/png": base64.b64encode(picture.png(figures[body["title"]])).decode(), "text/plain": "<Figure size 720x400 with 1 Axes>"}
    elif body["kind"] == "table":
        frame = pd.DataFrame([[c["text"] for c in row] for row in body["rows"]], columns=[c["label"] for c in body["columns"]])
        data = {"text/html": frame.to_html(), "text/plain": str(frame)}
    else:
        data = {"text/html": preview(Description(body["kind"], body)), "text/plain": body["kind"]}
    return nbformat.v4.new_output("display_data", data=data)


def ways(book: NotebookNode) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Name of each way, the ending of what it makes, and how."""
    plain = usual(book)
    found: dict[str, tuple[str, Callable[[], bytes]]] = {}
    for name in TEMPLATES:
        exporter = HTMLExporter(template_name=name, exclude_input=True, exclude_output_prompt=True)
        found[f"nbconvert {name}"] = ("html", lambda exporter=exporter: exporter.from_notebook_node(copy.deepcopy(plain))[0].encode())
    if CHROMIUM:
        launch = playwright.async_api.BrowserType.launch
        playwright.async_api.BrowserType.launch = functools.partialmethod(launch, executable_path=CHROMIUM)  # nbconvert names none
        web = WebPDFExporter(exclude_input=True, exclude_output_prompt=True, disable_sandbox=True)
        found["nbconvert webpdf"] = ("pdf", lambda: web.from_notebook_node(copy.deepcopy(plain))[0])
    for form in FORMATS:
        found[OURS.format(form)] = (form, lambda form=form: formats.content(passed(book), form))
    found[TOGETHER] = found[DRAWN] = ("", lambda: b"".join(made for _, made in formats.contents(passed(book), FORMATS)))
    made = {form: formats.content(passed(book), form) for form in FORMATS}
    found[AGAIN] = ("", lambda: read_again(made))
    return found


def read_again(made: dict[str, bytes]) -> bytes:
    """Look for names and hidden values in finished files as an export does; nothing that was read before is remembered."""
    for cached in (pdftext._read, names._traced, numbers._numbers, unpack._words):  # noqa: SLF001 (else only the first round would read)
        cached.cache_clear()
    for form, content in made.items():
        leave.looked_at(f"bericht.{form}", content, leave.Handed((), ()), {"Erika Beispiel"})
    return b""


def shares(place: str, rounds: int) -> None:
    """Run all reports of a place in all formats, and print how long their cells and their export take."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            ran = [sys.executable, "-m", "workbench.cli", "run", "--project", str(SAMPLE), "--place", place, "--out", folder, "--jobs", "1", "--force"]
            subprocess.run(ran, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for (report, _place), run in Journal(Path(folder)).runs().items():
                found.setdefault(report, []).append((run.seconds["cells"], run.seconds["export"], sum(run.seconds.values())))
    print("\n| Bericht | Zellen s | Ausgabe s | Anteil am Lauf % |\n|---|---:|---:|---:|")
    for report, seconds in sorted(found.items()):
        cells, export, whole = map(statistics.median, zip(*seconds, strict=True))
        print(f"| {report} | {german(cells, 2)} | {german(export, 2)} | {german(100 * export / whole)} |")


def timed(made: dict[str, tuple[str, Callable[[], bytes]]], rounds: int) -> tuple[dict[str, tuple[float, float]], dict[str, bytes]]:
    """Median seconds by the wall and of processors, and the file, of each way; the first round warms up.

    What is loaded is kept from the garbage collector, as the warm parent of a batch does: it would look through all of it
    in whichever way its turn comes.
    """
    gc.collect()
    gc.freeze()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in made}
    files: dict[str, bytes] = {}
    for _ in range(rounds + 1):
        for name, (_ending, make) in made.items():
            if name == DRAWN:
                picture._drawn.cache_clear()  # noqa: SLF001 (else only the first round would draw)
            began = time.perf_counter(), busy()
            files[name] = make()
            taken[name].append((time.perf_counter() - began[0], busy() - began[1]))
    return {name: (statistics.median(w for w, _ in found[1:]), statistics.median(c for _, c in found[1:])) for name, found in taken.items()}, files


def busy() -> float:
    """Seconds that processors have worked for this process and for those that it started and that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def page_of(browser: Browser, data: bytes) -> Row:
    """What a browser finds on a page, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seite.html"
        file.write_bytes(data)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
        tab, asked = context.new_page(), []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(file.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        broken, seen = Axe().run(tab, options=RULES).response["violations"], tab.evaluate(SEEN)
        context.close()
    places = sum(len(v["nodes"]) for v in broken)
    away = [u for u in asked if not u.startswith(("file:", "data:"))]
    return {"axe": f"{len(broken)} / {places}", "Anfragen": str(len(away)), "Elemente": f"{german(seen['nodes'])} / {german(seen['outside'])}", "Tabellen": f"{seen['whole']} / {seen['tables']}", "Alternativtexte": told(seen["alts"])}


def told(alts: list[str]) -> str:
    """Alternative texts that state a finding, of all."""
    return f"{sum(len(a) > 30 and bool(re.search(r'[0-9]', a)) for a in alts)} / {len(alts)}"


def pdf_of(data: bytes) -> Row:
    """What the structure of a PDF says, and the rules that it breaks."""
    failed = [validator.validate_pdf_bytes(data, profile=profile, limits=validator.SafetyLimits.unlimited()).rules.failed for profile in ("ua1", "3a")]
    with pikepdf.open(io.BytesIO(data)) as opened:
        parts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o]
        tables, figures = ([p for p in parts if p.get("/S") == kind] for kind in ("/Table", "/Figure"))
        images = len(figures) or sum(isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" for o in opened.objects)
        alts = told([str(f.get("/Alt", "")) for f in figures]) if figures else f"0 / {images}"
    return {"Tabellen": f"{len(tables)} / {len(tables)}" if tables else "0 / 0", "Alternativtexte": alts, "PDF-Regeln": f"{failed[0]} + {failed[1]}"}


def docx_of(data: bytes) -> Row:
    """Tables with a row of heads, and alternative texts of pictures, of a Word document."""
    body = docx.Document(io.BytesIO(data)).element.body
    tables = body.findall(".//{*}tbl")
    heads = sum(t.find(".//{*}tblHeader") is not None for t in tables)
    return {"Tabellen": f"{heads} / {len(tables)}", "Alternativtexte": told([p.get("descr", "") for p in body.findall(".//{*}inline/{*}docPr")])}


def xlsx_of(data: bytes) -> Row:
    """Excel tables in a workbook."""
    tables = sum(n.startswith("xl/tables/") for n in zipfile.ZipFile(io.BytesIO(data)).namelist())
    return {"Tabellen": f"{tables} / {tables}"}


def german(number: float, digits: int = 0) -> str:
    """Number as it is printed."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--place", default="dorsten")
    parser.add_argument("--report", default="10_sozialraum")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--share", type=int, default=0)
    chosen = parser.parse_args()
    book = executed(chosen.report, chosen.place)
    made = ways(book)
    seconds, files = timed(made, chosen.rounds)
    readers: dict[str, Callable[[bytes], Row]] = {"pdf": pdf_of, "docx": docx_of, "xlsx": xlsx_of}
    heads = ("axe", "Anfragen", "Elemente", "kB", "Tabellen", "Alternativtexte", "PDF-Regeln", "s", "CPU s")
    print(f"| Weg | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        for name, (ending, _make) in made.items():
            found = page_of(browser, files[name]) if ending == "html" else readers[ending](files[name]) if ending in readers else {}
            row = {**found, "kB": german(len(files[name]) / 1000), "s": german(seconds[name][0], 3), "CPU s": german(seconds[name][1], 3)}
            print(f"| {name} | {' | '.join(row.get(head, '') for head in heads)} |")
    if chosen.share:
        shares(chosen.place, chosen.share)


if __name__ == "__main__":
    main()
