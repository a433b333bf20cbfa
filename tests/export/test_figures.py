import io

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from workbench.errors import GateError
from workbench.export import leave, picture
from workbench.export.figures import files
from workbench.export.gate import passed

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(book, figure, table, marks):
    return files(passed(book("## Räume", figure(), table(), marks["interval"])))


def test_every_figure_is_two_files_named_by_its_number(drawn):
    assert list(drawn) == ["abbildung-01.svg", "abbildung-01.png", "abbildung-02.svg", "abbildung-02.png"]


def test_a_drawing_stands_alone_with_its_size_title_and_description(drawn):
    root = fromstring(drawn["abbildung-01.svg"])
    assert root.tag == f"{SVG}svg"
    assert root.get("width") == "518.4pt"
    assert root.get("height").endswith("pt")
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == ["Besuche je Raum", "Balkendiagramm, 2 Räume. Am höchsten: Altstadt mit 1.234 Besuchen."]
    assert drawn["abbildung-01.svg"].startswith(b'<?xml version="1.0" encoding="UTF-8"?>')


def test_pixels_know_their_size(drawn):
    shown = Image.open(io.BytesIO(drawn["abbildung-01.png"]))
    shown.load()
    assert shown.info["dpi"] == pytest.approx((picture.DPI, picture.DPI), abs=0.01)
    assert shown.width / shown.info["dpi"][0] == pytest.approx(518.4 / 72, abs=0.02)


def test_the_same_report_gives_the_same_files(book, figure):
    document = passed(book(figure()))
    first = files(document)
    picture._drawn.cache_clear()
    assert files(document) == first


def test_a_drawing_is_read_again_like_a_report(book, figure):
    document = passed(book(figure(note="", title="Das Haus von Erika Beispiel")))
    known = leave.Handed((), (), frozenset({1234.0}))
    leave.read_again("abbildung-01.svg", files(document)["abbildung-01.svg"], known, ["Kim Muster"])
    with pytest.raises(GateError, match="Name aus der Namensliste"):
        leave.read_again("abbildung-01.svg", files(document)["abbildung-01.svg"], known, ["Erika Beispiel"])
    with pytest.raises(GateError, match="Eine Zahl steht in keiner freigegebenen Tabelle"):
        leave.read_again("abbildung-01.svg", files(document)["abbildung-01.svg"], leave.Handed((), ()), [])
