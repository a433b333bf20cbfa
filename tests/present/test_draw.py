"""Pictures: the same bytes every time, safe on a page with others, readable for those who do not see them."""

import dataclasses
import re
import sys
import xml.etree.ElementTree as ET
from html import escape

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.cells import Value
from workbench.present import figure
from workbench.present.draw import svg
from workbench.present.style import PAPER, contrast

AREAS = [f"Gebiet {i} mit einem recht langen Namen" if i % 5 == 0 else f"Ort {i}" for i in range(24)]
SVG = "{http://www.w3.org/2000/svg}"


def blob(i):
    """Outline with many points around the i-th place of a raster."""
    turn = np.linspace(0, 2 * np.pi, 60)
    reach = 900 + 150 * np.sin(turn * (i % 7 + 2))
    return [[(2000 * (i % 6) + r * np.cos(t) + 350000, 2000 * (i // 6) + r * np.sin(t) + 5700000) for t, r in zip(turn, reach, strict=True)]]


GEOMETRY = pd.DataFrame({"Raum": [f"{i:02d}" for i in range(24)], "Ring": [blob(i) for i in range(24)]})

POINTS = "Name | Art | Ostwert | Nordwert\n" + "\n".join(f"Haus <{i}> | {'offen' if i % 2 else 'mobil'} | {350000 + 900 * i} | {5700000 + 400 * i}" for i in range(9))


@pytest.fixture
def bodies(released):
    """One body of every mark, with hidden and missing values, long names and many rows."""
    shares = "Sozialraum | Anteil in % | von | bis\n" + "\n".join(
        f"{name} | {'·' if i == 3 else '–' if i == 5 else i * 1.7 + 0.3:} | {i} | {i * 2 + 1}".replace(".", ",") for i, name in enumerate(AREAS)
    )
    years = "Raum | Jahr | n\n" + "\n".join(f"{name} | {y} | {'·' if y == 2021 else i + y % 7}" for i, name in enumerate(AREAS[:7]) for y in (2020, 2021, 2022))
    cross = "Tag | Stunde | n\n" + "\n".join(f"Tag {d} | {s} | {'·' if d == s == 2 else d * s}" for d in range(7) for s in range(9))
    ages = "Alter | Geschlecht | Besuche | Bevölkerung\n" + "\n".join(f"{a} | {g} | {'·' if a == '6–9' else 7} | 9" for a in ("6–9", "10–13") for g in "wm")
    places = "Raum | Name | n\n" + "\n".join(f"{i:02d} | {name} | {'·' if i == 3 else i * 3}" for i, name in enumerate(AREAS[:23]))
    two = "Gebiet | Index | Wandel\n" + "\n".join(f"{name} | {'·' if i == 3 else i * 7 % 11 - 5} | {i * 5 % 7 - 3}" for i, name in enumerate(AREAS))
    bounds = {"title": "Anteil <b>", "unit": "%", "reference": Value(14.8), "reference_label": "Stadtwert"}
    return {
        "bar": figure.bar(released(shares), "Sozialraum", "Anteil in %", highlight=AREAS[0], **bounds),
        "interval": figure.interval(released(shares), "Sozialraum", "Anteil in %", "von", "bis", **bounds),
        "line": figure.line(released(years, 2), "Jahr", "n", series="Raum", title="Verlauf"),
        "heatmap": figure.heatmap(released(cross, 2), "Tag", "Stunde", "n", title="Woche"),
        "stacked": figure.stacked(released(cross, 2), "Tag", "Stunde", "n", title="Woche"),
        "pyramid": figure.pyramid(released(ages, 2), "Alter", "Geschlecht", "Besuche", against="Bevölkerung", title="Alter"),
        "map": figure.map(released(places, 2), GEOMETRY, "Raum", "n", names="Name", title="Karte", points=released(POINTS, 2), points_by="Art"),
        "quadrants": figure.quadrants(released(two), "Index", "Wandel", "Gebiet", title="Lage"),
    }


MARKS = ["bar", "heatmap", "interval", "line", "map", "pyramid", "quadrants", "stacked"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_picture_is_the_same_every_time_and_small(bodies, mark):
    drawn = svg(bodies[mark].body)
    assert drawn == svg(bodies[mark].body)
    assert len(drawn) < (60_000 if mark == "map" else 40_000)


@pytest.mark.parametrize("mark", MARKS)
def test_a_picture_says_its_title_and_its_finding(bodies, mark):
    body = bodies[mark].body
    root = ET.fromstring(svg(body))  # noqa: S314 (our own output)
    names = root.get("aria-labelledby").split()
    said = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert root.get("role") == "img"
    assert [said[n] for n in names] == [body["title"], body["alt"]]
    assert (root.get("width"), root.get("height")) == ("100%", None)
    assert root.get("viewBox")


@pytest.mark.parametrize("mark", MARKS)
def test_a_picture_loads_nothing_and_refers_to_itself_only(bodies, mark):
    drawn = svg(bodies[mark].body)
    own = set(re.findall(r'id="([^"]*)"', drawn))
    assert set(re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', drawn)) <= {(i, "") for i in own} | {("", i) for i in own}
    assert set(re.findall(r"https?://[^\"]*", drawn)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<style|<script|<image|<metadata|<!--|xlink", drawn)


def test_ids_are_unique_on_a_page_with_all_marks(bodies):
    ids = [i for mark in MARKS for i in re.findall(r' id="([^"]*)"', svg(bodies[mark].body))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("mark", MARKS)
def test_every_text_on_paper_can_be_read(bodies, mark):
    fills = re.findall(r'<text [^>]*fill="(#[0-9a-f]{6})"', svg(bodies[mark].body))
    assert fills
    assert [f for f in fills if contrast(f) < 4.5 and f != PAPER] == []  # white stands on dark marks only, see test_style


@pytest.mark.parametrize("mark", MARKS)
def test_text_stays_text_in_a_font_that_every_machine_has_a_substitute_for(bodies, mark):
    drawn = svg(bodies[mark].body)
    assert 'font-family="DejaVu Sans, Verdana, sans-serif"' in drawn
    assert drawn.count("font-family") == 1
    assert "<text" in drawn


def test_numbers_in_text_are_never_shortened(released):
    body = figure.bar(released("Haus | Besuche\nA | 12.034\nB | 3"), "Haus", "Besuche", title="Besuche 1.23456").body
    assert ">12.034</text>" in svg(body)
    assert "Besuche 1.23456" in svg(body)


def test_names_cannot_break_out_of_the_picture(released):
    evil = '</text><script>alert("x")</script>'
    body = figure.bar(released(f"Haus | Besuche\n{evil} | 3"), "Haus", "Besuche", title=evil).body
    assert "<script" not in svg(body)
    assert escape(evil) in svg(body)


def test_what_xml_cannot_hold_is_left_out_of_title_and_finding_too(released):
    body = figure.bar(released("Haus\x07 | Besuche\nA\x01 | 3\nB\ufffe | 2"), "Haus\x07", "Besuche", title="Stadt's \x02Besuche").body
    said = [e.text for e in ET.fromstring(svg(body)) if e.tag in (f"{SVG}title", f"{SVG}desc")]  # noqa: S314 (our own output)
    assert said[0] == "Stadt's Besuche"
    assert "A" in said[1]


def test_a_dollar_sign_is_no_formula(released):
    body = figure.bar(released("Haus | Besuche\nA $x_1$ B | 3\n$ | 2"), "Haus", "Besuche", title="x").body
    assert ">A $x_1$ B</text>" in svg(body)


@pytest.mark.parametrize("mark", MARKS)
def test_a_figure_whose_values_are_all_hidden_can_be_drawn(bodies, mark):
    body = bodies[mark].body
    gone = {"text": "·", "value": None, "state": "hidden"}
    rows = [[c if c["state"] == "header" else gone for c in row] for row in body["rows"]]
    drawn = svg(dataclasses.replace(bodies[mark], body=body | {"rows": rows}).body)
    assert ET.fromstring(drawn).tag == f"{SVG}svg"  # noqa: S314 (our own output)


def test_a_hidden_value_is_a_sign_and_a_zero_is_a_number(released):
    drawn = svg(figure.bar(released("Haus | Besuche\nA | ·\nB | 0\nC | –\nD | -2"), "Haus", "Besuche", title="x").body)
    for text in ("· nicht ausgewiesen", "0", "– keine Angabe", "−2"):
        assert f">{text}</text>" in drawn


def test_drawing_is_loaded_only_when_something_is_drawn():
    import subprocess

    code = "import sys; from workbench.present import figure, table, sentence, note, draw, preview; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_a_figure_without_shades_does_without_what_takes_longest_to_load():
    import subprocess

    code = """
import sys
import pandas as pd
from workbench.disclosure.door import release
from workbench.present import draw, figure
from workbench.project import Rule
given = release(pd.DataFrame({"Name": ["a", "b"], "Wert": [1.5, 2.5]}), table="Probe", rule=Rule(), exempt="Probe", by=["Name"], source="Probe")
drawn = draw.svg({**figure.bar(given, "Name", "Wert", title="Probe").body, "number": 1})
print(drawn[:4], {"seaborn", "matplotlib.pyplot", "scipy.stats"} & sys.modules.keys())
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "<svg set()"
