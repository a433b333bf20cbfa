"""Kernels that are started before a notebook asks for one: papermill's engine where no process can be forked.

While a report runs, the next kernel starts and imports what reports need. It is handed out once and ended after it.
"""

import contextlib
import dataclasses
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient.util import run_sync
from papermill.engines import NBClientEngine

from workbench.batch import preload
from workbench.batch.execute import TRANSPORT
from workbench.batch.reports import KERNEL

_READY = 60  # seconds that a kernel may take to answer


@dataclasses.dataclass(frozen=True)
class _Started:
    """A kernel on its way, and its working folder."""

    manager: Any
    folder: str

    def end(self) -> None:
        """End it."""
        run_sync(self.manager.shutdown_kernel)(now=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _start() -> _Started:
    """Start a kernel; it need not be ready."""
    folder = tempfile.mkdtemp(prefix="lauf-")
    where = {"ip": str(Path(folder) / "k")} if TRANSPORT == "ipc" else {}  # a relative one would be sought in two working folders
    manager: Any = AsyncKernelManager(kernel_name=KERNEL, transport=TRANSPORT, **where)
    run_sync(manager.start_kernel)(cwd=folder, extra_arguments=["--HistoryManager.hist_file=:memory:", f"--ext={preload.__name__}"])
    return _Started(manager, folder)


class Reserve:
    """The kernel that comes next; `memory` megabytes are its limit."""

    def __init__(self) -> None:
        self._next, self.memory = _start(), 0

    @contextlib.contextmanager
    def kernel(self) -> Iterator[Any]:
        """Manager of a kernel that nobody used, in the surroundings of this process as they are now."""
        taken, self._next = self._next, _start()
        try:
            _surround(taken, self.memory)
            yield taken.manager
        finally:
            taken.end()

    def close(self) -> None:
        """End the kernel that nobody asked for."""
        self._next.end()


def _surround(kernel: _Started, memory: int) -> None:
    """Give a kernel the environment and the limit that came after its start, and wait until it is ready."""
    client = kernel.manager.client()
    client.start_channels()
    try:
        run_sync(client.wait_for_ready)(timeout=_READY)
        told = {k: v for k, v in os.environ.items() if k.startswith("WORKBENCH_")}
        limited = f"; __import__('workbench.batch.preload', fromlist=['limit']).limit({memory})" if memory else ""
        run_sync(client.execute_interactive)(f"__import__('os').environ.update({told!r}){limited}", silent=True, allow_stdin=False, timeout=_READY)
    finally:
        client.stop_channels()


def engine(reserve: Reserve) -> type[Any]:
    """Engine for papermill that takes its kernels from a reserve."""

    class Handed(NBClientEngine):  # type: ignore[misc] # papermill is untyped
        """Papermill's own engine, on a kernel that has been started."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 (papermill is untyped)
            """Execute the cells one after the other."""
            with reserve.kernel() as manager:
                return super().execute_managed_notebook(nb_man, kernel_name, km=manager, **options)

    return Handed
