"""Traps of the field that only a whole table shows: all lengths of keys at once, four header rows, four characteristics, all signs."""

from workbench.read.official.additivity import sums
from workbench.read.official.keys import counts

# as 12411-02-03-5 mixes them: 2, 3, 5, 7, 8, 10 and 11 digits; Dortmund has 5 only, Hamburg 2 only
MIXED = """GENESIS-Tabelle: 12411-02-03-5
Bevölkerung nach Geschlecht;;
- Stichtag 31.12. -;;
Bevölkerungsstand (Anzahl);;
;;31.12.2015
DG;Deutschland;422
02;  Hamburg;90
03;  Niedersachsen;42
034;    Stat. Region Weser-Ems;42
03457;      Leer, Landkreis;42
03457013;        Leer (Ostfriesland);17
03457402;        Hesel, Samtgemeinde;25
03457402003;        Brinkum;18
03457402009;        Firrel;7
05;  Nordrhein-Westfalen;260
05913;      Dortmund, Kreisfreie Stadt;260
07;  Rheinland-Pfalz;30
07131;      Ahrweiler, Landkreis;30
0713101;        Adenau, Verbandsgem.;30
0713101001;        Antweiler;30
__________
Stand: 10.10.2017 / 10:46:26
"""
FOUR = """GENESIS-Tabelle: 22541-01-01-4
Kinder in Tagesbetreuung;;;;
Stichtag: 01.03.2022;;;;
;;Kinder;Kinder;Kinder
;;Insgesamt;unter 3 Jahre;unter 3 Jahre
;;Insgesamt;Insgesamt;und zwar
;;Insgesamt;Insgesamt;ganztags
;;Anzahl;Anzahl;%
05562;  Recklinghausen;15000;4000;45,5
05913;  Dortmund;14000;...;()
__________
"""
SIGNS = """Tabelle: 1
Haushalte in Tausend
Jahr: 2022
;;Haushalte;Familien;Paare;Alleinstehende;Kinder;Ältere;Junge;Frauen
;;1000;1000;1000;1000;1000;1000;1000;1000
05562;Recklinghausen;-;0;.;x;...;/;*;(7)
__________
"""
VARIABLES = "statistics_code;statistics_label;time_code;time_label;time;" + "".join(f"{i}_variable_code;{i}_variable_label;{i}_variable_attribute_code;{i}_variable_attribute_label;" for i in range(1, 5)) + "value;value_unit;value_variable_code;value_variable_label"
FLAT = f"""{VARIABLES}
22541;Kinder;STAG;Stichtag;2024-03-01;GES;Geschlecht;;Insgesamt;ALT;Alter;ALT03;unter 3 Jahre;KREISE;Kreise und kreisfreie Städte;08325;Rottweil, Landkreis;NAT;Nationalität;NATA;Ausländer;12,5;%;QUO;Quote
22541;Kinder;STAG;Stichtag;2024-03-01;GES;Geschlecht;GESW;weiblich;ALT;Alter;;;KREISE;Kreise und kreisfreie Städte;08325;Rottweil, Landkreis;NAT;Nationalität;;;.;%;QUO;Quote
"""


def test_keys_of_all_lengths_in_one_table_keep_their_levels_and_add_up(table):
    made = table(MIXED, encoding="cp1252")
    assert counts(made.areas) == {"Bund": 1, "Land": 4, "Regierungsbezirk": 1, "Kreis": 3, "Gemeindeverband": 2, "Gemeinde": 4}
    assert {(s.parts, s.whole): s.wrong for s in sums(made)} == {("Gemeinde", "Kreis"): 0, ("Kreis", "Regierungsbezirk"): 0, ("Kreis", "Land"): 0, ("Land", "Bund"): 0, ("Gemeinde", "Gemeindeverband"): 0}


def test_four_header_rows_with_repeated_labels_and_a_row_of_units(table, values):
    made = table(FOUR)
    assert values(made, "Kennzahl", "Schlüssel")["Kinder: unter 3 Jahre, ganztags", "05562"] == 45.5
    assert list(made.frame["Kennzahl"].cat.categories) == ["Kinder", "Kinder: unter 3 Jahre", "Kinder: unter 3 Jahre, ganztags"]
    assert list(made.frame["Einheit"])[:3] == ["Anzahl", "Anzahl", "%"]
    assert list(made.frame["Grund"])[-2:] == ["Angabe folgt später", "Aussagewert eingeschränkt"]


def test_every_official_sign_keeps_its_own_meaning_in_the_table(table):
    frame = table(SIGNS).frame
    assert list(zip(frame["Kennzahl"], frame["Wert"].fillna(-1), frame["Grund"], frame["Hinweis"], strict=True)) == [
        ("Haushalte", 0, "", "genau null"), ("Familien", 0, "", "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit"), ("Paare", -1, "unbekannt oder geheim", ""),
        ("Alleinstehende", -1, "gesperrt, weil nicht sinnvoll", ""), ("Kinder", -1, "Angabe folgt später", ""), ("Ältere", -1, "nicht sicher genug", ""), ("Junge", -1, "geheim", ""), ("Frauen", 7, "Aussagewert eingeschränkt", ""),
    ]  # fmt: skip


def test_ffcsv_may_have_four_characteristics_and_its_areas_in_any_of_them(table):
    made = table(FLAT, encoding="utf-8-sig")
    assert [(a.key, a.level) for a in made.areas] == [("08325", "Kreis")]
    assert list(zip(made.frame["Kennzahl"], made.frame["Wert"].fillna(-1), made.frame["Grund"], strict=True)) == [("Quote: unter 3 Jahre, Ausländer", 12.5, ""), ("Quote: weiblich", -1, "unbekannt oder geheim")]
