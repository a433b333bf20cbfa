"""Classic CSV of GENESIS and the Regionaldatenbank."""

import datetime as dt

import pandas as pd
import pytest

WIDE = """GENESIS-Tabelle: 12411-01-01-5
Bevölkerungsstand: Bevölkerung nach Geschlecht;;;;;
- Stichtag 31.12. -;;;;;
regionale Tiefe: Gemeinden, Samt-/Verbandsgemeinden;;;;;
Fortschreibung des Bevölkerungsstandes;;;;;
Bevölkerungsstand (Anzahl);;;;;
;;31.12.2015;31.12.2015;31.12.2010;31.12.2010
;;Insgesamt;männlich;Insgesamt;männlich
DG;Deutschland;1000;500;900;450
03;  Niedersachsen;167;83;160;80
03457;      Leer, Landkreis;167;83;160;80
03457013;        Leer (Ostfriesland);142;71;140;70
03457402;        Hesel, Samtgemeinde;25;12;20;10
03457402003;        Brinkum;18;9;15;8
03457402009;        Firrel;7;3;5;2
05334;      Städteregion Aachen (einschl. Stadt Aachen);57;28;.;.
05334032;        Stolberg (Rhld.), Stadt (ab 21.10.2009);57;28;56;27
0713101;        Adenau, Verbandsgem.;30;15;30;15
0713101001;        Alf;30;15;30;15
16077056;        Saara;-;-;28;14
__________
"zu ""gesamter Tabelle"":
ab dem Berichtsjahr 2011: nach dem
Zensus 2011"
"© Statistische Ämter des Bundes und der Länder, Deutschland, 2017.
Dieses Werk ist lizensiert unter der Datenlizenz Deutschland
- Namensnennung - Version 2.0."
Stand: 10.10.2017 / 11:01:03
"""
ROWS = """GENESIS-Tabelle: 22541-01-04-4
Statistik der Tageseinrichtungen für Kinder,;;;;;
Tageseinrichtungen für Kinder - Stichtage -;;;;;
regionale Tiefe: Kreise und krfr. Städte;;;;;
;;;Tageseinrichtungen für Kinder;Tageseinrichtungen für Kinder;Genehmigte Plätze
;;;;unter 3 Jahre;
;;;Anzahl;Anzahl;Anzahl
01.03.2016;10041;      Saarbrücken, Regionalverband;200;3;9000
01.03.2016;10041100;      Saarbrücken, Landeshauptstadt;102;-;7510
15.03.2007;10041;      Saarbrücken, Regionalverband;190;4;8000
15.03.2007;10041100;      Saarbrücken, Landeshauptstadt;-;-;-
__________
Stand: 10.10.2017 / 10:46:26
"""
TITLE = """GENESIS-Tabelle: 13211-01-03-5
Arbeitslose nach ausgewählten Personengruppen;;;
- Jahresdurchschnitt -;;;
Jahr: 2016;;;
;;Arbeitslose insgesamt;Arbeitslose;Arbeitslose
;;;und zwar;und zwar
;;;Ausländer;langzeitarbeitslos
;;Anzahl;Anzahl;Anzahl
05562012;        Dorsten, Stadt;165;20;x
__________
Stand: 10.10.2017 / 14:10:42
"""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_two_header_rows_give_indicator_and_date_in_any_encoding(table, values, encoding):
    found = values(table(WIDE, encoding=encoding), "Schlüssel", "Kennzahl", "Jahr")
    assert found["05334032", "Bevölkerungsstand", 2015] == 57
    assert found["05334032", "Bevölkerungsstand: männlich", 2010] == 27


def test_a_date_in_the_first_column_is_the_date_of_its_row(table, values):
    found = values(table(ROWS), "Schlüssel", "Kennzahl", "Jahr")
    assert found["10041", "Genehmigte Plätze", 2007] == 8000
    assert found["10041", "Tageseinrichtungen für Kinder: unter 3 Jahre", 2016] == 3


def test_a_date_in_a_title_is_the_date_of_all_figures(table):
    frame = table(TITLE).frame
    assert set(frame["Jahr"]) == {2016}
    assert frame["Stichtag"].isna().all()
    assert list(frame["Kennzahl"]) == ["Arbeitslose insgesamt", "Arbeitslose: Ausländer", "Arbeitslose: langzeitarbeitslos"]


def test_keys_of_ten_and_eleven_digits_become_those_of_the_gemeinde(table):
    made = table(WIDE)
    levels = {a.key: (a.level, a.inside) for a in made.areas}
    assert levels["03457003"] == ("Gemeinde", "03457402")
    assert levels["07131001"] == ("Gemeinde", "071315001")


