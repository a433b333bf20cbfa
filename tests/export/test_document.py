"""What a document says can be kept, compared and named by a hash, whatever it looks like."""

import dataclasses

import pytest

from workbench.export.document import Document, House, restored
from workbench.export.gate import passed


@pytest.fixture
def document(book, table, figure, quotes) -> Document:
    return passed(book("## Wer?\n\nEin **Satz** mit `Code`.\n\n- eins\n- zwei\n  1. drei", table(), figure(), quotes))


def test_a_stored_document_is_restored_as_it_was(document):
    assert restored(document.stored()) == document
    assert restored(document.stored()).stored() == document.stored()


def test_where_a_page_begins_is_kept_and_told_only_where_one_does(document, book, chapters):
    several = passed(book("## Gebiete", chapters))
    assert restored(several.stored()) == several
    assert several.stored().count(b'"page":true') == 2
    assert b'"page"' not in document.stored()


def test_look_and_state_are_no_content(document):
    other = dataclasses.replace(document, house=House(name="Haus", logo=b"\x89PNG"), state="Entwurf 3")
    assert other.stored() == document.stored()
    assert other.digest("geheim") == document.digest("geheim")


def test_every_word_and_the_secret_change_the_hash(document):
    other = dataclasses.replace(document, blocks=document.blocks[1:])
    assert len({document.digest("a"), document.digest("b"), other.digest("a"), dataclasses.replace(document, title="x").digest("a")}) == 4
