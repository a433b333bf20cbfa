"""A Jupyter kernel in this process: ipykernel's own, whose messages go into a queue instead of through sockets.

No socket, port or heartbeat. What assembles the outputs is nbclient, as ever: it asks a client for messages, and this one
has them all when a cell has ended.
"""

import collections
import contextlib
import functools
import logging
import os
import select
import sys
import time
import types
from collections.abc import Iterator
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger
from traitlets.config import Config

_HELD = 65_536  # characters that a stream keeps back until a cell shows something else or ends
_RENAMED = {"execution_timeout": "timeout", "start_timeout": "startup_timeout"}  # papermill's options, as nbclient calls them

Message = dict[str, Any]


class _Session(Session):
    """Session whose messages stay in the process."""

    def __init__(self, **traits: Any) -> None:  # noqa: ANN401 (traitlets)
        super().__init__(**traits)
        self.owner = os.getpid()
        self.spies: dict[str, Any] = {}
        self.replies: collections.deque[Message] = collections.deque()
        self.shown: collections.deque[Message] = collections.deque()

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, ident: Any = None, buffers: Any = None, track: bool = False, header: Any = None, metadata: Any = None) -> Message | None:  # noqa: ANN401, FBT002, PLR0917 (the signature of the original)
        """Queue a message as it would arrive at the other end of a socket."""
        del stream, ident, track
        message: Message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        if os.getpid() != self.owner:  # a process that a cell has forked: its prints go through the pipe of the stream
            if message["msg_type"] == "stream":
                os.write(2 if message["content"]["name"] == "stderr" else 1, message["content"]["text"].encode())
            return None
        if message["msg_type"] == "stream" and (spy := self.spies.get(message["content"]["name"])):
            spy.write(message["content"]["text"])
            spy.flush()
        arrived: Message = self.unpack(self.pack(message)) | {"buffers": list(buffers or message.get("buffers") or ())}
        (self.replies if message["msg_type"].endswith("_reply") else self.shown).append(arrived)
        return message


class _Line(IOPubThread):
    """The way out of a stream, without a thread: what is to be done is done at once, what is to be done later waits for a flush."""

    def __init__(self) -> None:
        self.thread, self.io_loop = None, self  # type: ignore[assignment] # nothing else of a thread is used by a stream

    def schedule(self, f: Any) -> None:  # noqa: ANN401 (a callable)
        """Do it now."""
        f()

    def call_later(self, *_later: object) -> None:
        """A flush comes anyhow: before a display, at the end of a cell, after much text."""


class _Stream(OutStream):
    """Standard stream of a cell; also of what writes past Python to the file descriptor."""

    _held = 0

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, _Line(), name)  # type: ignore[no-untyped-call] # ipykernel is half typed
        self._pipe = None if self._fid is None else os.dup(self._original_stdstream_fd)

    def write(self, string: str) -> int:
        """Keep text back, but not endlessly."""
        written = super().write(string) or 0
        self._held += len(string)
        if self._held > _HELD:
            self.flush()
        return written

    def flush(self) -> None:
        """Send what was kept back."""
        self._held = 0
        super().flush()  # type: ignore[no-untyped-call] # ipykernel is half typed

    def settle(self) -> None:
        """Wait until the text that was written to the file descriptor has come through the pipe."""
        while self._fid is not None and select.select([self._fid], [], [], 0)[0]:
            time.sleep(0.001)
        self.flush()

    def close(self) -> None:
        """Give the descriptor back; the thread that reads the pipe is woken through it, though a cell may have closed it or turned it elsewhere."""
        if self._pipe is not None:
            os.dup2(self._pipe, self._original_stdstream_fd)
            os.close(self._pipe)
        super().close()  # type: ignore[no-untyped-call] # ipykernel is half typed


