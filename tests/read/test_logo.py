import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from workbench.errors import DataError
from workbench.read import logo

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more, pixels=b"\0\xff\0\0"):
    """One red pixel, with further parts before it."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + b"".join(more) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.fixture
def read(tmp_path):
    def written(data, name="logo.svg"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return logo.read(tmp_path / name)

    return written


def refusal(read, data):
    with pytest.raises(DataError) as fault:
        read(data)
    return fault.value.problems


def test_a_png_keeps_its_pixels_and_loses_what_it_tells_besides(read):
    told = png(chunk(b"tEXt", b"Author\0Kim Beispiel"), chunk(b"tIME", bytes(7))) + b"/home/kim/logo.xcf"
    assert read(told, "logo.png") == png()


def test_an_svg_keeps_its_shapes_and_loses_what_its_program_noted(read):
    noted = (
        f'<?xml version="1.0"?><!-- /home/kim -->{HEAD[:-1]} xmlns:i="http://inkscape" i:export-filename="/home/kim/logo.png">'
        '<metadata>Kim</metadata><i:view i:x="1"/><defs><linearGradient id="a"/></defs>'
        '<path style="fill: url(#a)" d="M 0 0 9 9"/><use xlink:href="#a"/><image href="data:image/png;base64,AAAA"/><text>Büro &amp; Co</text></svg>'
    )
    kept = read(noted).decode()
    assert 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"' in kept
    assert [word for word in ("kim", "Kim", "inkscape", "view ", "xlink") if word in kept] == []
    assert [word for word in ("url(#a)", 'href="#a"', "data:image/png", "B&#252;ro &amp; Co", "linearGradient") if word not in kept] == []


def test_an_svg_loses_what_is_said_of_its_shapes_and_what_a_picture_in_it_tells(read):
    told, short = (base64.b64encode(p).decode() for p in (png(chunk(b"tEXt", b"Author\0Kim")), png()))
    noted = f'{HEAD[:-1]} data-by="Kim" aria-label="Kim"><title>Kim</title><desc>/home/kim</desc><style>/* Kim */rect{{fill:#123456}}</style><rect style="/* Kim */fill:red"/>'
    kept = read(f'{noted}<image href="data:image/png;base64,{told}"/><image href="data:image/png;base64,A"/></svg>').decode()
    assert [word for word in ("Kim", "kim", told) if word in kept] == []
    assert [word for word in ("rect{fill:#123456}", 'style="fill:red"', f"base64,{short}") if word not in kept] == []


def jpeg(**told):
    """A picture of lines, which takes many bytes, and what its program noted."""
    raw = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(raw, "JPEG", **told)
    return raw.getvalue()


def exif(said):
    noted = Image.Exif()
    noted[0x013B] = said  # artist
    return noted.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_in_an_svg_keeps_its_pixels_and_loses_what_it_tells(read, progressive):
    data = jpeg(exif=exif("Kim"), xmp=b"<x:xmpmeta>Kim</x:xmpmeta>", comment=b"Kim", progressive=progressive, dpi=(72, 72), restart_marker_blocks=2) + b"Kim"
    kept = read(f'{HEAD}<image href="\n data:image/jpeg;base64,{base64.b64encode(data).decode()}"/></svg>').decode()
    left = base64.b64decode(kept.partition("base64,")[2].partition('"')[0])
    assert b"Kim" in data
    assert b"Kim" not in left
    assert Image.open(io.BytesIO(left)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("data", [b"\xff\xd8", b"\xff\xd8Kim", jpeg(comment=b"Kim")[:200], b"Kim"], ids=["head", "text", "torn", "no picture"])
def test_what_is_no_whole_jpeg_goes(read, data):
    kept = read(f'{HEAD}<image href="data:image/jpeg;base64,{base64.b64encode(data).decode()}"/></svg>').decode()
    assert 'href="data:image/jpeg;base64,"' in kept


@pytest.mark.parametrize("inside", ["<script>alert(1)</script>", '<rect onclick="x()"/>', "<foreignObject/>", "<set/>", '<animate attributeName="x"/>'])
def test_an_svg_that_does_something_is_refused(read, inside):
    [said] = refusal(read, f"{HEAD}<g>{inside}</g></svg>")
    assert said.startswith("Das Logo enthält ")
    assert said.endswith("Bitte als einfaches SVG oder als PNG speichern.")


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="https://x.de/a.png"/>', '<image xlink:href="a.png"/>', '<use href="b.svg#a"/>', '<rect fill="url(https://x.de/a)"/>', '<image href="data:text/html;base64,AAAA"/>',
        "<style>@import 'x.css'</style>", "<style>rect { fill: url('x.svg#a') }</style>", '<a href="javascript:x()"><rect/></a>',
    ],
)  # fmt: skip
def test_an_svg_that_refers_to_something_outside_is_refused(read, inside):
    assert refusal(read, f"{HEAD}{inside}</svg>") == ("Das Logo verweist auf eine andere Datei oder eine Adresse. Bitte alles einbetten oder als PNG speichern.",)


def test_entities_are_refused(read):
    assert refusal(read, f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}&a;</svg>') == ("Das Logo enthält Entitäten. Bitte als einfaches SVG oder als PNG speichern.",)


@pytest.mark.parametrize("data", ["kein Bild", "<svg", "<svg/>", "<html xmlns='http://www.w3.org/1999/xhtml'/>", png()[:-20], png()[:8], png(pixels=b"")[:40], b"\xff\xd8\xff\xe0JFIF", png().replace(b"IDAT", b"IDAX")])
def test_what_is_no_whole_picture_is_refused(read, data):
    assert refusal(read, data) == ("Das ist kein Bild – erwartet wird eine ganze SVG- oder PNG-Datei.",)


def test_a_picture_too_large_for_every_report_is_refused(read):
    [said] = refusal(read, f"{HEAD}{' ' * 250_000}</svg>")
    assert said.startswith("250 kB sind zu viel für ein Logo – erwartet höchstens 100 kB")
