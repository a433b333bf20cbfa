"""Batches on a real cluster on this machine: a scheduler and two workers, one of which does not see the project folder."""

import dataclasses
import errno
import hashlib
import importlib
import importlib.metadata
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from workbench.batch import cluster, station
from workbench.batch.cluster import Cluster, _Sent
from workbench.batch.execute import Outcome, Task
from workbench.batch.pool import Means
from workbench.batch.station import Answer, Missing, Station, Unit
from workbench.errors import DataError, RunError
from workbench.project import load

ROOT = Path(__file__).parents[2]
SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"

# What a worker loads first. One that sees no file of the project, and writes down what is sent to it:
BLIND = """
import hashlib, os
from workbench.batch import station

if not hasattr(station, "blind"):  # dask loads it twice
    seen, kept, station.blind = station.content, station.Station.keep, True
    station.content = lambda file: seen(file) if os.environ["TMPDIR"] in str(file) else ""

    def keep(self, contents):
        with open(os.environ["KEPT"], "a") as log:
            log.writelines(hashlib.sha256(c).hexdigest() + "\\n" for c in contents)
        return kept(self, contents)

    station.Station.keep = keep
"""
# One on another Python:
OTHER = 'import platform\nplatform.python_version = lambda: "3.10.1"\n'


def alive(process: psutil.Process, root: Path) -> bool:
    """Whether a process is one that a worker of that folder started for a batch."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("WORKBENCH_TEMP", "").startswith(str(root))
    except (psutil.Error, OSError):
        return False


def wait(until: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "es geschah nicht"
        time.sleep(0.05)


@dataclasses.dataclass
class Dask:
    """A scheduler and its workers, all below one folder."""

    root: Path
    address: str = ""
    processes: "dict[str, subprocess.Popen[bytes]]" = dataclasses.field(default_factory=dict)

    def _start(self, name: str, module: str, *words: str, **environment: str) -> Path:
        """Start a process of dask; its log."""
        log, env = self.root / f"{name}.log", {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.root / name), **environment}
        (self.root / name).mkdir()
        with log.open("wb") as out:
            self.processes[name] = subprocess.Popen([sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"], env=env, stdout=out, stderr=out, cwd=self.root)
        return log

    def scheduler(self, preload: str = "", **environment: str) -> None:
        """Start the scheduler on a free port; it loads something first."""
        (self.root / "scheduler_vorher.py").write_text(preload)
        log = self._start("scheduler", "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--preload", str(self.root / "scheduler_vorher.py"), **environment)
        wait(lambda: "Scheduler at:" in log.read_text())
        self.address = next(line.split()[-1] for line in log.read_text().splitlines() if "Scheduler at:" in line)

    def worker(self, name: str, preload: str = "", *words: str) -> None:
        """Start a worker that loads something first."""
        file = self.root / f"{name}_vorher.py"
        file.write_text(preload)
        how = ["--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(self.root / "dask"), "--preload", str(file), *(words or ["--no-nanny"])]
        log = self._start(name, "dask_worker", self.address, *how, KEPT=str(self.root / "kept.txt"))
        wait(lambda: "Registered to" in log.read_text())

    def kept(self) -> list[str]:
        """Hashes of all that was sent to blind workers."""
        file = self.root / "kept.txt"
        return file.read_text().split() if file.is_file() else []

    def runs(self) -> int:
        """Number of runs on their way: children of warm parents."""
        found = [p for p in psutil.process_iter() if alive(p, self.root) and "workbench.batch.warm" in p.cmdline()]
        return sum(p.ppid() in {f.pid for f in found} for p in found)

    def left(self) -> list[object]:
        """Processes and files that a batch left on the workers."""
        return [*(p for p in psutil.process_iter() if alive(p, self.root)), *self.root.glob("*/workbench-*")]

    def end(self) -> None:
        """End all of dask."""
        for process in reversed(self.processes.values()):
            process.terminate()
            process.wait(30)

    def start(self, project: Path | None, out: Path, *options: str) -> "subprocess.Popen[str]":
        """Start the command line on this cluster."""
        where = ["--project", str(project)] if project else []
        command = [sys.executable, "-m", "workbench.cli", "run", *where, "--out", str(out), "--scheduler", self.address, *options]
        return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, project: Path | None, out: Path, *options: str) -> tuple[int, str]:
        """Run the command line to its end: exit code and all that it said."""
        process = self.start(project, out, *options)
        shown, said = process.communicate(timeout=120)
        return process.returncode, shown + said


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """A cluster of its own for a test; at the end nothing of a batch may be left on its workers."""
    (tmp_path / "dask").mkdir()
    made = Dask(tmp_path / "dask")
    yield made
    try:
        wait(lambda: not made.left(), 15)
    finally:
        made.end()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A cluster for tests that do it no harm: of two workers one is blind."""
    made = Dask(tmp_path_factory.mktemp("dask"))
    try:
        made.scheduler()
        made.worker("sehend")
        made.worker("blind", BLIND)
        yield made
    finally:
        made.end()


