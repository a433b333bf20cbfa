"""Official keys in all lengths and forms."""

import pytest

from workbench.read.official.keys import areas, counts, same

FORMS = {  # key of the file, name, level that the file gives: key, level
    ("DG", "Deutschland", ""): ("DG", "Bund"),
    ("0", "Bundesrepublik", "Bund"): ("DG", "Bund"),
    ("05", "Nordrhein-Westfalen", ""): ("05", "Land"),
    ("051", "Düsseldorf, Regierungsbezirk", ""): ("051", "Regierungsbezirk"),
    ("05913", "Dortmund, Kreisfreie Stadt", ""): ("05913", "Kreis"),
    ("02", "Hamburg", ""): ("02", "Land"),
    ("0713101", "Adenau, Verbandsgem.", ""): ("071315001", "Gemeindeverband"),
    ("05562012", "Dorsten, Stadt", ""): ("05562012", "Gemeinde"),
    ("05 5 62 012", "Dorsten, Stadt", ""): ("05562012", "Gemeinde"),
    ("03457402", "Hesel, Samtgemeinde", ""): ("03457402", "Gemeindeverband"),
    ("15090415", "Osterburg (Altmark), Hansestadt", ""): ("15090415", "Gemeinde"),
    ("05562000", "Recklinghausen", "Kreis"): ("05562", "Kreis"),
    ("05000000", "Nordrhein-Westfalen", "Land"): ("05", "Land"),
    ("05913000", "Dortmund", "Gemeinde"): ("05913000", "Gemeinde"),
    ("10041100", "Saarbrücken, Landeshauptstadt", "Kreis"): ("10041100", "Gemeinde"),
    ("010540056", "Husum", ""): ("010540056", "Gemeindeverband"),
    ("0713505001", "Alf", ""): ("07135001", "Gemeinde"),
    ("0713100007", "Bad Neuenahr-Ahrweiler, verbandsfr. Gemeinde", ""): ("07131007", "Gemeinde"),
    ("03457402003", "Brinkum", ""): ("03457003", "Gemeinde"),
    ("034575402003", "Brinkum", "Gemeinde"): ("03457003", "Gemeinde"),
    ("034570000000", "Leer", "Kreis"): ("03457", "Kreis"),
    ("034575402000", "Hesel", "Gemeindeverband"): ("034575402", "Gemeindeverband"),
    ("055660000", "Region", "andere"): ("055660000", ""),
}
LOST = {("5562012", ""): "05562012", ("5562", ""): "05562", ("51", ""): "051", ("1051001", ""): "01051001", ("5", "Land"): "05", ("34575402003", "Gemeinde"): "03457003"}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_key_has_one_form_and_one_level(form):
    (found,) = areas([form[0]], [form[1]], [form[2]])
    assert (found.key, found.level, found.unclear) == (*FORMS[form], "")


@pytest.mark.parametrize("form", LOST, ids=str)
def test_a_lost_zero_is_put_back_where_only_one_reading_is_possible(form):
    (found,) = areas([form[0]], [""], [form[1]])
    assert (found.key, found.note) == (LOST[form], f"führende Null ergänzt: im Original {form[0]}")


def test_a_digit_alone_is_a_land_only_where_something_says_so():
    assert [a.unclear == "" for a in areas(["5", "6"], ["Nordrhein-Westfalen", "Irgendwo"], ["", ""])] == [True, False]


@pytest.mark.parametrize("key", ["10540056", "10515010100"])
def test_two_readings_are_not_chosen_between(key):
    found = areas([key, f"0{key[:-1]}9"], ["", ""], ["", ""])[0]
    assert "zwei Lesarten" in found.unclear
    assert found.key in {key, key[:5] + key[-3:]}


@pytest.mark.parametrize("key", ["", "abc", "99999999", "17001", "0556"])
def test_what_is_no_key_is_unclear(key):
    assert areas([key], [""], [""])[0].unclear.startswith("kein amtlicher Schlüssel")


def test_members_show_their_association_whatever_its_name():
    found = areas(["08125501", "08125501007"], ["Mitte", "Dorf"], ["", ""])
    assert [a.level for a in found] == ["Gemeindeverband", "Gemeinde"]
    assert found[1].inside == "08125501"


def test_areas_are_counted_by_level():
    assert counts(areas(["DG", "05", "05562", "05566", "Mitte"], [""] * 5, ["", "", "", "", "andere"])) == {"Bund": 1, "Land": 1, "Kreis": 2, "andere Gebiete": 1}


@pytest.mark.parametrize(("key", "other"), [("05913000", "05913"), ("02", "02000000"), ("11000000", "11"), ("03457402", "034575402"), ("034575402", "03457402"), ("05562012", "05562012")])
def test_one_area_may_stand_under_several_keys(key, other):
    assert other in same(key)
