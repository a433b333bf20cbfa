"""Kernels that are started before a notebook asks for one: papermill's engine where no process can be forked.

While a report runs, the next kernel starts and imports what reports need. It is handed out once and ended after it.
"""

import dataclasses
import os
import shutil
import tempfile
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

    def surround(self, memory: int) -> None:
        """Give it the environment and the limit that came after its start, and wait until it is ready."""
        client = self.manager.client()
        client.start_channels()
        try:
            run_sync(client.wait_for_ready)(timeout=_READY)
            told = {k: v for k, v in os.environ.items() if k.startswith("WORKBENCH_")}
            limited = f"; __import__('workbench.batch.preload', fromlist=['limit']).limit({memory})" if memory else ""
            run_sync(client.execute_interactive)(f"__import__('os').environ.update({told!r}){limited}", silent=True, allow_stdin=False, timeout=_READY)
        finally:
            client.stop_channels()

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


class Reserve(NBClientEngine):  # type: ignore[misc] # papermill is untyped
    """Papermill's own engine on the kernel that comes next, which nobody used; `memory` megabytes are its limit."""

    memory = 0
    _next: _Started

    @classmethod
    def start(cls) -> None:
        """Start the first kernel."""
        cls._next = _start()

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 (papermill is untyped)
        """Execute the cells one after the other, in the surroundings of this process as they are now."""
        taken, cls._next = cls._next, _start()
        try:
            taken.surround(cls.memory)
            return super().execute_managed_notebook(nb_man, kernel_name, km=taken.manager, **options)
        finally:
            taken.end()
