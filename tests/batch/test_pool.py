import subprocess
import sys
import threading
import time

import psutil
import pytest

from workbench.batch.execute import FORK, KERNEL, Outcome, Task
from workbench.batch.journal import Lock
from workbench.batch.pool import Means, Pool, Take
from workbench.batch.room import end_all
from workbench.batch.wire import MARK
from workbench.errors import RunError

# A worker that does what the name of the notebook says; with »parent« as many at a time as it is told, as a warm parent does.
WORKER = """
import os, subprocess, sys, time
from workbench.batch.execute import Outcome
from workbench.batch.watch import Cell, Died, Stop
from workbench.batch.wire import READY, receive, send

def tell(message):
    send(1, message)

if "never" in sys.argv:
    sys.exit("kein Platz")
if "mute" in sys.argv:
    sys.exit(1)
tell((-1, READY))
while True:
    number, task = receive(0)
    if task is None:
        tell((number, Died(-9)))
        continue
    tell((number, Cell(4, "tu_was()")))
    match task.notebook.stem:
        case "hang":
            if "parent" in sys.argv:
                continue
            subprocess.Popen(["sleep", "600"], env={})
            time.sleep(600)
        case "stop":
            tell((number, Stop("zu viel")))
            if "parent" in sys.argv:
                continue
            time.sleep(600)
        case "die":
            sys.exit("oje")
        case "crash":
            tell((number, Died(-11)))
            continue
        case "abort":
            tell((number, Died(-6)))
            continue
        case "exit":
            tell((number, Died(0)))
            continue
        case "environment":
            tell((number, Outcome(repr({k: os.environ.get(k) for k in ("PYTHONHASHSEED", "JPY_SESSION_NAME", "WORKBENCH_PROJECT", "OMP_NUM_THREADS")}))))
            continue
    tell((number, Outcome("", {"cells": 1.0}, "abc")))
"""


def in_order(tasks: list[Task]) -> Take:
    """Tasks that need not wait for each other."""
    waiting = iter(enumerate(tasks))
    return lambda: next(waiting, None)


