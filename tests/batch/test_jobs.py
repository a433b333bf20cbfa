import pytest

from workbench.batch.jobs import assignments, plan
from workbench.batch.reports import discover
from workbench.errors import ParameterError, ProjectError
from workbench.project import load


@pytest.fixture
def reports(notebook):
    notebook("20_besuche", "from workbench.schemas import raeume")
    notebook("90_alle", "from workbench.schemas import raeume", parameters="ab_jahr: int = 2022")
    return discover([notebook("x").parent])


def test_every_report_is_planned_for_every_place_and_the_project(project, reports, tmp_path):
    jobs = plan(project, reports)
    assert [j.key for j in jobs] == [("20_besuche", "dorsten"), ("20_besuche", "stolberg"), ("90_alle", "")]
    assert [j.label for j in jobs] == ["Dorsten: 20_besuche", "Stolberg: 20_besuche", "90_alle"]
    assert jobs[1].parameters == {"gemeinde": "stolberg", "ab_jahr": 2022}
    assert [j.files(tmp_path, ["html"])[0].relative_to(tmp_path).as_posix() for j in jobs] == ["dorsten/20_besuche.html", "stolberg/20_besuche.html", "90_alle.html"]


def test_a_report_without_its_table_is_left_out_with_the_reason(project, reports):
    jobs = plan(project, reports)
    assert [j.skip for j in jobs] == ["", "Stolberg: keine Tabelle »raeume«, Bericht 20 entfällt", ""]


def test_places_are_chosen_by_key_or_name(project, reports):
    assert [j.key for j in plan(project, reports, places=["Stolberg"])] == [("20_besuche", "stolberg")]
    assert [j.key for j in plan(project, reports, places=["dorsten"])] == [("20_besuche", "dorsten")]
    with pytest.raises(ProjectError, match="Meinten Sie »dorsten«"):
        plan(project, reports, places=["dosten"])


def test_project_place_and_command_line_set_parameters(project, reports):
    file = project.folder / "projekt.toml"
    file.write_text(file.read_text(encoding="utf-8") + "[orte.stolberg.parameter]\nab_jahr = 2021\n[parameter]\nab_jahr = 2020\n", encoding="utf-8")
    changed = load(project.folder)
    assert [j.parameters["ab_jahr"] for j in plan(changed, reports)] == [2020, 2021, 2020]
    assert [j.parameters["ab_jahr"] for j in plan(changed, reports, sets={"ab_jahr": "2023"})] == [2023, 2023, 2023]


def test_unknown_parameters_are_refused(project, reports, snapshot):
    said = []
    for chosen, name in [(reports[:1], "gemeide"), (reports, "ab_jahre"), (reports, "gemeinde")]:
        with pytest.raises(ParameterError) as fault:
            plan(project, chosen, sets={name: "x"})
        said.append(str(fault.value))
    assert "\n".join(said) == snapshot


def test_a_parameter_in_projekt_toml_that_nobody_knows_is_refused(project, reports):
    file = project.folder / "projekt.toml"
    file.write_text(file.read_text(encoding="utf-8") + "[parameter]\nab_jah = 2020\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"projekt.toml: Keiner der Berichte kennt den Parameter »ab_jah«. Meinten Sie »ab_jahr«\?"):
        plan(load(project.folder), reports)


def test_a_faulty_notebook_is_one_failed_job_and_stops_nothing(project, notebook):
    notebook("10_kaputt").write_text("{", encoding="utf-8")
    notebook("20_gut")
    jobs = plan(project, discover([notebook("x").parent]), places=["dorsten"])
    assert [(j.label, bool(j.fault)) for j in jobs] == [("Dorsten: 20_gut", False), ("10_kaputt", True)]


def test_two_files_of_one_table_fail_the_report(project, reports):
    (project.folder / "dorsten" / "raeume.xlsx").touch()
    jobs = plan(project, reports, places=["dorsten"])
    assert "mehrfach" in jobs[0].fault


def test_assignments_need_an_equals_sign():
    assert assignments(["a=1", "b = x=y"]) == {"a": "1", "b": " x=y"}
    with pytest.raises(ParameterError, match="--set: »a« – erwartet NAME=WERT"):
        assignments(["a"])
