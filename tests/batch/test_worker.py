import io
import pickle
import queue

from workbench.batch import kernels, worker
from workbench.batch.execute import Outcome, Task
from workbench.batch.watch import Cell
from workbench.batch.worker import READY, listen, serve


def task(tmp_path):
    return Task(tmp_path / "x.ipynb", {}, tmp_path / "x.html", tmp_path)


def test_tasks_are_passed_on_until_none_comes(tmp_path):
    tasks = queue.SimpleQueue()
    listen(io.BytesIO(pickle.dumps((3, task(tmp_path))) + pickle.dumps(None)), tasks, lambda: tasks.put("verwaist"))
    assert [tasks.get(), tasks.get(), tasks.empty()] == [(3, task(tmp_path)), None, True]


def test_the_end_of_the_input_means_that_the_parent_is_dead():
    tasks = queue.SimpleQueue()
    listen(io.BytesIO(pickle.dumps(None)[:-1]), tasks, lambda: tasks.put("verwaist"))
    listen(io.BytesIO(), tasks, lambda: tasks.put("verwaist"))
    assert [tasks.get(), tasks.get()] == ["verwaist", "verwaist"]


def test_a_worker_says_ready_then_each_cell_and_outcome(tmp_path, monkeypatch):
    def perform(_task, tell):
        tell(Cell(3))
        return Outcome("x")

    class Reserve:
        def close(self):
            told.append("leer")

    monkeypatch.setattr(worker, "perform", perform)
    monkeypatch.setattr(kernels, "Reserve", Reserve)
    tasks, told = queue.SimpleQueue(), []
    tasks.put((7, task(tmp_path)))
    tasks.put(None)
    serve(tasks, told.append)
    assert told == [(-1, READY), (7, Cell(3)), (7, Outcome("x")), "leer"]
