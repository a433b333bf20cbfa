import os
import queue

import pytest

from workbench.batch import kernels, worker
from workbench.batch.execute import Outcome, Task
from workbench.batch.watch import Cell
from workbench.batch.wire import READY, receive, send
from workbench.batch.worker import listen, serve


def task(tmp_path):
    return Task(tmp_path / "x.ipynb", {}, tmp_path / "x.html", tmp_path)


@pytest.fixture
def pipe():
    """Both ends of a pipe, to read from and to write to."""
    ends = os.pipe()
    yield ends
    os.close(ends[0])


def test_a_message_arrives_as_it_was_sent_and_nothing_behind_it_is_read(pipe):
    out, into = pipe
    send(into, "erste")
    send(into, {"zweite": 2})
    os.close(into)
    assert [receive(out), receive(out)] == ["erste", {"zweite": 2}]
    with pytest.raises(EOFError):
        receive(out)


def test_the_end_of_the_input_means_that_the_batch_is_dead(pipe, tmp_path):
    out, into = pipe
    tasks = queue.SimpleQueue()
    send(into, (3, task(tmp_path)))
    os.write(into, b"\0\0\0\0\0\0\0\5torn"[:-1])
    os.close(into)
    listen(out, tasks, lambda: tasks.put("verwaist"))
    assert [tasks.get(), tasks.get(), tasks.empty()] == [(3, task(tmp_path)), "verwaist", True]


def test_a_worker_says_ready_then_each_cell_and_outcome(tmp_path, monkeypatch):
    def perform(_task, tell):
        tell(Cell(3))
        return Outcome("x")

    class OverError(Exception):
        pass

    def tell(message):
        told.append(message)
        if message == (7, Outcome("x")):
            raise OverError

    monkeypatch.setattr(worker, "perform", perform)
    monkeypatch.setattr(kernels, "_start", lambda: None)
    tasks, told = queue.SimpleQueue(), []
    tasks.put((7, task(tmp_path)))
    with pytest.raises(OverError):
        serve(tasks, tell)
    assert told == [(-1, READY), (7, Cell(3)), (7, Outcome("x"))]