def test_a_samtgemeinde_of_eight_digits_is_no_gemeinde(table):
    made = table(WIDE)
    rows = made.frame[(made.frame["Ebene"] == "Gemeinde") & made.frame["Schlüssel"].str.startswith("03457") & (made.frame["Jahr"] == 2015) & (made.frame["Kennzahl"] == "Bevölkerungsstand")]
    assert rows["Wert"].sum() == 167  # with the Samtgemeinde it would be 192
    assert {a.key: a.level for a in made.areas}["03457402"] == "Gemeindeverband"


def test_a_dissolved_municipality_does_not_have_zero_residents(table):
    frame = table(WIDE).frame
    saara = frame[frame["Schlüssel"] == "16077056"]
    assert list(saara["Grund"]) == ["gibt es nicht", "gibt es nicht", "", ""]
    assert saara["Wert"].tolist()[2:] == [28, 14]
    assert saara["Wert"].isna().tolist() == [True, True, False, False]


def test_a_dash_beside_other_figures_is_exactly_zero(table):
    frame = table(ROWS).frame
    zero = frame[(frame["Schlüssel"] == "10041100") & (frame["Jahr"] == 2016)].iloc[1]
    assert (zero["Wert"], zero["Grund"]) == (0, "")
    assert zero["Hinweis"].startswith("genau null")


def test_a_pseudo_kreis_in_a_table_of_kreise_is_a_gemeinde_and_says_so(table):
    made = table(ROWS)
    assert {a.key: (a.level, a.note[:17]) for a in made.areas} == {"10041": ("Kreis", ""), "10041100": ("Gemeinde", "Teil eines Kreise")}


def test_names_lose_their_indentation_and_keep_their_suffix(table):
    assert "Stolberg (Rhld.), Stadt (ab 21.10.2009)" in {a.name for a in table(WIDE).areas}


def test_source_licence_basis_and_unit_come_from_the_file(table):
    frame = table(WIDE).frame
    assert set(frame["Quelle"]) == {"Statistische Ämter des Bundes und der Länder: Bevölkerungsstand: Bevölkerung nach Geschlecht (12411-01-01-5), Stand 10.10.2017"}
    assert set(frame["Lizenz"]) == {"Datenlizenz Deutschland – Namensnennung – Version 2.0 (www.govdata.de/dl-de/by-2-0)"}
    assert dict(zip(frame["Jahr"], frame["Basis"], strict=True)) == {2015: "Zensus 2011", 2010: ""}
    assert set(frame["Einheit"]) == {"Anzahl"}
    assert set(frame["Stichtag"]) == {pd.Timestamp(2015, 12, 31), pd.Timestamp(2010, 12, 31)}


def test_signs_keep_their_reasons(table):
    frame = table(TITLE).frame
    assert list(frame["Grund"]) == ["", "", "gesperrt, weil nicht sinnvoll"]
    assert "unbekannt oder geheim" in set(table(WIDE).frame["Grund"])


def test_a_file_without_a_date_is_refused(fault):
    assert "Unklar, für welches Jahr" in fault(TITLE.replace("Jahr: 2016;;;\n", "").replace("Stand: 10.10.2017 / 14:10:42", ""))


def test_two_dates_in_the_titles_are_not_chosen_between(fault):
    assert "gefunden: 31.12.2015, 31.12.2016" in fault(TITLE.replace("Jahr: 2016", "31.12.2015 und 31.12.2016"))


def test_the_same_heading_twice_is_told_apart_by_its_column(table):
    made = table(TITLE.replace("langzeitarbeitslos", "Ausländer"))
    assert list(made.frame["Kennzahl"].cat.categories) == ["Arbeitslose insgesamt", "Arbeitslose: und zwar, Ausländer", "Arbeitslose: und zwar, Ausländer (Spalte E)"]
    assert "mehrfach" in made.notes[0]


def test_an_english_decimal_point_is_refused_with_its_place(fault):
    assert "Zeile 9, Spalte D: »2.5« – erwartet eine Zahl wie 1.234,5. Ist »2,5« gemeint? Dezimalzeichen ist das Komma." in fault(TITLE.replace(";20;", ";2.5;"))


def test_empty_columns_and_columns_of_quality_marks_hold_no_figures(table):
    text = """Tabelle: 12411-0015
Bevölkerung: Kreise, Stichtag
;;31.12.2022;31.12.2022;;31.12.2023;31.12.2023
;;Anzahl;;;Anzahl;
05562;Recklinghausen;617000;e;;618000;p
05566;Steinfurt;455000;e;;;/
__________
"""
    frame = table(text).frame
    assert list(frame["Wert"].fillna(-1)) == [617000, 618000, 455000, -1]
    assert list(frame["Hinweis"]) == ["", "vorläufig", "", ""]
    assert list(frame["Grund"]) == ["", "", "", "nicht sicher genug"]


def test_rows_with_figures_and_no_key_are_counted_not_lost(table):
    made = table(TITLE.replace("__________", ";Region Ruhr;1;2;3\n05562;Recklinghausen;1;2;3\n__________"))
    assert any("1 Zeilen mit Zahlen, aber ohne amtlichen Schlüssel bleiben außen vor, zuerst Zeile 10" in n for n in made.notes)


