"""A name or a hidden number, planted in every place of every kind of finished file, is found; the same file without it passes."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
import xlsxwriter

from workbench.errors import GateError
from workbench.export.extract import read
from workbench.export.names import check
from workbench.export.numbers import shown

NAME, NUMBER, CLEAN = "Örnekbaum", "48611", "viele"
ORIGINALS = {"Frau Örnekbaum", "Yeliz"}
KNOWN = "12"

File = tuple[str, bytes]
Plant = Callable[[str], File]


def html(body: str, head: str = "") -> File:
    return "bericht.html", f"<!DOCTYPE html><html><head><title>Bericht</title>{head}</head><body><p>Es kommen 12 Kinder.</p>{body}</body></html>".encode()


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><title>Besuche</title><desc>Balken</desc><path d="M 1 2 L 3 4"/>{inside}</svg>'


def b64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def packed(name: str, parts: dict[str, str | bytes], comment: str = "") -> File:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
        archive.comment = comment.encode()
    return name, buffer.getvalue()


def docx(body: str = "", **parts: str | bytes) -> File:
    text = f"<w:document><w:body><w:p><w:r><w:t>Es kommen 12 Kinder.</w:t></w:r></w:p>{body}</w:body></w:document>"
    return packed("bericht.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": text, **{k.replace("__", "/") + ".xml": v for k, v in parts.items()}})


def pptx(**parts: str) -> File:
    slide = "<p:sld><a:p><a:r><a:t>Es kommen 12 Kinder.</a:t></a:r></a:p></p:sld>"
    return packed("bericht.pptx", {"ppt/slides/slide1.xml": slide, **{k.replace("__", "/") + ".xml": v for k, v in parts.items()}})


def xlsx(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]) -> File:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Besuche")
        sheet.write_row(0, 0, ["Raum", "Besuche"])
        sheet.write_row(1, 0, ["Altstadt", 12])
        fill(book, sheet)
    return "bericht.xlsx", buffer.getvalue()


def pdf(page: str = "", *, info: str = "", extra: str = "", stream: bytes = b"", stray: bytes = b"") -> File:
    """PDF written by hand: a page with a compressed content stream, properties, one more dictionary, one more stream, an orphan."""
    content = zlib.compress(b"BT /F1 12 Tf 72 720 Td (Es kommen 12 Kinder.) Tj 0 -20 Td " + page.encode("cp1252") + b" ET")
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
        f"<</Producer(Werkbank){info}>>".encode("cp1252"),
        f"<</Type/Annot{extra}>>".encode("cp1252"),
        b"<</Type/Metadata/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF"
    return "bericht.pdf", data + stray + end % (len(bodies) + 1, table, len(bodies) + 1, len(data) + len(stray))


BOTH: dict[str, Plant] = {  # names and numbers
    "html-text": lambda w: html(f"<p>Es sind {w} da.</p>"),
    "html-list": lambda w: html(f"<ul><li>{w}</ul>"),
    "html-heading": lambda w: html(f"<h2>Über {w}</h2>"),
    "html-caption": lambda w: html(f"<figure><figcaption>Abbildung 1: {w}</figcaption></figure>"),
    "html-quotation": lambda w: html(f"<blockquote><p>{w}</p></blockquote>"),
    "html-cell": lambda w: html(f"<table><tr><th>Raum</th><th>Besuche</th></tr><tr><td>Altstadt</td><td>{w}</td></tr></table>"),
    "html-head-of-table": lambda w: html(f"<table><tr><th>Raum</th><th>{w}</th></tr><tr><td>Altstadt</td><td>12</td></tr></table>"),
    "html-split-by-tags": lambda w: html(f"<p>{w[:2]}<b>{w[2:4]}</b>{w[4:]}</p>"),
    "html-soft-hyphens": lambda w: html(f"<p>{w[:2]}&shy;{w[2:]}</p>") if w != NUMBER else html(f"<p>{w}</p>"),
    "html-entities": lambda w: html("<p>" + "".join(f"&#{ord(c)};" for c in w) + "</p>"),
    "html-hex-entities": lambda w: html("<p>" + "".join(f"&#x{ord(c):x};" for c in w) + "</p>"),
    "html-alternative-text": lambda w: html(f'<img alt="{w}">'),
    "html-tooltip": lambda w: html(f'<p title="{w}">x</p>'),
    "html-label": lambda w: html(f'<p aria-label="Es sind {w}">x</p>'),
    "html-data-attribute": lambda w: html(f'<p data-wert="{w}">x</p>'),
    "html-metadata": lambda w: html("", f'<meta name="author" content="{w}">'),
    "html-comment": lambda w: html(f"<!-- {w} -->"),
    "html-hidden": lambda w: html(f"<p hidden>{w}</p>"),
    "svg-text": lambda w: html(svg(f'<text x="1" y="2">{w}</text>')),
    "svg-parts": lambda w: html(svg(f'<text x="1" y="2"><tspan>{w[:3]}</tspan><tspan>{w[3:]}</tspan></text>')),
    "svg-description": lambda w: html(svg("").replace("Balken", f"Balken, {w}")),
    "svg-title": lambda w: html(svg("").replace("Besuche", f"Besuche {w}")),
    "svg-file": lambda w: ("bild.svg", svg(f"<text>{w}</text>").encode()),
    "data-address-base64": lambda w: html(f'<img alt="x" src="data:image/svg+xml;base64,{b64(svg(f"<text>{w}</text>"))}">'),
    "data-address-percent": lambda w: html(f'<img alt="x" src="data:image/svg+xml,{quote(svg(f"<text>{w}</text>"))}">'),
    "html-utf-16": lambda w: ("bericht.html", html(f"<p>{w}</p>")[1].decode().encode("utf-16")),
    "html-utf-16-without-mark": lambda w: ("bericht.html", html(f"<p>{w}</p>")[1].decode().encode("utf-16-be")),
    "html-latin-1": lambda w: ("bericht.html", html(f"<p>ü {w}</p>")[1].decode().encode("latin-1")),
    "text": lambda w: ("anhang.txt", f"Es sind {w} da.".encode()),
    "csv": lambda w: ("anhang.csv", f"Raum;Besuche\nAltstadt;{w}\n".encode()),
    "csv-cp1252": lambda w: ("anhang.csv", f"Raum;Besuche\nMünster;{w}\n".encode("cp1252")),
    "json": lambda w: ("anhang.json", json.dumps({"a": [{"b": f"Es sind {w} da"}]}).encode()),
    "json-key": lambda w: ("anhang.json", json.dumps({w: 12}).encode()),
    "docx-text": lambda w: docx(f"<w:p><w:r><w:t>{w}</w:t></w:r></w:p>"),
    "docx-runs": lambda w: docx(f"<w:p><w:r><w:t>{w[:3]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{w[3:]}</w:t></w:r></w:p>"),
    "docx-cell": lambda w: docx(f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
    "docx-alternative-text": lambda w: docx(f'<w:p><w:drawing><wp:docPr id="1" name="Bild" descr="{w}"/></w:drawing></w:p>'),
    "docx-footer": lambda w: docx(word__footer1=f"<w:ftr><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:ftr>"),
    "docx-properties": lambda w: docx(docProps__core=f"<cp:coreProperties><dc:creator>{w}</dc:creator></cp:coreProperties>"),
    "docx-utf-16": lambda w: docx(word__comments=f"<w:comments><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:comments>".encode("utf-16")),
    "docx-removed-text": lambda w: docx(f"<w:p><w:del><w:r><w:delText>{w}</w:delText></w:r></w:del></w:p>"),
    "xlsx-text": lambda w: xlsx(lambda _, s: s.write_string(2, 0, f"Raum {w}")),
    "xlsx-cell": lambda w: xlsx(lambda _, s: s.write(2, 1, int(w) if w.isdigit() else w)),
    "xlsx-hidden-row": lambda w: xlsx(lambda _, s: (s.write(5, 1, w), s.set_row(5, None, None, {"hidden": True}))),
    "xlsx-comment": lambda w: xlsx(lambda _, s: s.write_comment(1, 1, f"Es sind {w} da")),
    "xlsx-properties": lambda w: xlsx(lambda b, _: b.set_properties({"author": w})),
    "xlsx-sheet": lambda w: xlsx(lambda b, _: b.add_worksheet("Blatt").write(0, 0, w)),
    "pptx-text": lambda w: pptx(ppt__slides__slide2=f"<p:sld><a:p><a:r><a:t>{w}</a:t></a:r></a:p></p:sld>"),
    "pptx-notes": lambda w: pptx(ppt__notesSlides__notesSlide1=f"<p:notes><a:p><a:r><a:t>{w}</a:t></a:r></a:p></p:notes>"),
    "pptx-alternative-text": lambda w: pptx(ppt__slides__slide2=f'<p:sld><p:cNvPr id="1" name="Bild" descr="{w}"/></p:sld>'),
    "pptx-chart": lambda w: pptx(ppt__charts__chart1=f"<c:chart><c:pt><c:v>{w}</c:v></c:pt></c:chart>"),
    "pdf-page": lambda w: pdf(f"({w}) Tj"),
    "pdf-kerned": lambda w: pdf(f"[({w[:2]}) -20 ({w[2:]})] TJ"),
    "pdf-properties": lambda w: pdf(info=f"/Author({w})"),
    "pdf-properties-utf-16": lambda w: pdf(info=f"/Author<feff{w.encode('utf-16-be').hex()}>"),
    "pdf-note": lambda w: pdf(extra=f"/Contents({w})"),
    "pdf-alternative-text": lambda w: pdf(extra=f"/Alt({w})"),
    "pdf-metadata": lambda w: pdf(stream=f"<x:xmpmeta><dc:creator>{w}</dc:creator></x:xmpmeta>".encode()),
    "zip-member": lambda w: packed("alle.zip", {"a/bericht.html": html(f"<p>{w}</p>")[1]}),
    "zip-in-zip": lambda w: packed("alle.zip", {"innen.zip": packed("innen.zip", {"anhang.txt": f"Es sind {w}"})[1]}),
    "zip-docx": lambda w: packed("alle.zip", {"bericht.docx": docx(f"<w:p><w:r><w:t>{w}</w:t></w:r></w:p>")[1]}),
    "zip-pdf": lambda w: packed("alle.zip", {"bericht.pdf": pdf(f"({w}) Tj")[1]}),
    "zip-name-of-member": lambda w: packed("alle.zip", {f"{w}.txt": "Es kommen 12"}),
    "name-of-file": lambda w: (f"bericht {w}.txt", b"Es kommen 12 Kinder."),
}

NAMES: dict[str, Plant] = {  # what only a look at every byte finds
    "attribute": lambda w: html(f'<p class="{w}">x</p>'),
    "address": lambda w: html(f'<a href="https://x.de/{quote(w)}">x</a>'),
    "address-latin-1": lambda w: html(f'<a href="https://x.de/{quote(w, encoding="latin-1")}">x</a>'),
    "style-sheet": lambda w: html("", f"<style>p::after{{content:'{w}'}}</style>"),
    "named-entity": lambda w: html("<p>" + escape(w).replace("Ö", "&Ouml;") + "</p>"),
    "escaped-json": lambda w: ("anhang.ipynb", json.dumps({"cells": [w]}).encode()),
    "attachment-of-a-notebook": lambda w: ("anhang.ipynb", json.dumps({"attachments": {"a.txt": {"text/plain": b64(f"xx {w} yy")}}}).encode()),
    **{f"base64-{i}": lambda w, i=i: html(f"<p>{b64('x' * i + ' ' + w + ' und mehr')}</p>") for i in range(3)},
    "base64-alone": lambda w: html(f"<p>{b64(w)}</p>"),
    "base64-for-addresses": lambda w: html(f"<p>{base64.urlsafe_b64encode(f'??>> {w} ~~'.encode()).decode()}</p>"),
    "base64-after-a-path": lambda w: html(f"<p>/a/{b64(f'Es ist {w}')}</p>"),
    "base64-in-lines": lambda w: html(f"<pre>{base64.encodebytes(('x' * 50 + ' ' + w + ' ' + 'y' * 50).encode()).decode()}</pre>"),
    "base64-utf-16": lambda w: html(f"<p>{b64(w.encode('utf-16-le'))}</p>"),
    "base64-gzip": lambda w: html(f"<p>{b64(gzip.compress(f'Es ist {w}, und noch viel mehr ist hier zu lesen, das nicht kurz ist.'.encode()))}</p>"),
    "base64-zip": lambda w: html(f'<a href="data:application/zip;base64,{b64(packed("a.zip", {"a.txt": w})[1])}">x</a>'),
    "name-of-file-small": lambda _: ("bericht_frau-oernekbaum.txt", b"Es kommen 12 Kinder."),
    "zip-comment": lambda w: packed("alle.zip", {"a.txt": "x"}, comment=f"von {w}"),
    "zip-folder": lambda w: packed("alle.zip", {f"{w}/a.txt": "x"}),
    "pdf-unlisted-stream": lambda w: pdf(stray=b"9 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(f"({w}) Tj".encode()) + b"\nendstream endobj\n"),
    "png-text": lambda w: ("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x10zTXtAuthor\x00\x00" + zlib.compress(w.encode("latin-1")) + b"\x00\x00\x00\x00"),
    "inflected": lambda w: html(f"<p>Bei {w}s, den {w}en, im {w.lower()}schen Haus</p>"),
    "transcribed": lambda _: html("<p>OERNEKBAUM</p>"),
    "decomposed": lambda _: html("<p>O\u0308rnekbaum</p>"),
    "compound": lambda w: html(f"<p>das {w}-Haus</p>"),
    "end-of-a-line": lambda w: ("anhang.txt", f"bei {w[:5]}-\n{w[5:]}".encode()),
}

CASES = [pytest.param(plant, id=name) for name, plant in {**BOTH, **NAMES}.items()]


@pytest.mark.parametrize("plant", CASES)
def test_a_name_is_found_wherever_it_is_planted(plant: Plant) -> None:
    name, data = plant(NAME)
    with pytest.raises(GateError) as fault:
        check(name, data, ORIGINALS)
    assert "steht ein Name aus der Namensliste" in str(fault.value)
    assert "rnekbaum" not in str(fault.value).lower()


@pytest.mark.parametrize("name", ["Yeliz", "Anna"])
def test_short_names_are_found_in_base64(name: str) -> None:
    for text in (name, f" {name}", f"({name})", f"xx {name}"):
        with pytest.raises(GateError):
            check(*html(f"<p>{b64(text)}</p>"), {name})


@pytest.mark.parametrize("plant", [pytest.param(plant, id=name) for name, plant in BOTH.items()])
def test_a_number_is_found_wherever_it_is_planted(plant: Plant) -> None:
    found = [n.where for n in shown(read(*plant(NUMBER))) if n.printed != KNOWN]
    assert found
    assert not any(NUMBER in f for f in found if "Dateiname" not in f)


@pytest.mark.parametrize("plant", [pytest.param(plant, id=name) for name, plant in BOTH.items()])
def test_a_file_without_them_passes(plant: Plant) -> None:
    extract = check(*plant(CLEAN), ORIGINALS)
    assert {n.printed for n in shown(extract)} <= {KNOWN}