@functools.cache
def _kernel() -> tuple[Any, _Session]:
    """The kernel of this process with its session; made once, before pandas is imported, because pandas asks for it."""
    session = _Session()
    quiet = Config({"HistoryManager": {"enabled": False}})  # no thread that writes a history
    kernel = IPythonKernel.instance(session=session, config=quiet, log=logging.getLogger("ipykernel"), iopub_socket=object(), iopub_thread=_Line(), user_ns={}, _execute_sleep=0.0, shell_channel_thread=types.SimpleNamespace(parent_thread=None))
    ways: Any = kernel.shell.input_transformer_manager  # type: ignore[union-attr] # a kernel has a shell
    ways.transform_cell = functools.lru_cache(1)(ways.transform_cell)  # ipykernel transforms a cell to see whether it awaits something, then to run it
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if "" not in sys.path:
        sys.path.insert(0, "")  # modules beside the notebook
    return kernel, session


class _Client:
    """What nbclient asks of a client of a kernel."""

    def __init__(self) -> None:
        self.kernel, self.session = _kernel()
        self.session.owner = self.session.pid = os.getpid()
        self.session.shown.clear()
        self.session.replies.clear()
        self.iopub_channel, self.shell_channel = _Channel(self, self.session.shown), _Channel(self, self.session.replies)

    async def execute(self, code: str, *, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Execute a cell; when it ends, all its messages are there."""
        del stop_on_error  # nothing waits behind a cell
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
        request = self.session.msg("execute_request", content)
        self.kernel.set_parent([b""], request, channel="shell")
        self._status("busy", request)
        await self.kernel.execute_request(None, [b""], request)
        for stream in (sys.stdout, sys.stderr):
            stream.settle() if isinstance(stream, _Stream) else stream.flush()
        self._status("idle", request)
        if os.getpid() != self.session.owner:
            os._exit(0)  # a process that the cell has forked came back from it
        return str(request["header"]["msg_id"])

    def _status(self, state: str, request: Message) -> None:
        """Say what the kernel does."""
        self.session.send(None, "status", {"execution_state": state}, parent=request)

    def kernel_info(self) -> str:
        """Ask for the language."""
        request = self.session.msg("kernel_info_request")
        self.session.send(None, "kernel_info_reply", self.kernel.kernel_info, parent=request)
        return str(request["header"]["msg_id"])

    def is_alive(self) -> bool:
        """As long as this is asked."""
        return True


class _Channel:
    """Queue of messages in place of a socket."""

    def __init__(self, client: _Client, messages: "collections.deque[Message]") -> None:
        self._client, self._messages = client, messages

    async def get_msg(self, **_waiting: object) -> Message:
        """Next message; there is one, for a cell has always ended."""
        return self._messages.popleft()

    def send(self, message: Message) -> None:
        """Take an answer of a widget's front end."""
        self._client.kernel.comm_manager.comm_msg(None, b"", message)


class _Notebook(PapermillNotebookClient):  # type: ignore[misc] # papermill is untyped
    """Papermill's client on a kernel in this process."""

    @contextlib.contextmanager
    def setup_kernel(self, **_options: object) -> Iterator[None]:
        """Give the kernel's streams to the cells."""
        before = sys.stdout, sys.stderr, sys.displayhook
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # a stream watches the descriptor of what it replaces
        self.kc = client = _Client()
        client.session.spies = {name: getattr(self, f"{name}_file") for name in ("stdout", "stderr")}  # told while a cell runs, not when it has ended
        self.stdout_file = self.stderr_file = None
        if self.on_notebook_start:
            self.on_notebook_start(notebook=self.nb)
        streams = [_Stream(client.session, name) for name in ("stdout", "stderr")]
        sys.stdout, sys.stderr = streams
        try:
            yield
        finally:
            for stream in streams:
                stream.close()
            sys.stdout, sys.stderr, sys.displayhook = before


class InProcess(NBClientEngine):  # type: ignore[misc] # papermill is untyped
    """Papermill's engine without a kernel process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 (papermill is untyped)
        """Execute the cells one after the other."""
        known = {_RENAMED.get(k, k): v for k, v in options.items() if k != "input_path"}
        return _Notebook(nb_man, kernel_name=kernel_name, log=logger, **known).execute()


_USED = [0]  # process that has executed a notebook


def taken() -> bool:
    """Whether this process has executed a notebook, whose names and settings are still there; from now on it has."""
    before, _USED[0] = _USED[0], os.getpid()
    return before == os.getpid()


def warm() -> None:
    """Make the kernel before anything asks for one."""
    _kernel()[0].shell.run_cell("None", silent=True)
