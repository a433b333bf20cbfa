import io

import pytest
from PIL import Image

from workbench.export import picture
from workbench.export.gate import passed


@pytest.fixture
def numbered(book, figure):
    return passed(book(figure())).blocks[-1]


def test_a_figure_is_drawn_once_for_all_formats(numbered, monkeypatch):
    drawn = []
    monkeypatch.setattr(picture, "draw", lambda body: drawn.append(body["title"]) or "<svg/>")
    picture._drawn.cache_clear()
    assert [picture.svg(numbered), picture.svg(numbered)] == ["<svg/>", "<svg/>"]
    picture._drawn.cache_clear()
    assert drawn == ["Besuche je Raum"]


def test_pixels_have_the_size_of_the_drawing_and_are_the_same_each_time(numbered):
    content = picture.png(numbered)
    width, height = picture.size(numbered)
    shown = Image.open(io.BytesIO(content))
    assert shown.size == pytest.approx((width * picture.DPI / 72, height * picture.DPI / 72), abs=2)
    assert len(shown.convert("L").getcolors()) > 20
    assert picture.png(numbered) == content


def test_texts_stand_apart_from_the_drawing_where_they_stood_in_it(monkeypatch, numbered):
    drawn = """<svg viewBox="0 0 90 40"><path d="M0 0"/>
<text x="9.5" y="20" font-size="9.5px" text-anchor="end" fill="#1f2933" font-weight="700">Kunst &amp; <tspan font-family="Noto Emoji">😀</tspan></text>
<text x="30" y="40" font-size="8.5px" fill="#5b6770" font-style="italic" transform="rotate(-45 30 40)">Süd</text>
<path d="M1 1"/></svg>"""
    monkeypatch.setattr(picture, "svg", lambda _: drawn)
    assert picture.apart(numbered) == ('<svg viewBox="0 0 90 40"><path d="M0 0"/>\n<path d="M1 1"/></svg>', [
        picture.Label("Kunst & 😀", 9.5, 20, "end", 0, 9.5, "#1f2933", 700, "normal"), picture.Label("Süd", 30, 40, "start", -45, 8.5, "#5b6770", 400, "italic"),
    ])  # fmt: skip


def test_no_text_is_left_in_any_drawing(numbered):
    shapes, labels = picture.apart(numbered)
    assert "<text" not in shapes
    assert [label.said for label in labels if "1.234" in label.said]


def test_words_are_in_the_font_that_the_drawing_was_measured_with():
    from workbench.export.typeset import fonts

    assert "DejaVu Sans" in fonts().families()


def test_a_logo_becomes_pixels_and_one_of_pixels_stays():
    content, size = picture.pixels(b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>')
    assert Image.open(io.BytesIO(content)).size == size
    assert size[0] / size[1] == pytest.approx(4, abs=0.1)
    assert picture.pixels(content) == (content, size)