@pytest.fixture
def pool(tmp_path, monkeypatch):
    """Pool of such workers, with its folder of temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()

    def made(*options: str, size: int = 2, limit: float = 60, engine: str = KERNEL, memory: int = 0) -> Pool:
        return Pool(tmp_path, Means(size, limit, engine=engine, memory=memory), (sys.executable, "-c", WORKER, *options, *(["parent"] if engine == FORK else [])))

    yield made
    assert not list((tmp_path / "t").iterdir())
    assert not [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def outcomes(pool, tmp_path):
    """Messages by name of the task."""

    def of(*names: str, **how) -> dict[str, str]:
        tasks = [Task(tmp_path / f"{n}.ipynb", {}, tmp_path / "x.html", tmp_path) for n in names]
        with pool(**how) as made:
            return {names[n]: outcome.message for n, outcome in made.work(in_order(tasks))}

    return of


@pytest.mark.parametrize("engine", [FORK, KERNEL])
def test_every_task_is_done(outcomes, engine):
    assert outcomes("a", "b", "c", "d", "e", engine=engine) == dict.fromkeys("abcde", "")


def test_tasks_begin_in_their_order(pool, tmp_path):
    began = []
    with pool(size=1) as made:
        done = list(made.work(in_order([Task(tmp_path / f"{n}.ipynb", {}, tmp_path, tmp_path) for n in "abc"]), began.append))
    assert began == [n for n, _ in done] == [0, 1, 2]
    assert done[0][1] == Outcome("", {"cells": 1.0}, "abc")


def test_nothing_to_do_ends_at_once(outcomes):
    assert outcomes() == {}


def test_a_task_over_its_time_is_ended_with_its_children_and_the_rest_goes_on(outcomes):
    said = outcomes("hang", "a", "b", size=1, limit=1.5)
    assert said == {"hang": "nach 1,5 s abgebrochen, Zelle 4, »tu_was()«, war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN.", "a": "", "b": ""}


def test_a_worker_may_ask_to_be_ended(outcomes):
    assert outcomes("stop", "a", size=1) == {"stop": "zu viel", "a": ""}


def test_a_dead_worker_is_replaced_and_its_last_words_are_said(outcomes):
    assert outcomes("die", "a", size=1) == {"die": "Der Arbeitsprozess ist in Zelle 4, »tu_was()«, zweimal unerwartet zu Ende gegangen (oje).", "a": ""}


def test_of_a_warm_parent_only_the_run_is_ended(outcomes):
    said = outcomes("hang", "stop", "crash", "exit", "a", "b", size=2, limit=1.5, engine=FORK)
    assert said == {
        "hang": "nach 1,5 s abgebrochen, Zelle 4, »tu_was()«, war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN.",
        "stop": "zu viel",
        "crash": "Zelle 4, »tu_was()«, hat den Lauf beendet (abgestürzt: Speicherzugriff).",
        "exit": "Zelle 4, »tu_was()«, hat den Lauf beendet (sein Prozess hat sich mit 0 selbst beendet).",
        "a": "",
        "b": "",
    }


@pytest.mark.parametrize(("memory", "said"), [(0, "hat den Lauf beendet (abgestürzt: Signal 6)."), (100, "wurde nicht fertig: Der Arbeitsspeicher reicht nicht.")])
def test_a_library_that_gives_up_for_want_of_memory_is_understood(outcomes, memory, said):
    assert outcomes("abort", engine=FORK, memory=memory)["abort"].startswith(f"Zelle 4, »tu_was()«, {said}")


def test_runs_whose_parent_died_begin_once_more_each_alone(outcomes):
    """Only the one that ends its parent pays for it."""
    said = outcomes("hang", "die", "a", size=2, limit=1.5, engine=FORK)
    assert said["hang"].startswith("nach 1,5 s abgebrochen")
    assert said["die"] == "Der Arbeitsprozess ist in Zelle 4, »tu_was()«, zweimal unerwartet zu Ende gegangen (oje)."
    assert said["a"] == ""


@pytest.mark.parametrize(("option", "said"), [("never", "kein Platz"), ("mute", "ohne Meldung")])
def test_workers_that_cannot_start_stop_the_batch(pool, tmp_path, option, said):
    with pytest.raises(RunError, match=f"Ein Arbeitsprozess lässt sich nicht starten: {said}"), pool(option) as made:
        list(made.work(in_order([Task(tmp_path / "a.ipynb", {}, tmp_path, tmp_path)])))


def test_an_interrupted_batch_ends_its_workers(pool, tmp_path):
    def interrupted(_number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pool() as made:
        list(made.work(in_order([Task(tmp_path / "hang.ipynb", {}, tmp_path, tmp_path)]), interrupted))


def test_the_surroundings_are_the_same_everywhere(outcomes, monkeypatch, tmp_path):
    monkeypatch.setenv("JPY_SESSION_NAME", "x")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = outcomes("environment")["environment"]
    assert said == str({"PYTHONHASHSEED": "0", "JPY_SESSION_NAME": None, "WORKBENCH_PROJECT": str(tmp_path), "OMP_NUM_THREADS": "1"})


def test_a_pool_works_in_any_thread(outcomes):
    found = []
    thread = threading.Thread(target=lambda: found.append(outcomes("a")))
    thread.start()
    thread.join()
    assert found == [{"a": ""}]


def test_what_a_killed_batch_left_is_removed_by_the_next(pool, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("tot", "lebt"):
        (tmp_path / f"workbench-{name}" / "t").mkdir(parents=True)
    (tmp_path / "workbench-beginnt").mkdir()
    with Lock(tmp_path / "workbench-tot"):
        pass
    with Lock(tmp_path / "workbench-lebt"), pool("parent"):
        assert {f.name for f in tmp_path.glob("workbench-?*[a-z]")} >= {"workbench-lebt", "workbench-beginnt"}
        assert not (tmp_path / "workbench-tot").exists()


def test_only_marked_processes_are_ended():
    ours, foreign = (subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], env={MARK: mark}) for mark in ("stapel-1", "anderer-1"))
    time.sleep(0.2)
    end_all("stapel")
    assert ours.wait(5) is not None
    assert foreign.poll() is None
    foreign.kill()
    foreign.wait()
