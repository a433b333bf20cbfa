"""Memberships: edges that the Rechenbuch does not show."""

import pandas as pd
import pytest

from workbench.errors import UnitError
from workbench.topics import verbandsarbeit as v


def members(*rows):
    return pd.DataFrame(rows, columns=["Verband", "Verbandsart", "Raum", "Altersgruppe", "Geschlecht", "Mitglieder"]).astype({"Mitglieder": "int64"})


PEOPLE = pd.DataFrame([("01", "6–9", "weiblich", 50), ("02", "6–9", "weiblich", 25)], columns=["Raum", "Altersgruppe", "Geschlecht", "Einwohner"])


def test_without_members_every_result_is_empty_and_has_its_columns():
    assert v.members(members(), by=["Altersgruppe"]).columns.tolist() == ["Altersgruppe", "Mitgliedschaften", "Anteil an den Mitgliedschaften in %"]
    assert v.density(members(), PEOPLE, by="Raum").columns.tolist() == ["Raum", "Mitgliedschaften", "Einwohner", "Mitgliedschaften je 100 Einwohner"]
    assert v.density(members(), PEOPLE, by="Raum").empty
    none = pd.DataFrame(columns=["Verband", "Verbandsart", "Gruppen", "Juleica"]).astype({"Gruppen": "int64", "Juleica": "int64"})
    assert v.organisation(none).columns.tolist() == ["Verband", "Verbandsart", "Juleica", "Gruppen"]


def test_an_area_without_members_shows_zero():
    frame = v.density(members(("Chor", "Musik", "01", "6–9", "weiblich", 5)), PEOPLE, by="Raum")
    assert frame["Mitgliedschaften je 100 Einwohner"].tolist() == [10.0, 0.0, 500 / 75]


def test_visits_are_no_memberships():
    for compute in (lambda f: v.members(f, by=["Altersgruppe"]), lambda f: v.density(f, PEOPLE, by="Raum")):
        with pytest.raises(UnitError):
            compute(pd.DataFrame({"Raum": ["01"], "Altersgruppe": ["6–9"], "Besuche": [4]}))


def test_names_stand_in_place_of_keys_and_the_total_stays():
    frame = v.with_names(pd.DataFrame({"Raum": ["02", "Insgesamt"]}), pd.DataFrame({"Raum": ["01", "02"], "Name": ["Nord", "Süd"]}))
    assert frame["Raum"].tolist() == ["02", "Insgesamt"]
    assert frame["Gebiet"].tolist() == ["Süd", "Insgesamt"]