def outputs(out: Path) -> dict[str, bytes]:
    """All that a batch wrote, but for the journal, which holds times, and those in the logs."""
    files = [f for f in sorted(out.rglob("*")) if f.is_file() and f.suffix != ".sqlite"]
    return {f.relative_to(out).as_posix(): re.sub(rb"\d\d:\d\d:\d\d ", b"", f.read_bytes()) if f.suffix == ".log" else f.read_bytes() for f in files}


@pytest.mark.slow
def test_reports_are_those_of_a_local_run(shared, tmp_path):
    """Interviews with pseudonyms, spatial data, tables that were published before: the same bytes, whether files are seen or sent."""
    chosen = [w for how in ("--place dorsten", "--place leer", "--report 10", "--report 20", "--report 30") for w in how.split()]
    local = [sys.executable, "-m", "workbench.cli", "run", "--out", str(tmp_path / "hier"), *chosen]
    subprocess.run(local, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    code, said = shared.run(None, tmp_path / "dort", *chosen)
    assert code == 0, said
    assert "Dorsten: 20_besucherstruktur: fertig" in said
    assert shared.kept()
    assert outputs(tmp_path / "dort") == outputs(tmp_path / "hier")
    assert shared.left() == []


@pytest.mark.slow
def test_each_content_is_sent_once_and_a_changed_one_anew(dask, notebook, project, tmp_path):
    dask.scheduler()
    dask.worker("blind", BLIND, "--nanny")
    table = project.folder / "dorsten" / "raeume.csv"
    (table.parent / "aufnahme.mp3").write_bytes(b"stimme")
    before = table.read_bytes()
    files = [notebook(f"{number}_a", SETUP, f"x = {number}") for number in (11, 13)]
    files.append(notebook("12_a", SETUP, f"from pathlib import Path\nPath({str(table)!r}).write_text('anders') and None"))
    code, said = dask.run(project.folder, tmp_path / "out", "--place", "dorsten", *(w for n in ("11", "12", "13") for w in ("--report", n)))
    assert code == 0, said
    contents = [before, b"anders", b"[]", (project.folder / "projekt.toml").read_bytes(), *(f.read_bytes() for f in files)]
    assert sorted(dask.kept()) == sorted(hashlib.sha256(c).hexdigest() for c in contents)


@pytest.mark.slow
def test_a_new_text_is_exported_there_without_a_run(shared, notebook, project, tmp_path):
    counted = f"with open({str(tmp_path / 'laeufe')!r}, 'a') as datei:\n    _ = datei.write('x')"
    for title in ("# Wer kommt?", "# Anders gesagt", "# Und noch einmal"):  # the second finds what was kept, the third what was kept then
        notebook("20_x", SETUP, counted, title=title)
        code, said = shared.run(project.folder, tmp_path / "out", "--place", "dorsten", "--report", "20")
        assert code == 0, said
        assert title[2:] in (tmp_path / "out" / "dorsten" / "20_x.html").read_text(encoding="utf-8")
    texts = project.folder / "texte" / "dorsten" / "20_x.md"
    texts.parent.mkdir(parents=True)
    texts.write_text("## Und noch einmal\n\nMit eigenen Worten.\n", encoding="utf-8")
    assert shared.run(project.folder, tmp_path / "out", "--place", "dorsten", "--report", "20")[0] == 0
    assert "Mit eigenen Worten." in (tmp_path / "out" / "dorsten" / "20_x.html").read_text(encoding="utf-8")
    assert (tmp_path / "laeufe").read_text() == "x"


@pytest.mark.slow
def test_a_worker_that_refuses_costs_only_time(dask, notebook, project, tmp_path):
    dask.scheduler()
    dask.worker("a")
    for number in range(11, 15):
        notebook(f"{number}_a", SETUP, "import time\ntime.sleep(1)")
    process = dask.start(project.folder, tmp_path / "out", *(w for n in range(11, 15) for w in ("--report", str(n))))
    wait(lambda: dask.runs() == 1)
    dask.worker("b", "import platform\n\nplatform.python_version = lambda: '3.0.0'")
    shown, said = process.communicate(timeout=100)
    assert process.returncode == 0, shown + said


@pytest.mark.slow
def test_a_lost_worker_costs_only_time(dask, notebook, project, tmp_path):
    dask.scheduler()
    dask.worker("a")
    dask.worker("b", BLIND)
    for number in (10, 20):
        notebook(f"{number}_a", SETUP, "import time\ntime.sleep(2)")
    process = dask.start(project.folder, tmp_path / "out", "--report", "10_a", "--report", "20_a")
    wait(lambda: dask.runs() == 2)
    dask.processes["a"].kill()
    shown, said = process.communicate(timeout=100)
    assert process.returncode == 0, shown + said
    assert len(list((tmp_path / "out").glob("*/*.html"))) == 4


@pytest.mark.slow
def test_a_report_that_loses_every_worker_fails_alone(dask, notebook, project, tmp_path):
    dask.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    dask.worker("a")
    notebook("11_a", SETUP, "import time\ntime.sleep(60)")
    notebook("12_a", SETUP, "x = 1")
    process = dask.start(project.folder, tmp_path / "out", "--place", "dorsten", "--report", "11", "--report", "12")
    wait(lambda: dask.runs() == 1)
    dask.processes["a"].kill()
    dask.worker("b")
    shown, said = process.communicate(timeout=100)
    assert (process.returncode, said) == (1, "")
    assert "Dorsten: 11_a: Ein Arbeiter ging bei diesem Bericht verloren, zuletzt »tcp://127.0.0.1:" in shown
    assert "Dorsten: 12_a: fertig" in shown


@pytest.fixture
def endless(dask, notebook, project, tmp_path) -> "Callable[..., subprocess.Popen[str]]":
    """A batch that has begun a run without an end."""

    def begun(*options: str) -> "subprocess.Popen[str]":
        dask.scheduler()
        dask.worker("a")
        notebook("11_a", SETUP, "while True:\n    pass")
        process = dask.start(project.folder, tmp_path / "out", "--place", "dorsten", "--report", "11", *options)
        wait(lambda: dask.runs() == 1)
        return process

    return begun


@pytest.mark.slow
def test_the_limit_holds_as_at_home(endless):
    shown, _ = endless("--limit", "1").communicate(timeout=30)
    assert "Dorsten: 11_a: nach 1 s abgebrochen, Zelle 6, »while True:«, war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN." in shown


@pytest.mark.slow
def test_ctrl_c_twice_leaves_nothing_on_the_workers(endless, dask):
    process = endless()
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, "Abgebrochen. Fertige Berichte bleiben erhalten, der nächste Lauf macht dort weiter.\n")
    assert dask.left() == []


