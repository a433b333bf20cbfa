"""Notes, quotations and groups."""

import pytest

from workbench.disclosure.cells import Value
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY
from workbench.present.note import group, note, quotes
from workbench.present.sentence import sentence


def test_a_note_holds_texts_and_sentences():
    body = note("Zur Methode", "Gezählt werden Besuche.", sentence("Es {n:ist|sind} {n:Interview}.", n=Value(8))).body
    assert body == {"title": "Zur Methode", "paragraphs": ["Gezählt werden Besuche.", "Es sind 8\u00a0Interviews."]}


def test_a_note_takes_no_other_description(snapshot):
    with pytest.raises(ReleaseError) as fault:
        note("Zur Methode", note("Noch eine"))
    assert str(fault.value) == snapshot


def test_quotations_keep_their_labels_source_and_rule(released_quotes, snapshot):
    assert quotes(released_quotes(), "Was fehlt").json() == snapshot


def test_without_a_released_quotation_nothing_prints(released_quotes):
    assert quotes(released_quotes(flag=False), "Was fehlt") == EMPTY


def test_quotations_that_were_not_released_are_refused(snapshot):
    with pytest.raises(ReleaseError) as fault:
        quotes(["Es fehlt ein Treff."], "Was fehlt")
    assert str(fault.value) == snapshot


def test_a_group_leaves_out_what_is_empty():
    first = note("A", "Text.")
    assert group(first, EMPTY).body == {"blocks": [first.json()]}
