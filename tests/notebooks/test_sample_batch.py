"""The main job, end to end: the sample's reports as a client gets them."""

import csv
import itertools
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from workbench.batch.reports import NOTEBOOKS
from workbench.export import pdfpage
from workbench.project import SAMPLE, load

ROOT = Path(__file__).parent.parent.parent
PLACES = ("dorsten", "ibbenbueren", "leer", "dortmund", "oldenburg", "rottweil", "stolberg")
RURAL = {"leer", "rottweil"}  # their areas are municipalities, with other sources
WHOLE = {"90_vergleich"}  # reports of the whole project
LONG = ("12_gebietsprofile", "plan")  # two pages per area; several reports in one

Call = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # together in one process: tests/conftest.py


@pytest.fixture(scope="module")
def pages(batch: tuple[Path, str]) -> list[Path]:
    """All pages, the overview among them."""
    return sorted(batch[0].rglob("*.html"))


def test_every_place_has_its_reports_but_for_those_whose_table_it_lacks(batch: tuple[Path, str], pages: list[Path]) -> None:
    assert "Stolberg (Rhld.): keine Tabelle »besuche«, Bericht 20 entfällt." in batch[1]
    keys, reports = {place.name: key for key, place in load(SAMPLE).orte.items()}, {file.stem for file in NOTEBOOKS.glob("*.ipynb")}
    left_out = {(keys[name], report) for name, report in re.findall(r"^(.+): keine Tabelle »\w+«, Bericht (\d\d) entfällt\.$", batch[1], re.MULTILINE)}
    expected = {f"{place}/{report}.html" for place in PLACES for report in reports - WHOLE if (place, report[:2]) not in left_out}
    assert {str(p.relative_to(batch[0])) for p in pages} == expected | {f"{report}.html" for report in WHOLE} | {"index.html"}


VIEWS = [(1280, "light", "screen"), (360, "light", "screen"), (1280, "dark", "screen"), (794, "light", "print")]


@pytest.mark.browser
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.proof)], ids=["in turn", "every page"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_page_puts_a_barrier_up_or_asks_for_anything(browser, barriers, pages: list[Path], view: tuple[int, str, str], every: bool) -> None:
    """All views of a place that has every report and of what is not one place's; of two Landkreise each page in one view, the views in turn."""
    width, scheme, media = view
    pages = [p for n, p in enumerate(pages) if every or p.parent.name not in PLACES or p.parent.name == "dorsten" or (p.parent.name in RURAL and VIEWS[n % len(VIEWS)] == view)]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    found = {}
    for file in pages:
        page = context.new_page()
        page.emulate_media(media=media)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, asked=asked: asked.append(message.text))
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[f"{file.parent.name}/{file.name}"] = (barriers(page), len(asked), media == "print" or page.evaluate("document.documentElement.scrollWidth") <= width)
        page.close()
    context.close()
    assert found == dict.fromkeys(found, ([], 1, True))


@pytest.mark.browser
def test_every_figure_says_its_finding_and_every_page_that_data_are_synthetic(browser, pages: list[Path]) -> None:
    page = browser.new_page()
    for file in pages:
        page.goto(file.as_uri())
        assert page.get_by_text("Synthetische Beispieldaten").count() >= 1, file
        for title, alt, values in page.evaluate("""[...document.querySelectorAll('figure:not(.quotes)')].map(f =>
            [f.querySelector('figcaption').textContent, f.querySelector('svg desc').textContent, [...f.querySelectorAll('td.n')].map(c => c.textContent).filter(t => /\\d/.test(t))])"""):
            assert len(alt) > 30, (file, title)
            assert alt not in title
            assert any(value in alt for value in values) or (not values and "ausgewiesen" in alt), (file, title, alt)
    page.close()


def test_every_page_is_valid(invalid: Callable[[Iterable[Path]], list[str]], pages: list[Path]) -> None:
    assert invalid(pages) == []


def test_the_validator_would_find_what_is_wrong(invalid: Callable[[Iterable[Path]], list[str]], pages: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "seite.html"
    broken.write_text(pages[0].read_text(encoding="utf-8").replace("</main>", "<b></i></b></main>"), encoding="utf-8")
    assert any("close-order" in fault for fault in invalid([broken]))


def test_every_sign_for_a_value_that_is_not_shown_is_explained_below(pages: list[Path]) -> None:
    explained = 0
    for file in pages:
        text = file.read_text(encoding="utf-8")
        notes = dict(re.findall(r'id="(\w[\w-]*_hinweis)">([^<]*)<', text))
        for note, inside in re.findall(r'<table(?: id="[^"]*")?(?: aria-describedby="([^"]*)")?>(.*?)</table>', text, re.DOTALL):
            for sign, meaning in (("·", "nicht ausgewiesen"), ("–", "keine Angabe")):
                if f'aria-label="{meaning}">{sign}<' in inside:
                    assert f"{sign} = {meaning}" in notes[note], file
                    explained += 1
    assert explained > 20


def test_no_page_weighs_more_than_300_kb_one_of_all_areas_500_and_none_wraps_without_a_purpose(pages: list[Path]) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in pages}
    assert {file for file, text in texts.items() if len(text.encode()) > (500_000 if file.stem in LONG else 300_000)} == set()
    assert [file for file, text in texts.items() if re.search(r"<(g|span|section)>|<g/>|<g />", text)] == []
    assert max(text.count("<figure id") for text in texts.values()) >= 7
    assert max(text.count("<table id") for text in texts.values()) >= 7


