"""What a report costs in a batch, against other ways to run the same notebooks, in one run.

    python benchmarks/engine.py [--places 8] [--rounds 5] [--light] [--ways WAY …]
    python benchmarks/engine.py --light --ways fork bare floor

Ways, one report at a time: a shell loop of `papermill` and `jupyter nbconvert`; papermill's API and nbconvert in one
process; ploomber-engine and nbconvert in one process (it registers itself with papermill, so it lies in a folder of its
own); `workbench run` with kernels; `workbench run`, also with two jobs; and the floor: the same cells in one warm process
without any kernel, with all that `workbench run` does after them. Every round measures every way. The table holds medians:
wall and processor time of the whole process tree per report, its peak memory (shared pages counted once), and what the
largest run adds to its warm parent. At the end: a batch in which nothing has changed. The projects have copies of places of
the sample, whose reports hold about nine tables and seven figures each; with --light synthetic Gemeinden, whose reports hold
one of each. The library is compiled beforehand, as it is for its users, and the floor draws the pictures of a copy again.
"""

import argparse
import ast
import contextlib
import dataclasses
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gemeinden
import psutil

from workbench.batch import execute
from workbench.batch.chains import task_of
from workbench.batch.jobs import Job, plan
from workbench.batch.journal import Journal
from workbench.batch.reports import NOTEBOOKS, discover
from workbench.project import SAMPLE, load

ROOT = NOTEBOOKS.parent
PARTS = {"start": "Start", "imports": "Importe", "cells": "Zellen", "export": "Export"}
OURS, BARE, FLOOR = "workbench run", "Schranke: nacktes Abzweigen", "Boden: ein warmer Prozess"
_PEEK = 0.2  # seconds between two looks at the memory
WAYS = {"shell": "papermill + jupyter nbconvert", "api": "papermill-API + nbconvert", "ploomber": "ploomber-engine + nbconvert", "kernel": "workbench run --engine kernel", "fork": OURS, "jobs": "workbench run --jobs 2", "bare": BARE, "floor": FLOOR}


def project_of(folder: Path, places: int) -> Path:
    """Project with so many copies of places of the sample."""
    text = (SAMPLE / "projekt.toml").read_text(encoding="utf-8")
    head, _, rest = text.partition("[orte.")
    ends = rest.index("[quellen.")
    known = [k for k in load(SAMPLE).orte if k not in {"leer", "rottweil"}]
    sections = {s.partition("]")[0]: s.partition("]")[2] for s in rest[:ends].split("[orte.")}
    orte = ""
    for number in range(places):
        origin = known[number % len(known)]
        key = f"{origin}-{number}"
        shutil.copytree(SAMPLE / origin, folder / key)
        orte += f"[orte.{key}]{sections[origin]}"
    (folder / "projekt.toml").write_text(head.replace("format = 1\n", 'format = 1\nformate = ["html"]\n') + orte + rest[ends:], encoding="utf-8")
    shutil.copy(SAMPLE / "indikatorkatalog.csv", folder)
    return folder


def jobs(project: Path) -> list[Job]:
    """Jobs that can run: of the project's own notebooks where it has some."""
    own = project / "notebooks"
    return [j for j in plan(load(project), discover([own if own.is_dir() else NOTEBOOKS])) if not (j.skip or j.fault)]


@dataclasses.dataclass
class Cost:
    """Seconds on the wall and of the processor, megabytes of the whole process tree, and of the largest single run beside its warm parent."""

    wall: float
    cpu: float
    peak: float = 0.0
    child: float = 0.0


