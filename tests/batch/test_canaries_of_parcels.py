"""Names in what leaves beside a report: a plan, a pack, an approval. Those of other places too, in what projekt.toml says to all."""

import datetime as dt
import io
import zipfile

import pytest

from workbench.batch import approve as approving
from workbench.batch import plans
from workbench.batch.approve import approve
from workbench.batch.parcel import pack, wanted
from workbench.batch.reports import discover
from workbench.batch.said import said
from workbench.disclosure import approval
from workbench.errors import WorkbenchError
from workbench.project import load

DAY = dt.date(2026, 3, 12)
HERE, THERE = "Quoxlbusch", "Zwirbelhof"  # behind pseudonyms of Dorsten and of Stolberg
PLAN = '[plan]\ntitel = "Plan {title}"\nkapitel = ["texte/{chapter}.md", "20_x"]\n'


@pytest.fixture
def written(project):
    """Write projekt.toml anew, key files and a chapter: ``written(head="institut = …", more="[quellen…]")``."""

    def write(head="", more="", title="{ort}", chapter="vorwort", text="Für {Ort}."):
        toml = (project.folder / "projekt.toml").read_text(encoding="utf-8")
        start = toml.replace("synthetisch = true\n", f"synthetisch = true\n{head}\n", 1)
        (project.folder / "projekt.toml").write_text(start + PLAN.format(title=title, chapter=chapter) + more, encoding="utf-8")
        (project.folder / "texte").mkdir()
        (project.folder / "texte" / f"{chapter}.md").write_text(f"# Vorwort\n\n{text}\n", encoding="utf-8")

    (project.folder / "schluessel").mkdir()
    for place, name in (("dorsten", HERE), ("stolberg", THERE)):
        (project.folder / "schluessel" / f"{place}.csv").write_text(f"Original;Pseudonym\nFrau Kim {name};Frau A.\n", encoding="utf-8")
    return write


@pytest.fixture
def leave(project, out, states):
    """Try every way out; what was refused, by way. Nothing is made with a name in it."""

    def tried():
        found = load(project.folder)
        place = found.place("dorsten")
        ways = {
            "plan": lambda: plans.write(found, place, discover([found.folder / "notebooks"]), out),
            "pack": lambda: pack(found, place, states(), out, wanted=wanted(found, plan=True), day=DAY),
            "approve": lambda: approve(found, states()[0], out, by=["A. Muster"], day=DAY),
        }
        refused = {}
        for way, go in ways.items():
            try:
                go()
            except WorkbenchError as fault:
                refused[way] = str(fault)
        assert leaked(project, out) == []
        return refused

    return tried


def leaked(project, out):
    """Files that were made with a name in them or in what they are called, in any letters; a pack is packed without compression of names, so it is opened."""
    found = []
    for file in (f for folder in (out, project.folder / "lieferungen") for f in folder.rglob("*") if f.is_file() and ".workbench" not in f.parts):
        parts = [file.name.encode(), file.read_bytes()]
        if file.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(parts[1])) as archive:
                parts += [n.encode() + archive.read(n) for n in archive.namelist()]
        found += [file.name for part in parts for name in (HERE, THERE) if name.casefold() in part.decode(errors="replace").casefold()]
    return found


@pytest.fixture(autouse=True)
def exported(monkeypatch):
    monkeypatch.setattr(approving, "run", lambda *_, **__: ["neu"])


def test_without_names_everything_leaves(ready, written, leave, project):
    written()
    ready("20_x", "Es kommen viele.")
    assert leave() == {}
    assert list((project.folder / "lieferungen").glob("*.zip"))


EXCEPTION = '[[ausnahmen]]\nart = "rollengruppe"\nrolle = "{}"\ngruppe = "{}"\ngrund = "{}"\n{}\n'
OVERRIDE = '[[ausnahmen]]\nart = "uebersteuert"\ntabelle = "T"\ngrund = "x"\nfreigegeben_von = ["A. Muster", "{}"]\n'


@pytest.mark.parametrize(
    "how",
    [
        *({"more": EXCEPTION.format("a", "b", f"mit Frau {name}", place)} for name, place in ((HERE, ""), (THERE, ""), (THERE, 'ort = "dorsten"'), (f"K. {HERE}", ""), (HERE.upper(), ""))),
        {"more": EXCEPTION.format("a", THERE, "x", "")},
        {"more": EXCEPTION.format(HERE, "b", "x", "")},
        {"more": OVERRIDE.format(f"Kim {HERE}")},
        {"more": OVERRIDE.format(f"Kim {THERE}")},
        *({"more": f'[quellen.raeume]\nquelle = "Frau {name}"\n'} for name in (HERE, THERE)),
        *({"more": f'[quellen.raeume]\nquelle = "x"\nlizenz = "Kim {name}"\n'} for name in (HERE, THERE)),
        *({"title": f"von Kim {name}"} for name in (HERE, THERE)),
        {"chapter": f"{HERE.lower()}"},
        {"chapter": f"frau_{HERE.lower()}"},
        {"chapter": "gruss-von-kim"},
        {"text": f"Mit Dank an Kim {HERE}."},
        {"text": f"Mit Dank an K. {HERE}."},
        {"text": "Mail an kim@example.org."},
        {"head": f'institut = "Büro {HERE}"'},
    ],
    ids=str,
)  # fmt: skip
def test_a_name_stops_the_plan_and_the_pack(ready, written, leave, how):
    ready("20_x", "Es kommen viele.")
    written(**how)
    refused = leave()
    assert ({"plan"} if how.keys() & {"chapter", "text"} else {"plan", "pack"}) <= refused.keys()  # without a plan the pack has none of its texts
    assert not [said for said in refused.values() if HERE.casefold() in said.casefold() or THERE.casefold() in said.casefold()]


@pytest.mark.parametrize("name", [f"Kim {HERE}", f"K. {HERE}", f"kim {HERE.lower()}", f"Frau {HERE}", f"{HERE}, Kim"])
def test_who_approves_is_nobody_behind_a_pseudonym(ready, written, project, out, name):
    state = ready("20_x", "Es kommen viele.")
    written()
    with pytest.raises(WorkbenchError) as fault:
        approve(load(project.folder), state, out, by=["A. Muster", name], day=DAY)
    assert HERE.casefold() not in str(fault.value).casefold()


def test_who_approved_before_the_key_file_named_her_stops_the_pack(ready, written, leave, project, out):
    found = said(load(project.folder), ready("20_x", "Es kommen viele."), out)
    file = approval.file_of(project, place="dorsten", report="20_x")
    file.parent.mkdir(parents=True)
    file.write_bytes(approval.dumps([approval.Approval((f"Kim {HERE}",), "12.03.2026", found.standing.content)]))
    written()
    assert {"plan", "pack"} <= leave().keys()