def test_no_page_tells_a_name_a_path_or_a_fault(pages: list[Path]) -> None:
    originals = {row["Original"] for file in (SAMPLE / "schluessel").glob("*.csv") for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")}
    assert len(originals) > len(PLACES)
    for file in pages:
        text = file.read_text(encoding="utf-8")
        assert not [n for n in originals if n in text], file
        assert str(ROOT) not in text
        assert not [w for w in ("Traceback", "Warning", "<NA>", "NaN", "nan ", "None") if w in text], file


def test_a_second_batch_runs_nothing_and_a_forced_one_writes_the_same_bytes(called: Call, batch: tuple[Path, str], pages: list[Path]) -> None:
    before = {p: p.read_bytes() for p in pages}
    again = called("run", "--out", str(batch[0]), "--jobs", "2")
    assert again.returncode == 0
    assert ": 0 auszuführen" in again.stdout
    assert called("run", "--out", str(batch[0]), "--jobs", "2", "--force", "--place", "leer").returncode == 0
    assert {p: p.read_bytes() for p in pages} == before


def test_reports_and_own_chapters_make_one_plan(called: Call, batch: tuple[Path, str]) -> None:
    out = batch[0]
    assert "In der Trägerkonferenz bestand Einigkeit: Die 9.499 Besuche" in (out / "dorsten" / "20_besucherstruktur.html").read_text(encoding="utf-8")
    made = called("plan", "dorsten", "--out", str(out))
    assert made.returncode == 0, made.stderr
    page = (out / "dorsten" / "plan.html").read_text(encoding="utf-8")
    titles = ("Vorwort", "Sozialraum: Wie unterscheiden sich die Gebiete?", "Wie viele junge Menschen werden hier leben?", "Wer besucht die Kinder- und Jugendarbeit?", "Was bewegt die Befragten?", "Ziele und Maßnahmen", "Anhang: Datengrundlage und Geheimhaltung")
    assert re.findall(r"<h2 id=\"[^\"]+\" class=\"page\">([^<]+)</h2>", page) == list(titles), "each chapter begins a page"
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert [int(n) for n in re.findall(r"<figcaption>Abbildung (\d+):", page)] == list(range(1, page.count("<figcaption>Abbildung") + 1))
    assert page.count("Datengrundlage</caption>") == 1


def test_the_plan_of_a_place_leaves_out_what_it_lacks(called: Call, batch: tuple[Path, str]) -> None:
    made = called("plan", "stolberg", "--out", str(batch[0]))
    assert made.stdout.splitlines()[:2] == ["Hinweis: Stolberg (Rhld.): texte/stolberg/ziele.md fehlt, das Kapitel entfällt.", "Hinweis: Stolberg (Rhld.): keine Tabelle »besuche«, Bericht 20 entfällt."]
    assert ">Vorwort</h2>" not in (batch[0] / "stolberg" / "plan.html").read_text(encoding="utf-8")


def test_every_pdf_holds_to_both_standards_and_none_is_too_large(batch: tuple[Path, str], pages: list[Path]) -> None:
    import page

    files = sorted(batch[0].rglob("*.pdf"))
    assert {f.with_suffix(".html") for f in files} >= {p for p in pages if p.name != "index.html"}
    found = {f"{f.parent.name}/{f.name}": [x.rule_id for profile in ("ua1", "3a") for x in page.validate_pdf(f, profile=profile).failures] for f in files}
    assert not [name for name, rules in found.items() if rules], found
    assert max(f.stat().st_size for f in files if f.stem not in LONG) < 300_000
    assert max(f.stat().st_size for f in files if f.stem == "12_gebietsprofile") < 700_000


def test_every_area_of_a_place_has_its_profile_with_the_same_chapters(batch: tuple[Path, str]) -> None:
    for place, areas in (("dorsten", 8), ("rottweil", 21), ("dortmund", 24)):
        page = (batch[0] / place / "12_gebietsprofile.html").read_text(encoding="utf-8")
        heads = re.findall(r'<h([34]) id="[^"]+"(?: class="page")?>([^<]+)</h', page.partition('id="die-gebiete"')[2].partition("<h2")[0])
        assert [level for level, _ in heads] == ["3", *"4444444"] * areas
        assert {text for level, text in heads if level == "4"} == {"Porträt", "Demografie", "Soziale Lage", "Bildung", "Angebote", "Beteiligung", "Zusammenfassung"}
    assert "Ohne Profil, weil dort zu wenige Menschen leben: Gewerbepark." in (batch[0] / "dorsten" / "12_gebietsprofile.html").read_text(encoding="utf-8")


def test_the_profile_of_an_area_takes_two_pages_at_most(batch: tuple[Path, str]) -> None:
    """What data can add to a profile is limited in `topics.gebietsprofil`: tests/topics has a catalogue of 49 indicators."""
    for place in ("dorsten", "rottweil", "dortmund"):
        texts = [[piece.text.strip() for piece in page] for page in pdfpage.pages((batch[0] / place / "12_gebietsprofile.pdf").read_bytes())]
        begins = [number for number, page in enumerate(texts) if "Porträt" in page]
        assert max(after - number for number, after in itertools.pairwise(begins)) <= 2