def cost(command: list[list[str]], project: Path, beside: str = "") -> Cost:
    """What some programs cost, one after the other, children included; with a folder of further packages."""
    env = {**os.environ, "PLOOMBER_STATS_ENABLED": "false", "WORKBENCH_PROJECT": str(project), "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [beside])])}
    env = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, begin, found = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), Cost(0, 0)
    for words in command:
        told = {"JPY_SESSION_NAME": "x"} if words[1] == "papermill" else {}
        with tempfile.TemporaryFile() as said, subprocess.Popen([sys.executable, *words], env={**env, **told}, stdout=said, stderr=said) as process:
            while process.poll() is None:
                _peek(process.pid, found)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_PEEK)
            if process.returncode:
                said.seek(0)
                sys.exit(f"{' '.join(words)}: {said.read().decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found.wall, found.cpu = time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found


def _peek(pid: int, found: Cost) -> None:
    """Look at the memory of a process tree (Linux tells it page by page)."""
    with contextlib.suppress(psutil.Error, OSError):
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
        memory = {p.pid: _memory(p.pid) for p in tree}
        found.peak = max(found.peak, sum(pss for pss, _ in memory.values()))
        warm = {p.pid for p in tree if "workbench.batch.warm" in p.cmdline()}
        found.child = max([found.child, *(memory[p.pid][1] for p in tree if p.pid in warm and p.ppid() in warm)])


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process: its share of all pages, and those that it has alone."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:])
    size = {words[0]: int(words[1]) / 1024 for words in lines}
    return size["Pss:"], size["Private_Clean:"] + size["Private_Dirty:"]


def commands(way: str, project: Path, out: Path) -> list[list[str]]:
    """Programs that a way takes."""
    if way == "shell":
        found = []
        for job in jobs(project):
            file = str(out / f"{job.key[1]}-{job.key[0]}.ipynb")
            found += [["-m", "papermill", str(job.notebook.file), file, "-p", "gemeinde", job.key[1], "--no-progress-bar"], ["-m", "jupyter", "nbconvert", "--to", "html", file]]
        return found
    if way in {"fork", "kernel", "jobs"}:
        how = ["--jobs", "2" if way == "jobs" else "1", "--engine", "fork" if way == "jobs" else way]
        return [["-m", "workbench.cli", "run", "--project", str(project), "--out", str(out), "--force", *how, *_chosen(project)]]
    return [[str(Path(__file__).resolve()), "--inside", way, "--out", str(out)]]


def _chosen(project: Path) -> list[str]:
    """Options that choose the reports."""
    return [word for name in sorted({j.notebook.name for j in jobs(project)}) for word in ("--report", name)]


def inside(way: str, out: Path) -> None:
    """One of the ways that take one process."""
    project = Path(os.environ["WORKBENCH_PROJECT"])
    if way in {"floor", "bare"}:
        _perform_all(project, out, forked=way == "bare")
        return
    import nbformat
    from nbconvert import HTMLExporter
    from papermill import execute_notebook

    os.environ["JPY_SESSION_NAME"] = "x"
    exporter = HTMLExporter()  # type: ignore[no-untyped-call] # nbconvert is untyped
    for job in jobs(project):
        file = out / f"{job.key[1]}-{job.key[0]}.ipynb"
        if way == "ploomber":
            from ploomber_engine import execute_notebook as other

            other(str(job.notebook.file), str(file), parameters={"gemeinde": job.key[1]})
        else:
            execute_notebook(str(job.notebook.file), str(file), parameters={"gemeinde": job.key[1]}, progress_bar=False)
        page, _ = exporter.from_notebook_node(nbformat.read(file, 4))  # type: ignore[no-untyped-call] # as above
        file.with_suffix(".html").write_text(page, encoding="utf-8")


def _perform_all(project: Path, out: Path, *, forked: bool) -> None:
    """Cells and export of all reports: in this process, or each in a fork of it as it is when everything is loaded."""
    from workbench.batch import warm
    from workbench.export import picture

    if forked:
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a thread would not survive a fork
        warm.warm()
    with _without_kernel():
        for job in jobs(project):
            process = os.fork() if forked else 0
            if process:
                if os.waitpid(process, 0)[1]:
                    sys.exit(f"{job.label}: Das Kind ist gescheitert.")
                continue
            picture._drawn.cache_clear()  # noqa: SLF001 (a copy of a place has the same)
            outcome = execute.perform(task_of(load(project), job, out), lambda _: None)
            if outcome.message:
                sys.exit(outcome.message)
            if forked:
                os._exit(0)


@contextlib.contextmanager
def _without_kernel() -> Iterator[None]:
    """Let `execute` run cells by exec, as the floor of what any engine can cost."""
    import nbformat
    from IPython.core.formatters import DisplayFormatter

    shown = DisplayFormatter()

    def run(task: execute.Task, watch: Any) -> Any:  # noqa: ANN401 (a NotebookNode)
        """Cells of a notebook in a fresh namespace."""
        book: Any = nbformat.reads(task.notebook.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call] # nbformat is half typed
        space: dict[str, Any] = {"__name__": "__main__"}
        for number, cell in enumerate(c for c in book.cells if c.cell_type == "code"):
            tree = ast.parse(cell.source)
            last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None  # type: ignore[attr-defined] # an Expr
            exec(compile(tree, "zelle", "exec"), space)  # noqa: S102 (that is what is measured)
            space |= task.parameters if number == 0 else {}
            value = eval(compile(last, "zelle", "eval"), space) if last else None  # noqa: S307 (as above)
            if value is not None:
                data, metadata = shown.format(value)
                cell.outputs = [nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=number + 1)]  # type: ignore[no-untyped-call] # as above
            watch.ended(cell)
        return book

    before = execute._executed  # noqa: SLF001 (nothing else stands between cells and export)
    execute._executed = run  # noqa: SLF001 (as above)
    try:
        yield
    finally:
        execute._executed = before  # noqa: SLF001 (as above)