@pytest.mark.slow
def test_a_batch_that_is_killed_leaves_nothing_on_the_workers(endless, dask):
    process = endless()
    process.kill()
    process.communicate()
    wait(lambda: not dask.left(), 10)
    assert dask.processes["a"].poll() is None


@pytest.mark.slow
def test_a_lost_scheduler_ends_the_batch_with_a_sentence(endless, dask):
    process = endless()
    dask.processes["scheduler"].kill()
    shown, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (2, f"--scheduler: »{dask.address}« – die Verbindung ist abgerissen. Bitte den Lauf wiederholen; fertige Berichte bleiben.\n"), shown


@pytest.mark.slow
def test_another_python_on_a_worker_stops_the_batch_at_once(dask, notebook, project, tmp_path):
    dask.scheduler()
    notebook("11_a", SETUP)
    how = (project.folder, tmp_path / "out", "--report", "11")
    alone = f"--scheduler: »{dask.address}« – dort ist kein Arbeiter angemeldet. Gestartet wird er mit: dask worker {dask.address}.\n"
    code, said = dask.run(*how)
    assert (code, said.splitlines(keepends=True)[1:]) == (2, [alone])
    dask.worker("a", OTHER)
    code, said = dask.run(*how)
    assert code == 2
    assert re.fullmatch(r"Arbeiter »tcp://127.0.0.1:\d+« rechnet anders als dieser Rechner: Python \(3.10.1 statt 3.1\S+\). Bitte dort .* einrichten \(requirements.lock\).", said.splitlines()[1])


