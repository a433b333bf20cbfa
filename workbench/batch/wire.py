"""How the processes of a batch talk to each other: pickled messages through pipes, each after its length."""

import contextlib
import os
import pickle
import shutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import psutil

# 35 parsers that jsonschema would compile for formats which no notebook uses: 1.1 s of processor time
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # the import machinery's own way to say "not there"

READY = "ready"
BROKEN = 70  # exit code of a run that failed outside of its cells (sysexits.h: EX_SOFTWARE)
MARK = "WORKBENCH_WORKER"  # names the worker in the environment of every process below it


def send(pipe: int, message: object) -> None:
    """Write a message into a pipe.

    Parameters
    ----------
    pipe, message
        File descriptor, and anything that can be pickled.

    Raises
    ------
    OSError
        If nobody reads any more.
    """
    said = pickle.dumps(message)
    said = len(said).to_bytes(8) + said
    while said:
        said = said[os.write(pipe, said) :]


def receive(pipe: int) -> Any:  # noqa: ANN401 (what was sent)
    """Read the next message, and no byte more: a selector sees whether there is another one.

    Parameters
    ----------
    pipe
        File descriptor.

    Returns
    -------
    object
        As it was sent.

    Raises
    ------
    EOFError
        If there will be none, or only the beginning of one.
    """
    return pickle.loads(_exactly(pipe, int.from_bytes(_exactly(pipe, 8))))  # noqa: S301 (from a process of the same batch)


def _exactly(pipe: int, size: int) -> bytes:
    """So many bytes."""
    found = b""
    while len(found) < size:
        if not (chunk := os.read(pipe, size - len(found))):
            raise EOFError
        found += chunk
    return found


def end_below(number: int) -> None:
    """End all processes below that of a number, also those that dropped their environment."""
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(number).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()


def end_all_here() -> NoReturn:
    """End everything below this process, and itself; nothing of the batch stays on the disk."""
    end_below(os.getpid())
    shutil.rmtree(Path(os.environ["WORKBENCH_TEMP"]), ignore_errors=True)
    os._exit(1)
