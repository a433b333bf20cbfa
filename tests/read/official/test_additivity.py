"""Sums over sub-areas against the published total."""

from workbench.read.official.additivity import sums

HEAD = "Schlüssel;Gebiet;Jahr;Bevölkerung (Anzahl)\n"
CENSUS = "Zensus 2022: Bevölkerung;;;\n"


def one(table, rows, head=HEAD):
    return {(s.parts, s.whole): (s.checked, s.open, s.wrong, s.largest) for s in sums(table(head + rows))}


def test_sums_that_agree_are_counted(table):
    assert one(table, "05;NRW;2022;30\n05562;A;2022;10\n05566;B;2022;20\n05562012;C;2022;4\n05562024;D;2022;6\n05566028;E;2022;20\n") == {("Gemeinde", "Kreis"): (2, 0, 0, 0), ("Kreis", "Land"): (1, 0, 0, 0)}


def test_a_difference_is_shown_with_its_area(table):
    (found,) = sums(table(HEAD + "05562;Recklinghausen;2022;12\n05562012;C;2022;4\n05562024;D;2022;6\n"))
    assert (found.wrong, found.largest) == (1, -2)
    assert found.examples == ("05562 Recklinghausen, Bevölkerung, 2022: −2",)


def test_a_samtgemeinde_is_not_added_to_its_members(table):
    found = one(table, "03457;Leer;2022;25\n03457402;Hesel, Samtgemeinde;2022;25\n03457402003;Brinkum;2022;18\n03457402009;Firrel;2022;7\n")
    assert found == {("Gemeinde", "Kreis"): (1, 0, 0, 0), ("Gemeinde", "Gemeindeverband"): (1, 0, 0, 0)}


def test_a_pseudo_kreis_counts_in_no_sum(table):
    text = "GENESIS-Tabelle: 1\nTest\nregionale Tiefe: Kreise und krfr. Städte\n;;31.12.2022\n;;Anzahl\n10;Saarland;100\n10041;Saarbrücken, Regionalverband;60\n10041100;Saarbrücken, Landeshauptstadt;40\n10042;Merzig;40\n__________\n"
    assert one(table, "", head=text) == {("Kreis", "Land"): (1, 0, 0, 0)}


def test_the_census_may_differ_by_its_method(table):
    rows = "05562;Recklinghausen;2022;19\n05562012;C;2022;4\n05562024;D;2022;6\n"
    assert one(table, rows)["Gemeinde", "Kreis"][2] == 1
    assert one(table, rows, head=CENSUS + HEAD)["Gemeinde", "Kreis"] == (1, 0, 0, -9)
    assert one(table, rows.replace(";19", ";20"), head=CENSUS + HEAD)["Gemeinde", "Kreis"][2] == 1


def test_rounded_figures_may_differ_by_half_a_unit_per_part(table):
    rows = "05562;Recklinghausen;2022;11\n05562012;C;2022;4\n05562024;D;2022;6\n"
    assert one(table, rows, head=HEAD.replace("Anzahl", "1000"))["Gemeinde", "Kreis"][2] == 0


def test_averages_over_a_year_and_computed_posts_are_rounded_one_by_one(table):
    rows = "05562;Recklinghausen;2022;{}\n05562012;C;2022;4\n05562024;D;2022;6\n"
    average = "GENESIS-Tabelle: 13211-01-03-5\nArbeitslose;;;\n- Jahresdurchschnitt -;;;\n" + HEAD.replace("Bevölkerung", "Arbeitslose")
    posts = HEAD.replace("Bevölkerung", "Rechn. Zahl der Vollzeitstellen")
    for head in (average, posts):
        assert [one(table, rows.format(n), head=head)["Gemeinde", "Kreis"][2] for n in (10, 11, 12)] == [0, 0, 1]


def test_a_stadt_of_a_kreistabelle_counts_where_its_kreis_does_not_exist_yet(table):
    """Aachen before 2009: the Städteregion is empty, Stadt and Kreis stand beside it."""
    text = "GENESIS-Tabelle: 1\nTest\nregionale Tiefe: Kreise und krfr. Städte\n;;;Plätze;Gruppen\n;;;Anzahl;Anzahl\n"
    rows = "2008;05;NRW;30;3\n2008;05334;Städteregion Aachen;-;-\n2008;05334002;Aachen, krfr. Stadt;10;1\n2008;05354;Aachen, Kreis;20;2\n"
    later = "2010;05;NRW;30;3\n2010;05334;Städteregion Aachen;30;3\n2010;05334002;Aachen, krfr. Stadt;10;1\n2010;05354;Aachen, Kreis;-;-\n__________\n"
    assert one(table, rows + later, head=text) == {("Kreis", "Land"): (4, 0, 0, 0)}


def test_parts_under_an_old_and_a_new_key_are_told_by_the_double_sum(table):
    (found,) = sums(table(HEAD + "14;Sachsen;2007;12\n14161;Chemnitz;2007;12\n14511;Chemnitz, Stadt;2007;12\n"))
    assert found.examples == ("14 Sachsen, Bevölkerung, 2007: +12 (das Doppelte: stehen die Teile unter altem und neuem Schlüssel da?)",)


def test_a_hidden_part_leaves_the_sum_open_and_an_absent_one_does_not(table):
    assert one(table, "05562;Recklinghausen;2022;10\n05562012;C;2022;4\n05562024;D;2022;.\n")["Gemeinde", "Kreis"] == (0, 1, 0, 0)
    assert one(table, "05562;Recklinghausen;2022;4\n05562012;C;2022;4\n05562024;D;2022;-\n")["Gemeinde", "Kreis"] == (1, 0, 0, 0)


def test_shares_are_not_added(table):
    assert one(table, "05562;Recklinghausen;2022;10\n05562012;C;2022;4\n", head=HEAD.replace("Anzahl", "%")) == {}


def test_medians_and_means_are_not_added_whatever_their_unit(table):
    rows = "05562;Recklinghausen;2022;3500\n05562012;C;2022;3400\n"
    assert one(table, rows, head="Schlüssel;Gebiet;Jahr;Medianentgelt (Euro)\n") == {}
