"""The last look: what leaves is attacked and read again, and its record holds no number that was hidden."""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench.disclosure import record
from workbench.disclosure.approval import standing
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.disclosure.published import Published, dumps
from workbench.errors import GateError
from workbench.export import leave
from workbench.export.leave import Handed
from workbench.export.own import CHAPTER, Words
from workbench.project import Rule, load

HIDDEN = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Alter",), (("6–9",), ("10–13",), ("Insgesamt",)), (None, 71.0, 73.0), additive=("Alter",), goals={0: (1, 3)})
PAGE = "<!DOCTYPE html><html lang='de'><head><title>Besuche</title></head><body><h1>Besuche</h1>{}</body></html>"
TABLE = "<table><caption>Tabelle 1: Besuche</caption><thead><tr><th>Alter</th><th>Besuche</th></tr></thead><tbody><tr><th>6–9</th><td>{}</td></tr><tr><th>10–13</th><td>71</td></tr></tbody></table>"


def handed(*tables: Published, values: tuple[float, ...] = (71.0,)) -> Handed:
    return Handed((), tables, frozenset(values), frozenset())


def read(body: str, what: Handed, **how: object) -> None:
    leave.read_again("20_x.html", PAGE.format(body).encode(), what, ["Erika Beispiel"], **how)


def test_a_cell_that_can_be_computed_stops_the_report_and_is_named() -> None:
    with pytest.raises(GateError) as fault:
        leave.attacked(handed(HIDDEN), [])
    assert str(fault.value).startswith("Die Prüfung hat Lücken gefunden; der Bericht wird nicht ausgegeben.\n»Besuche« (20_x), Alter: 6–9: Aus »Besuche«")
    assert "auf genau 2 schließen" in str(fault.value)


def test_another_report_completes_the_attack() -> None:
    alone = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Alter",), (("6–9",), ("10–13",)), (None, 71.0), additive=("Alter",), goals={0: (1, 3)})
    total = Published("dorsten", "10_y", "Überblick", "besuche/Besuche", (), ((),), (73.0,))
    assert leave.attacked(handed(alone), [])["Tabellen"] == 1
    with pytest.raises(GateError, match="Überblick"):
        leave.attacked(handed(alone), [total])


def test_an_approved_edition_is_compared_and_one_of_other_data_is_no_contradiction() -> None:
    now = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Alter",), (("6–9",), ("10–13",), ("14–17",), ("Insgesamt",)), (None, None, 40.0, 73.0), additive=("Alter",), goals={0: (1, 3)})
    shown = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Alter",), (("10–13",), ("14–17",)), (31.0, 40.0))
    assert leave.attacked(handed(now), [], [])["Tabellen"] == 1
    with pytest.raises(GateError, match="frühere Ausgabe"):
        leave.attacked(handed(now), [], [shown])
    other = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Alter",), (("14–17",), ("Insgesamt",)), (41.0, 90.0))
    assert leave.attacked(handed(now), [], [other])["verborgene Felder"] == 2
    assert leave.attacked(handed(now), [], [now]) == leave.attacked(handed(now), [])  # approved as it stands it is nothing new


def test_a_number_in_place_of_a_hidden_one_stops_the_report() -> None:
    read(TABLE.format("·"), handed(HIDDEN))
    with pytest.raises(GateError, match=r"20_x\.html"):
        read(TABLE.format("2"), handed(HIDDEN))


@pytest.mark.parametrize("body", ["<p>Es waren 48.611 Besuche.</p>", "<p>Im Mittel 3,77.</p>", "<svg role='img'><title>t</title><desc>Am höchsten: 48.611.</desc></svg>"])
def test_a_number_that_nothing_released_explains_stops_the_report_and_is_not_repeated(body: str) -> None:
    with pytest.raises(GateError, match="Eine Zahl steht in keiner freigegebenen Tabelle") as fault:
        read(body, handed(HIDDEN))
    assert "48" not in str(fault.value)
    assert "3,77" not in str(fault.value)


def test_years_parameters_and_rounded_values_are_explained() -> None:
    read("<p>2025 kamen im Mittel 70,6 von 71; Schlüssel 05562012, 3 Gebiete.</p>", handed(HIDDEN, values=(71.0, 70.5513)), typed=["05562012"])


def test_a_name_or_an_address_stops_the_report() -> None:
    for body in ("<p>Das sagt Erika Beispiel.</p>", "<p>Fragen an jemand@example.org.</p>"):
        with pytest.raises(GateError):
            read(body, handed(HIDDEN))
    read("<p>Fragen an jemand@example.org.</p>", handed(HIDDEN), exempt=["jemand@example.org"])


