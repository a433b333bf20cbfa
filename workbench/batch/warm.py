"""The warm parent of a batch: everything is imported once, and every run is a fresh child forked from it.

It has one thread, for a fork copies no other. A child has its own session of processes, random state and working
folder, executes one notebook in this very process (`workbench.batch.kernel`), writes the report and ends.
"""

import contextlib
import ctypes
import dataclasses
import functools
import gc
import os
import random
import select
import selectors
import signal
import sys
import traceback
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

import psutil

from workbench import project as projects
from workbench.batch import preload
from workbench.batch.execute import Outcome, Task, perform
from workbench.batch.watch import Died, begun
from workbench.batch.wire import BROKEN, MARK, READY, end_all_here, end_below, receive, send
from workbench.errors import WorkbenchError

_REHEARSED = {"html", "docx"}  # typst starts threads, which a fork would lose
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def warm() -> None:
    """Import what reports need, then do once what is slow the first time; the kernel comes first, because pandas asks for it."""
    from workbench.batch import kernel

    gc.disable()  # nothing of this is garbage
    kernel.warm()
    preload.load()
    forms: Collection[str] = ("html",)
    with contextlib.suppress(WorkbenchError):  # said where it is run
        project = projects.load()
        project.families  # noqa: B018 (computed once, for all children)
        forms = project.formate
        _find_words(project)
    _rehearse([form for form in forms if form in _REHEARSED])
    if {*forms} - {"html"}:
        from workbench.export.typeset import fonts

        fonts()  # of all that typst makes; that alone starts no thread
    gc.freeze()  # what the children share is not touched by their collectors
    gc.enable()


def _rehearse(forms: Collection[str]) -> None:
    """Draw, lay out, check, read and say something: caches fill that every child would fill for itself."""
    import nbformat

    from workbench.export import leave
    from workbench.export.formats import content
    from workbench.export.gate import passed
    from workbench.present.draw import warm_up
    from workbench.present.number import number
    from workbench.read import store
    from workbench.schemas import tables
    from workbench.schemas._checks import found

    warm_up()
    book = _probe()
    nbformat.validate(book)
    document = passed(book)
    document.digest("")
    unpictured = dataclasses.replace(document, blocks=document.blocks[:-1])  # Word takes pixels, which typst makes
    for form in forms:  # templates
        leave.read_again(f"probe.{form}", content(document if form == "html" else unpictured, form), leave.Handed((), (), frozenset({1.5, 2.5})), {"Niemand"})
    number(1.5, 1)  # the language
    store.warm_up()
    for table in tables().values():
        found(table.empty(), table.columns, look=lambda name: tables()[name].empty(), key=table.key, rules=table.rules, keys={})  # what pandera imports at the first check


def _probe() -> Any:  # noqa: ANN401 (a NotebookNode)
    """Executed notebook of a small report."""
    import pandas as pd
    from nbformat import v4

    from workbench.disclosure.door import release
    from workbench.present import figure
    from workbench.present.description import Description
    from workbench.present.sentence import sentence
    from workbench.present.table import table

    given = release(pd.DataFrame({"Name": ["Probe", "Probe 2"], "Wert": [1.5, 2.5]}), table="Probe", rule=projects.Rule(), exempt="Probe", by=["Name"])
    head = Description("head", {"title": "Probe", "place": "", "ags": "", "project": "", "institute": "", "date": "", "synthetic": True})
    shown = [head, sentence("Es sind {n:1}.", n=given.value("Wert", Name="Probe")), table(given, title="Probe"), figure.bar(given, "Name", "Wert", title="Probe")]
    bundles = [d._repr_mimebundle_() for d in shown]
    outputs = [v4.new_output("display_data", data, metadata=metadata) for data, metadata in bundles]  # type: ignore[no-untyped-call] # nbformat is half typed
    return v4.new_notebook(cells=[v4.new_markdown_cell("# Probe\n\nText."), v4.new_code_cell(outputs=outputs)])  # type: ignore[no-untyped-call] # as above


def _find_words(project: projects.Project) -> None:
    """Open the dictionary where there are interviews: the first time on a machine it is written, and children shall not do so at once."""
    from workbench.methods.text import lemma
    from workbench.schemas import transkripte

    if any(transkripte.TABLE.find(place.folder, place.ags) for place in project.orte.values()):
        lemma("Treffs")


