"""What a person sees in JupyterLab, and what a batch run leaves out."""

import pytest

from workbench.disclosure.cells import Value
from workbench.present import figure
from workbench.present.description import MARK, MIME, Description, digest
from workbench.present.note import group, note, quotes
from workbench.present.preview import html
from workbench.present.sentence import sentence
from workbench.present.table import table

ROWS = "Sozialraum | Kinder\nNord | 12\nSüd | ·\nInsgesamt | 40"
HEAD = {"title": "Leer", "project": "Beispiel", "date": "1. Mai 2025", "synthetic": True}


@pytest.fixture
def both(released):
    """A table and a figure of the same data."""
    return group(table(released(ROWS), title="Kinder <b>"), figure.bar(released(ROWS), "Sozialraum", "Kinder", title="Kinder"))


def test_tables_have_scopes_and_escaped_text(released, snapshot):
    assert html(table(released(ROWS), title="Kinder <b>")) == snapshot


def test_a_group_shows_all_its_parts(both):
    text = html(both)
    assert text.count("<table") == text.count("<svg") == 1
    assert "Kinder &lt;b&gt;" in text


def test_the_head_says_when_data_are_synthetic():
    assert "synthetische Daten" in html(Description("head", HEAD))
    assert "synthetische Daten" not in html(Description("head", HEAD | {"synthetic": False}))


def test_sentences_notes_and_quotations_are_text(released_quotes):
    text = html(group(sentence("Es {n:ist|sind} {n:Kind}.", n=Value(2)), note("Zur Methode", "Text."), quotes(released_quotes(source=""), "Zitate")))
    assert "Es sind 2\u00a0Kinder." in text
    assert "Zur Methode" in text
    assert "Ein Treff &lt; fehlt.<br><small>Fachkraft</small>" in text
    assert "Quelle" not in text


def test_a_batch_run_writes_the_description_and_its_hash_but_no_picture(both, monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("VSCODE_PID", raising=False)
    bundle, metadata = both._repr_mimebundle_()
    assert set(bundle) == {"text/plain", MIME}
    assert metadata == {MARK: {"sha256": digest(both.json())}}


def test_a_live_notebook_shows_a_picture_too(both, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "notizbuch.ipynb")
    bundle, _ = both._repr_mimebundle_()
    assert "<svg" in bundle["text/html"]


@pytest.mark.parametrize(
    ("description", "line"), [(note("Zur Methode", "Text."), "Zur Methode"), (sentence("Kurz."), "Kurz."), (group(), "group")]
)
def test_a_terminal_shows_one_line(description, line):
    assert description.plain() == line