@pytest.mark.slow
def test_a_scheduler_without_the_workbench_is_named(dask, notebook, project, tmp_path):
    dask.scheduler('import sys\nsys.modules["workbench.batch.station"] = None\n')
    dask.worker("a")
    notebook("11_a", SETUP)
    code, said = dask.run(project.folder, tmp_path / "out", "--report", "11")
    assert code == 2
    assert said.splitlines()[1].startswith(f"Scheduler »{dask.address}« rechnet anders als dieser Rechner: import of workbench.batch.station halted")


# What needs no cluster


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("quatsch", "das ist keine Adresse. Erwartet wird z. B. tcp://127.0.0.1:8786."),
        ("", "das ist keine Adresse. Erwartet wird z. B. tcp://127.0.0.1:8786."),
        ("tls://127.0.0.1:1", "für tls:// fehlen die Zertifikate. Sie stehen in der Konfiguration von Dask, Abschnitt distributed.comm.tls."),
        ("tcp://127.0.0.1:1", "dort antwortet kein Dask-Scheduler. Bitte Adresse und Netz prüfen; gestartet wird er mit: dask scheduler."),
    ],
)
def test_a_wrong_address_is_one_sentence(project, monkeypatch, address, said):
    monkeypatch.setattr(cluster, "_CONNECT", 0.3)
    with pytest.raises(RunError, match=f"^{re.escape(f'--scheduler: »{address}« – {said}')}$"), Cluster(project, Means(scheduler=address)):
        pass


def test_somebody_who_listens_and_says_nothing_is_no_scheduler(project, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(RunError, match="dort antwortet kein Dask-Scheduler"), Cluster(project, Means(scheduler=address)):
            pass


def test_without_dask_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "workbench.batch.cluster")
    with pytest.raises(RunError, match="--scheduler braucht die Pakete »dask« und »distributed«, es fehlt »distributed«"):
        importlib.import_module("workbench.batch.cluster")


def test_dask_is_loaded_only_where_it_is_asked_for():
    code = "import sys, workbench.cli, workbench.batch.run; sys.exit(bool({'dask', 'distributed'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 0


def test_differences_are_named_and_counted(monkeypatch):
    ours = {"Python": "3.11.7", "Paket »a«": "1", "Paket »nur hier«": "1", "Modul »x.py«": "aa"}
    monkeypatch.setattr(station, "described", lambda: ours)
    assert station.differs(ours) == ""
    assert station.differs({**ours, "Paket »nur dort«": "1"}) == ""
    assert station.differs({**ours, "Paket »a«": "2", "Modul »y.py«": "bb"}) == "Paket »a« (1 statt 2), Modul »y.py« (fehlt statt bb)"
    assert station.differs({"Python": "3", "Paket »a«": "2", "Modul »x.py«": "b", "Modul »y.py«": "b", "Modul »z.py«": "b"}).endswith("Modul »x.py« (aa statt b) und 2 weitere")


def test_what_is_compared_is_code_python_and_locked_versions():
    found = station.described()
    assert found["Paket »pandas«"] == importlib.metadata.version("pandas")
    assert {"Python", "System", "Modul »workbench/batch/station.py«"} <= found.keys()


@pytest.fixture
def task(project, tmp_path) -> Task:
    out = tmp_path / "out"
    return Task(tmp_path / "11_a.ipynb", {}, out / "dorsten" / "11_a", project.folder, ("dorsten",), ("html",), out / ".workbench" / "freigaben", "dorsten")


def test_what_arrives_damaged_is_not_written(task):
    assert cluster._arrived(task, Answer(Outcome(), (("abc", b"x"),))).message == "Der Bericht kam beschädigt an. Bitte erneut starten."
    assert not task.files[0].exists()


def test_what_cannot_be_written_is_said(task):
    task.files[0].mkdir(parents=True)
    answer = Answer(Outcome(), tuple((hashlib.sha256(c).hexdigest(), c) for c in (b"a", b"b", b"c", b"d")))
    assert "11_a.html lässt sich nicht schreiben" in cluster._arrived(task, answer).message


@pytest.fixture
def made(project) -> Cluster:
    """A cluster that has lost what it had."""
    found = Cluster(project, Means(scheduler="tcp://x"))
    found._name, found._alone, found._sent = "workbench-1", time.monotonic(), {}
    return found


