"""A worker process where no fork can be: reads tasks from its standard input, executes one after the other in kernels, reports on its standard output.

When the input ends, the batch is dead: the worker ends its kernel and itself, also while a task runs.
"""

import functools
import os
import queue
import signal
import threading
from collections.abc import Callable
from typing import NoReturn

from workbench.batch.execute import Task, perform
from workbench.batch.watch import begun
from workbench.batch.wire import READY, end_all_here, receive, send

Tasks = queue.SimpleQueue[tuple[int, Task]]


def listen(pipe: int, tasks: Tasks, orphaned: Callable[[], None]) -> None:
    """Pass tasks on, with their numbers, until the pipe ends: then the batch is dead."""
    try:
        while True:
            tasks.put(receive(pipe))
    except EOFError:
        orphaned()


def serve(tasks: Tasks, tell: Callable[[object], None]) -> NoReturn:
    """Execute tasks as they come; tell READY under -1, and under the number of a task each cell that begins, and the outcome."""
    from papermill.engines import papermill_engines

    import workbench.export.gate  # noqa: F401 (loaded before the clock of the first task starts)
    from workbench.batch.kernels import Reserve

    Reserve.start()
    papermill_engines.register("reserve", Reserve)
    tell((-1, READY))
    while True:
        number, task = tasks.get()
        begun(task.log)
        Reserve.memory = task.memory
        tell((number, perform(task, functools.partial(_numbered, tell, number))))


def _numbered(tell: Callable[[object], None], number: int, message: object) -> None:
    """Tell something of a task."""
    tell((number, message))


def main() -> None:
    """Serve over standard input and output, which nothing else in the process may use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch decides
    answers = os.dup(1)
    os.dup2(2, 1)
    tasks: Tasks = queue.SimpleQueue()
    threading.Thread(target=listen, args=(0, tasks, end_all_here), daemon=True).start()
    serve(tasks, functools.partial(send, answers))


if __name__ == "__main__":
    main()
