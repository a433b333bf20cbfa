import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.read.choices import folded
from workbench.schemas import terms


@given(st.sampled_from([*terms.AGE_GROUPS, *terms.SEXES, *terms.OFFER_TYPES, *terms.PROVIDER_TYPES, *terms.WEEKDAYS]))
def test_no_two_words_of_the_field_fold_into_one(word):
    words = [*terms.AGE_GROUPS, *terms.SEXES, *terms.OFFER_TYPES, *terms.PROVIDER_TYPES, *terms.WEEKDAYS]
    assert sum(folded(w) == folded(word) for w in words) == 1


@pytest.mark.parametrize(("one", "other"), [("6 bis 9 Jahre", "6–9"), ("Veranstaltung / Projekt", "veranstaltung/projekt"), ("27  und Älter", "27 und älter")])
def test_what_does_not_matter_is_folded_away(one, other):
    assert folded(one) == folded(other)


def test_words_that_only_look_alike_stay_apart():
    assert len({folded(w) for w in ("6–9", "69", "6–90", "ab 6", "Gebiet 6")}) == 5
