import datetime as dt
import json

from workbench.batch.declared import misnamed
from workbench.project import Exemption, Limits, Project, Rule


def project(tmp_path, titles, overridden=()):
    exemptions = [Exemption(art="uebersteuert", grund="x", tabelle=t, freigegeben_von=["A", "B"]) for t in overridden]
    return Project(folder=tmp_path, format=1, name="P", stand=dt.date(2025, 1, 1), orte={"dorsten": {"name": "Dorsten", "ags": "05562012"}}, regeln=Rule(tabellen={t: Limits() for t in titles}), ausnahmen=exemptions)


def record(out, *titles):
    (out / "dorsten").mkdir(parents=True)
    (out / "dorsten" / "20.freigabe.json").write_text(json.dumps({"Tabellen": [{"Tabelle": t} for t in titles]}), encoding="utf-8")


def test_a_table_that_no_report_has_is_named_with_the_nearest(tmp_path):
    record(tmp_path / "aus", "Besuche nach Alter", "Einzugsgebiet")
    found = list(misnamed(project(tmp_path, ["Besuche nach Altar", "Einzugsgebiet"], ["Besuch nach Alter"]), tmp_path / "aus"))
    assert [text.partition(":")[0] for text in found] == ['projekt.toml, [regeln.tabellen."Besuche nach Altar"]', "projekt.toml, [[ausnahmen]] 1 (uebersteuert)"]
    assert all("Meinten Sie »Besuche nach Alter«?" in text for text in found)


def test_a_damaged_record_says_nothing(tmp_path):
    record(tmp_path / "aus", "Einzugsgebiet")
    (tmp_path / "aus" / "kaputt.freigabe.json").write_text("{", encoding="utf-8")
    assert list(misnamed(project(tmp_path, ["Einzugsgebiet"]), tmp_path / "aus")) == []


def test_before_the_first_report_nothing_can_be_said(tmp_path):
    assert list(misnamed(project(tmp_path, ["Altar"]), tmp_path / "aus")) == []
