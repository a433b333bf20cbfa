"""How groups are spread: frames for reports, from released values."""

import pandas as pd
import pytest

from workbench.schemas.terms import TOTAL
from workbench.topics import raumstruktur
from workbench.topics.raumstruktur import ABOVE, BELOW, SAME, UNKNOWN

X, Y = 400_000.0, 5_700_000.0


def frame(hits, totals, year=2024, key="arm"):
    areas = [f"0{n}" for n in range(len(hits))]
    rows = pd.DataFrame({"Indikator": key, "Name": "Armut", "Raum": areas, "Gebiet": [f"Gebiet {a}" for a in areas], "Jahr": year, "Zähler": hits, "Nenner": totals})
    whole = rows.iloc[:1].assign(Raum=TOTAL, Gebiet=TOTAL, Zähler=999, Nenner=1000)
    both = pd.concat([rows, whole], ignore_index=True).astype({"Zähler": "Float64", "Nenner": "Float64"})
    return both.assign(**{"Anteil in %": both["Zähler"] * 100 / both["Nenner"]})


def row(count):
    """Squares in a row."""
    rings = [[[(X + 100 * n, Y), (X + 100 * (n + 1), Y), (X + 100 * (n + 1), Y + 100), (X + 100 * n, Y + 100), (X + 100 * n, Y)]] for n in range(count)]
    return pd.DataFrame({"Raum": [f"0{n}" for n in range(count)], "Ring": rings})


def test_segregation_stands_beside_what_chance_lets_expect():
    found = raumstruktur.segregation(frame([30, 10], [100, 100])).iloc[0]
    assert found["Gebiete"] == 2
    assert found[raumstruktur.DISSIMILARITY] == pytest.approx(31.25)
    assert found[raumstruktur.ISOLATION] == pytest.approx(25)
    assert 0 < found[raumstruktur.CHANCE] < 10


def test_inequality_between_groups_of_areas():
    found = raumstruktur.segregation(frame([30, 30, 10, 10], [100] * 4), gruppen={"00": "Nord", "01": "Nord", "02": "Süd", "03": "Süd"})
    assert found[raumstruktur.BETWEEN].tolist() == pytest.approx([100])


def test_quotients_are_named_where_they_are_reliable():
    found = raumstruktur.quotients(frame([30, 10, 20, None], [100, 100, 100, 100]))
    assert found["Standortquotient"].tolist() == pytest.approx([1.5, 0.5, 1, float("nan")], nan_ok=True)
    assert found["Einordnung"].tolist() == [ABOVE, BELOW, SAME, UNKNOWN]
    assert "Zähler" not in found


def test_small_areas_are_drawn_to_the_mean():
    found = raumstruktur.smoothed(frame([5, 10, 30, None], [100, 200, 300, 100]))
    assert found["geglätteter Anteil in %"].tolist() == pytest.approx([6.875, 6.5, 8.75, float("nan")], nan_ok=True)
    assert found["Gewicht des eigenen Werts"].tolist()[:3] == pytest.approx([0.25, 0.4, 0.5])
    assert found["Verlässlichkeit"].tolist() == ["verlässlich"] * 3 + [UNKNOWN]
    assert raumstruktur.smoothed(frame([5], [20]))["Verlässlichkeit"].tolist() == ["zu unsicher"]


def test_each_area_stands_beside_its_neighbours():
    found = raumstruktur.neighbourhood(frame([10, 20, 60, None], [100] * 4), geometrie=row(4))
    assert found["Nachbargebiete"].tolist() == [1, 2, 1, 1]
    assert found["Mittel der Nachbargebiete in %"].tolist() == pytest.approx([20, 35, 20, 60])
    assert found["Abstand in Prozentpunkten"].tolist()[:3] == pytest.approx([-10, -15, 40])


def test_patterns_are_named_only_where_they_are_clear():
    werte = pd.concat([frame([*[5] * 5, *[40] * 5], [100] * 10), frame([5, 40] * 5, [100] * 10, key="b"), frame([9] * 10, [100] * 10, key="c")])
    found = raumstruktur.patterns(werte, geometrie=row(10), startwert=1).set_index("Indikator")
    assert found["Muster"].tolist() == [raumstruktur.ALIKE, raumstruktur.UNLIKE, "nicht bestimmbar"]
    assert found["durch Zufall zu erwarten"].iloc[0] == pytest.approx(-1 / 9)
    again = raumstruktur.patterns(werte, geometrie=row(10), startwert=1)
    pd.testing.assert_frame_equal(found.reset_index(), again)


def test_without_rows_there_are_the_columns_only():
    empty, lines = frame([5], [10]).iloc[:0], row(2)
    for found in (raumstruktur.segregation(empty), raumstruktur.quotients(empty), raumstruktur.smoothed(empty), raumstruktur.neighbourhood(empty, geometrie=lines), raumstruktur.patterns(empty, geometrie=lines, startwert=1)):
        assert found.empty
        assert "Name" in found