def test_the_record_holds_rules_numbers_of_rows_and_hashes_and_nothing_hidden(tmp_path: Path) -> None:
    (tmp_path / "schluessel").mkdir()
    (tmp_path / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    toml = 'format = 1\nname = "P"\nstand = 2025-01-01\n[orte.dorsten]\nname = "Dorsten"\nags = "05562012"\n[[ausnahmen]]\nart = "verzeichnis"\ntabelle = "einrichtungen"\ngrund = "öffentliches Verzeichnis"\n'
    (tmp_path / "projekt.toml").write_text(toml, encoding="utf-8")
    frame = pd.DataFrame({"Alter": ["a", "b", "c", "Insgesamt"], "Besuche": [2, 40711, 40713, 81426]})
    released = release(frame, table="Besuche", rule=Rule(), count="Besuche", model=Model(place="dorsten", report="20_x", measure="besuche"))
    file = tmp_path / "freigaben.jsonl"
    file.write_text(json.dumps({"entry": record.of_table(released), "published": json.loads(dumps(released.published)), "values": [1.0]}) + "\n", encoding="utf-8")
    told = leave.handed_over(file.read_text(encoding="utf-8"))
    how = {"place": "dorsten", "report": "20_x", "contents": [b"x"], "standing": standing("abc", ["abc"], [])}
    body = leave.release_record(told, leave.attacked(told, []), load(tmp_path), **how)
    found = json.loads(body)
    assert found["Tabellen"][0]["zu klein"] == 1
    assert found["Tabellen"][0]["zum Schutz anderer"] == 1
    assert found["Prüfung"]["verborgene Felder"] == 2
    assert found["Ausnahmen"] == [{"art": "verzeichnis", "grund": "öffentliches Verzeichnis", "tabelle": "einrichtungen"}]
    assert len(found["Prüfzahlen"]["Tabellen"]) == 16
    assert b"4071" not in body
    assert (found["Stand"], found["Freigabe"]) == ("Entwurf 1", "Freigabe: noch nicht erteilt.")
    assert body == leave.release_record(told, leave.attacked(told, []), load(tmp_path), **how)
    assert b'"goals":{"0":[1.0,3.0]}' in leave.kept(told)


def test_the_record_lists_the_exceptions_of_its_place_and_no_case(tmp_path: Path) -> None:
    places = "".join(f'[orte.{key}]\nname = "{key}"\nags = "{ags}"\n' for key, ags in (("dorsten", "05562012"), ("leer", "03457")))
    exceptions = "".join(f'[[ausnahmen]]\nart = "person"\nfall = "I-01"\nort = "{key}"\ngrund = "Brief aus {key}"\n' for key in ("dorsten", "leer"))
    (tmp_path / "projekt.toml").write_text(f'format = 1\nname = "P"\nstand = 2025-01-01\n{places}{exceptions}', encoding="utf-8")
    found = {place: json.loads(leave.release_record(handed(), {}, load(tmp_path), place=place, report="30_x", contents=[]))["Ausnahmen"] for place in ("leer", "")}
    assert found["leer"] == [{"art": "person", "grund": "Brief aus leer", "ort": "leer"}]
    assert [a["ort"] for a in found[""]] == ["dorsten", "leer"]


def own(text: str, *what: float, exempt: tuple[str, ...] = ()) -> None:
    """Read an own text beside what was released."""
    leave.read_own([Words("texte/20_x.md", 1, "a", "", f"\n{text}")], [], handed(values=what), ["Erika Beispiel"], exempt=exempt)


@pytest.mark.parametrize("text", ["Es sind 48.611.", "Nur 4 mehr.", "Im Mittel 3,77.", "- Punkt\n- dazu 2.000"])
def test_a_number_typed_into_an_own_text_counts_however_small_it_is(text: str) -> None:
    with pytest.raises(GateError, match=r"^texte/20_x\.md, Zeile \d, Satz »") as fault:
        own(text)
    assert not {"48", "4 mehr", "3,77", "2.0"} & set(str(fault.value).split())


def test_years_dates_released_and_declared_numbers_may_stand_in_an_own_text() -> None:
    own("Seit 2022, am 1. März 2023 um 16 Uhr: 71 nach § 11, dazu {eigene Zahl 40}.", 71.0)
    own("## 1.2 Wege zum Haus\n\nText.")
    assert leave.with_own(handed(values=(71.0,)), [Words("t.md", 1, "", "", "{eigene Zahl -40,5}")]).values == {71.0, 40.5}


def test_an_own_text_is_searched_for_names_and_addresses() -> None:
    for text in ("Das sagt Erika Beispiel.", "Fragen an jemand@example.org."):
        with pytest.raises(GateError, match=r"^texte/20_x\.md: An einer Stelle"):
            own(text)
    own("Fragen an jemand@example.org.", exempt=("jemand@example.org",))


def test_the_record_names_own_texts_by_place_and_hash(tmp_path: Path) -> None:
    (tmp_path / "projekt.toml").write_text('format = 1\nname = "P"\nstand = 2025-01-01\n[orte.dorsten]\nname = "Dorsten"\nags = "05562012"\n', encoding="utf-8")
    texts = [Words("texte/dorsten/20_x.md", 3, "a", "ersetzt Satz 1", "Eins {eigene Zahl 7}."), Words("texte/ziele.md", 1, "", CHAPTER, "# Ziele")]

    def listed() -> list[dict[str, object]]:
        return json.loads(leave.release_record(handed(), {}, load(tmp_path), place="dorsten", report="20_x", contents=[], words=texts))["Eigene Texte"]

    assert listed() == [
        {"Datei": "texte/dorsten/20_x.md", "Zeile": 3, "Abschnitt": "#a", "Stelle": "ersetzt Satz 1", "eigene Zahlen": ["7"], "Prüfzahl": ""},
        {"Datei": "texte/ziele.md", "Zeile": 1, "Abschnitt": "Kapitel", "Stelle": "", "eigene Zahlen": [], "Prüfzahl": ""},
    ]
    (tmp_path / "schluessel").mkdir()
    (tmp_path / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    assert len({str(t["Prüfzahl"]) for t in listed()}) == 2


def test_without_a_release_nothing_was_handed_over() -> None:
    assert leave.handed_over("") == Handed((), ())
