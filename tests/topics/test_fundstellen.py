"""Keyword counts over what the interviewed persons say."""

import pandas as pd

from workbench.schemas import transkripte
from workbench.topics.fundstellen import forms

TEXTS = pd.DataFrame({"Fall": ["A", "B"], "Text": ["I: Fährt ein Bus?\nB: Der Bus fährt, zwei Busse sogar. Der Bus!", "B: Kein Bus."]})


def test_forms_are_counted_by_persons_and_places_without_the_interviewer() -> None:
    assert forms(TEXTS, stichwort="Busse").to_numpy().tolist() == [["Bus", 2, 3], ["Busse", 1, 1], ["Insgesamt", 2, 4]]


def test_a_word_that_nobody_says_gives_an_empty_table() -> None:
    for frame in (TEXTS, transkripte.TABLE.empty()):
        found = forms(frame, stichwort="Straßenbahn")
        assert (list(found.columns), len(found)) == (["Wortform", "Personen", "Fundstellen"], 0)
