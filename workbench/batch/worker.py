"""A worker process: reads jobs from its standard input, executes one after the other, reports on its standard output.

When the input ends while a job runs, the batch is dead: the worker ends its kernel and itself.
"""

import os
import pickle
import queue
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import BinaryIO

# 35 parsers that jsonschema would compile for formats which no notebook uses: 1.1 s of processor time
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # the import machinery's own way to say "not there"

from workbench.batch.execute import Task, perform  # noqa: E402 (after the line above)

READY = "ready"


def _listen(source: BinaryIO, tasks: "queue.SimpleQueue[Task | None]") -> None:
    """Pass tasks on; at the end of the input end everything below this process."""
    while True:
        try:
            task = pickle.load(source)  # noqa: S301 (from the parent's own pipe)
        except (EOFError, pickle.UnpicklingError):
            break
        tasks.put(task)
        if task is None:
            return
    import psutil

    for child in psutil.Process().children(recursive=True):
        child.kill()
    shutil.rmtree(Path(os.environ["WORKBENCH_TEMP"]), ignore_errors=True)
    os._exit(1)


def main() -> None:
    """Serve until told to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()

    def tell(message: object) -> None:
        pickle.dump(message, answers)
        answers.flush()

    import papermill  # noqa: F401 (loaded before the clock of the first job starts)

    import workbench.export.html  # noqa: F401

    tell(READY)
    while (task := tasks.get()) is not None:
        tell(perform(task, tell))


if __name__ == "__main__":
    main()