def test_without_workers_a_batch_does_not_wait_for_ever(made, monkeypatch):
    made._client = SimpleNamespace(nthreads=dict)
    assert made._room() == 0
    monkeypatch.setattr(cluster, "_PATIENCE", -1)
    with pytest.raises(RunError, match="seit -1 s ist dort kein Arbeiter mehr angemeldet"):
        made._room()


def test_files_that_change_all_the_time_end_a_report(made, task, notebook):
    task = dataclasses.replace(task, notebook=notebook("11_a"))
    made._client = SimpleNamespace(run=lambda *_words, **_how: {"w": ""})
    assert list(made._supplied(_Sent(7, task, None, 10), Missing("w", frozenset({"x"})))) == [(7, Outcome("Die Dateien des Projekts ändern sich während des Laufs. Bitte erneut starten."))]


def test_the_look_of_the_house_is_sent_too(project, task):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text() + '[gestaltung]\nlogo = "logo.svg"\n')
    for name in ("logo.svg", "vorlage.docx", "anderes.svg"):
        (project.folder / name).write_text("x")
    sent = [*cluster._needed(load(project.folder), task)]
    assert {"projekt/logo.svg", "projekt/vorlage.docx"} <= set(sent)
    assert "projekt/anderes.svg" not in sent


def test_a_projects_own_recipes_go_along(project, task):
    (project.folder / "rezepte").mkdir()
    (project.folder / "rezepte" / "eigen.toml").write_text("x")
    assert "projekt/rezepte/eigen.toml" in [*cluster._needed(load(project.folder), task)]


@pytest.mark.parametrize(("fault", "said"), [(DataError("dorsten", ["unerreichbar"]), "dorsten: 1 Problem\n  unerreichbar"), (PermissionError(13, ""), "Eine Datei lässt sich nicht lesen: der Zugriff ist verweigert.")])
def test_files_that_cannot_be_read_fail_their_report(made, task, monkeypatch, fault, said):
    def needed(*_what):
        raise fault

    monkeypatch.setattr(cluster, "_needed", needed)
    assert list(made._send(7, task)) == [(7, Outcome(said))]


class Broken:
    """A pool that cannot start its parent."""

    def __init__(self, *_how) -> None:
        self.root = Path(tempfile.mkdtemp())

    def __enter__(self):
        return self

    def __exit__(self, *_fault) -> None:
        shutil.rmtree(self.root)

    def work(self, _take, **_how):
        raise RunError("Ein Arbeitsprozess lässt sich nicht starten: kein Platz")

    def wake(self, _fault) -> None:
        pass


@pytest.mark.parametrize(
    ("theirs", "said"),
    [({}, "Arbeiter »tcp://a« rechnet anders als dieser Rechner: Python "), (station.described(), "Arbeiter »tcp://a«: Ein Arbeitsprozess lässt sich nicht starten: kein Platz")],
)
def test_a_worker_that_cannot_serve_refuses_its_tasks(task, monkeypatch, theirs, said):
    """It may join in the middle of a batch."""
    monkeypatch.setattr(station, "Pool", Broken)
    joined = Station("workbench-1", Means(), theirs)
    joined.setup(SimpleNamespace(address="tcp://a", state=SimpleNamespace(nthreads=1)))
    joined.teardown(None)
    assert joined.perform(Unit(task, {})).why.startswith(said)
    assert joined._executed(task).outcome.message.startswith(said)


def test_a_worker_without_room_for_a_pool_refuses_its_tasks(task, monkeypatch):
    def full(*_how, **_more):
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    joined = Station("workbench-1", Means(), station.described())
    joined.setup(SimpleNamespace(address="tcp://a", state=SimpleNamespace(nthreads=1)))
    joined.teardown(None)
    assert joined.perform(Unit(task, {})).why == "Arbeiter »tcp://a«: Es fehlt an Platz oder Rechten für Zwischendateien: der Datenträger ist voll."


def test_a_full_disk_on_a_worker_is_said(task, tmp_path):
    joined = Station("workbench-1", Means(), {})
    joined._who, joined._fault, joined._store, joined._pool = "Arbeiter »a«", "", tmp_path / "voll", SimpleNamespace(root=tmp_path / "fehlt")
    joined._store.touch()
    assert joined.keep([b"x"]).startswith("Arbeiter »a«: ")
    assert joined.perform(Unit(task, {})).outcome.message.startswith("Arbeiter »a«: Es fehlt an Platz oder Rechten für Zwischendateien: ")