def measure(make: Callable[[Path, int], Path], places: int, rounds: int, ways: list[str], ploomber: str) -> None:
    """Interleaved rounds of all ways, then the tables."""
    with tempfile.TemporaryDirectory() as folder:
        cost([["-m", "compileall", "-q", str(ROOT / "workbench")]], Path(folder))
        project = make(Path(folder), places)
        reports, costs, parts, again = len(jobs(project)), {w: list[Cost]() for w in ways}, list[dict[str, Any]](), list[Cost]()
        for _ in range(rounds):
            for way in ways:
                with tempfile.TemporaryDirectory() as out:
                    costs[way].append(cost(commands(way, project, Path(out)), project, ploomber if way == "ploomber" else ""))
                    if way == "fork":
                        parts += [{"report": r, **run.seconds} for (r, _), run in Journal(Path(out)).runs().items()]
                        again.append(cost([["-m", "workbench.cli", "run", "--project", str(project), "--out", out, *_chosen(project)]], project))
    print_costs(costs, reports)
    print_parts(parts)
    if again:
        wall, cpu = (statistics.median(getattr(c, what) for c in again) for what in ("wall", "cpu"))
        print(f"\nEin Stapel, in dem sich nichts geändert hat: {wall:.2f} s mit dem Start von Python, {cpu:.2f} s CPU")
    print(json.dumps({"machine": _machine(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "places": places, "reports": reports, "rounds": rounds}))


def _machine() -> str:
    """Kind of processor, as Linux names it."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").is_file() else []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), os.uname().machine)


def print_costs(costs: dict[str, list[Cost]], reports: int) -> None:
    """Medians per report, and the ratio to ours."""
    medians = {way: [statistics.median(x) for x in zip(*map(dataclasses.astuple, found), strict=True)] for way, found in costs.items()}
    base = medians.get("fork", next(iter(medians.values())))
    print(f"{'Weg (je Bericht)':32}{'Wand s':>9}{'CPU s':>9}{'× Wand':>9}{'× CPU':>9}{'MB':>9}{'MB je Lauf':>12}")
    for way, (wall, cpu, peak, child) in medians.items():
        print(f"{WAYS[way]:32}{wall / reports:9.2f}{cpu / reports:9.2f}{wall / base[0]:9.2f}{cpu / base[1]:9.2f}{peak:9.0f}{child:12.0f}")
    for way in ("floor", "bare"):
        if {"fork", way} <= medians.keys():
            over = [(ours - theirs) / reports for ours, theirs in zip(base, medians[way], strict=True)]
            print(f"{OURS} über »{WAYS[way]}«, je Bericht: {over[0]:.2f} s Wand, {over[1]:.3f} s CPU")


def print_parts(runs: list[dict[str, Any]]) -> None:
    """Median seconds per report by part."""
    print(f"\n{'Sekunden je Bericht':32}" + "".join(f"{german:>9}" for german in PARTS.values()))
    for report in sorted({run["report"] for run in runs}):
        medians = [statistics.median(run[part] for run in runs if run["report"] == report) for part in PARTS]
        print(f"{report:32}" + "".join(f"{m:9.2f}" for m in medians))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=8, help="so many places")
    parser.add_argument("--rounds", type=int, default=5, help="so many interleaved rounds")
    parser.add_argument("--light", action="store_true", help="light reports")
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--ploomber", default="", help="folder of ploomber-engine: pip install --target FOLDER ploomber-engine; without it that way is left out")
    parser.add_argument("--inside", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.out)
    else:
        measure(gemeinden.project_of if options.light else project_of, options.places, options.rounds, [w for w in options.ways if w != "ploomber" or options.ploomber], options.ploomber)


if __name__ == "__main__":
    main()