def test_a_month_has_its_last_day_and_its_name(table):
    frame = table("GENESIS-Tabelle: 1\nArbeitslose\nBerichtsmonat: Dezember 2023\n;;Arbeitslose\n05562;Recklinghausen;5\n__________\n").frame
    assert frame["Stichtag"].iloc[0] == pd.Timestamp(dt.date(2023, 12, 31))
    assert frame["Hinweis"].iloc[0] == "Dezember 2023"


def test_an_area_under_two_keys_has_the_figures_of_the_one_that_was_valid(table, values):
    text = WIDE.replace("03457402009;", "03457403003;        Brinkum;-;-;13;7\n03457402009;").replace("Brinkum;18;9;15;8", "Brinkum;18;9;-;-")
    made = table(text)
    found = values(made, "Schlüssel", "Kennzahl", "Jahr")
    assert found["03457003", "Bevölkerungsstand", 2015] == 18
    assert found["03457003", "Bevölkerungsstand", 2010] == 13
    assert not made.frame.duplicated(["Schlüssel", "Kennzahl", "Jahr"]).any()


def test_two_different_figures_for_one_area_both_stay_out(table, values):
    made = table(WIDE.replace("03457402009;", "03457403003;        Brinkum;99;9;15;8\n03457402009;"))
    assert any(n.startswith("1 Wert steht mehrfach und verschieden da und bleibt außen vor, z. B. Zeile 15, Spalte C: »") and "Brinkum 03457003" in n for n in made.notes)
    found = values(made, "Schlüssel", "Kennzahl", "Jahr")
    assert ("03457003", "Bevölkerungsstand", 2015) not in found
    assert found["03457003", "Bevölkerungsstand", 2010] == 15


def test_signs_under_one_key_do_not_stand_against_numbers_under_the_other(table, values):
    found = values(table(WIDE.replace("03457402009;", "03457403003;        Brinkum;-;.;-;.\n03457402009;")), "Schlüssel", "Kennzahl", "Jahr")
    assert found["03457003", "Bevölkerungsstand", 2015] == 18


LAENDER = ("Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg", "Hessen", "Mecklenburg-Vorpommern", "Niedersachsen", "Nordrhein-Westfalen", "Rheinland-Pfalz", "Saarland", "Sachsen", "Sachsen-Anhalt", "Schleswig-Holstein", "Thüringen")


def test_laender_need_no_keys_and_their_total_is_the_country(table, values):
    rows = "".join(f"{name};{i},50;{i}\n" for i, name in enumerate(LAENDER))
    text = f"GENESIS-Tabelle: Temporär\nGebietsfläche: Bundesländer, Stichtag;;\nGebietsfläche (qkm);;\n;Stichtag;Stichtag\n;31.12.1995;31.12.1996\n{rows}Insgesamt;128,00;120\n_____\n(C)opyright Statistisches Bundesamt, Wiesbaden 2010\n"
    made = table(text, encoding="cp1252")
    found = values(made, "Schlüssel", "Jahr")
    assert (found["08", 1995], found["DG", 1995], len(found)) == (0.5, 128, 34)
    assert set(made.frame["Kennzahl"]) == {"Gebietsfläche"}
    assert made.origin.table == "Gebietsfläche: Bundesländer, Stichtag"


def test_laender_may_stand_behind_the_year(table, values):
    found = values(table("Statistisches Bundesamt\nAusgaben in den Ländern\nJahr;Land;Ausgaben\n2020;Bayern;5\n2020;Hessen;6\n2021;Bayern;7\n"), "Schlüssel", "Jahr")
    assert found == {("09", 2020): 5, ("06", 2020): 6, ("09", 2021): 7}


def test_years_above_the_columns_are_no_figures_of_a_land(workbook, values):
    (made,) = workbook(Tabelle=[["Statistisches Bundesamt"], ["Land", 2020, 2021], ["Bayern", 5, 6], ["Hessen", 7, 8]])
    assert values(made, "Schlüssel", "Jahr") == {("09", 2020): 5, ("09", 2021): 6, ("06", 2020): 7, ("06", 2021): 8}


def test_years_of_age_above_the_columns_do_not_number_them(table):
    frame = table("AGS;Gemeinde;Jahr;0;1;2\n05562012;Dorsten;2022;5;6;7\n", name="Kinder.csv").frame
    assert list(frame["Kennzahl"]) == ["0", "1", "2"]


def test_a_table_without_its_foot_may_be_torn(table):
    assert not any("Fußzeile fehlt" in n for text in (WIDE, WIDE.replace("__________", '"__________"')) for n in table(text).notes)
    assert table(WIDE[: WIDE.index("0713101;")]).notes[0] == "Die Fußzeile fehlt, mit der Tabellen von GENESIS enden: Ist die Datei vollständig heruntergeladen?"