@dataclasses.dataclass
class _Child:
    """A run on its way: its number, and the pipe through which it tells how it goes."""

    number: int
    pipe: int
    ended: bool = False  # whether it told its outcome


class _Parent:
    """Reads tasks, forks, passes on what children say, and sees to it that nothing of a child outlives it."""

    def __init__(self, answers: int) -> None:
        self._answers, self._children = answers, dict[int, _Child]()
        awake, bell = os.pipe()
        for end in (awake, bell):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(0, selectors.EVENT_READ, self._take)
        self._selector.register(awake, selectors.EVENT_READ, lambda: os.read(awake, 4096))

    def tell(self, message: object) -> None:
        """Send a message to the batch; if that is gone, end as it does."""
        try:
            send(self._answers, message)
        except BrokenPipeError:
            end_all_here()

    def serve(self) -> NoReturn:
        """Until the batch is over."""
        self.tell((-1, READY))
        while True:
            for key, _ in self._selector.select():
                key.data()
            self._reap()

    def _take(self) -> None:
        """Obey one order: a number and a task to fork for, or a number whose run is to be ended."""
        try:
            number, task = receive(0)
        except EOFError:
            end_all_here()
        if task:
            self._fork(number, task)
        else:
            for process in (p for p, child in self._children.items() if child.number == number):
                _end(process)

    def _fork(self, number: int, task: Task) -> None:
        """Start a run."""
        out, into = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            os.close(out)
            os.close(self._answers)
            try:
                _run(number, task, into)
            finally:
                traceback.print_exc()  # into the log of the run
                os._exit(BROKEN)
        os.close(into)
        self._children[process] = child = _Child(number, out)
        self._selector.register(out, selectors.EVENT_READ, functools.partial(self._pass_on, child))

    def _pass_on(self, child: _Child) -> None:
        """All that a child has said; a descriptor that a process of its own holds open may be silent for ever."""
        while select.select([child.pipe], [], [], 0)[0]:
            try:
                message = receive(child.pipe)
            except EOFError:
                return
            child.ended |= isinstance(message, Outcome)
            self.tell((child.number, message))

    def _reap(self) -> None:
        """Children that are dead: end what they started, and tell of those that told nothing."""
        with contextlib.suppress(ChildProcessError):  # there is none at all
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                process, status = found
                if (child := self._children.pop(process, None)) is None:
                    continue
                self._pass_on(child)
                self._selector.unregister(child.pipe)
                os.close(child.pipe)
                _end(process)
                self._end_orphans()
                if not child.ended:
                    self.tell((child.number, Died(os.waitstatus_to_exitcode(status))))

    def _end_orphans(self) -> None:
        """End processes that left the session of their run, unless they belong to one that still goes on."""
        alive = {_mark(c.number) for c in self._children.values()}
        for orphan in psutil.Process().children():
            with contextlib.suppress(psutil.Error, OSError):
                if orphan.pid not in self._children and orphan.environ().get(MARK, "") not in alive:
                    orphan.kill()


def _end(process: int) -> None:
    """End a run with all of its session."""
    end_below(process)
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(process, signal.SIGKILL)


def _mark(number: int) -> str:
    """What names a run in the environment of the programs that it starts."""
    return f"{os.environ[MARK].partition('#')[0]}#{number}"


def _run(number: int, task: Task, into: int) -> None:
    """Be a child: alone, fresh, and gone with its parent."""
    os.setsid()
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ[MARK] = _mark(number)
    random.seed()
    sys.modules["numpy"].random.seed()
    warnings._filters_mutated()  # type: ignore[attr-defined] # noqa: SLF001 (what every change of the filters does: no memory of warnings that others have seen)
    if task.memory:
        preload.limit(task.memory)
    if task.log:
        begun(task.log)
        with contextlib.suppress(OSError):  # a log that cannot be written fails nothing
            os.dup2(os.open(task.log, os.O_WRONLY | os.O_APPEND), 2)
    tell = functools.partial(send, into)
    tell(perform(task, tell))
    os._exit(0)


def _prctl(option: int, value: int) -> None:
    """Ask Linux for something about this process; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def main() -> None:
    """Serve over standard input and output, which nothing else in the process may use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch decides
    answers = os.dup(1)
    os.dup2(2, 1)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    os.chdir(Path(os.environ["WORKBENCH_TEMP"]) / "t")
    warm()
    _Parent(answers).serve()


if __name__ == "__main__":
    main()
