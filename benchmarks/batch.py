"""What a batch costs, against what a user would do otherwise, in one run.

    python benchmarks/batch.py --places 2

(a) the workbench's own job, split by its journal into kernel start, imports, cells and export;
(b) the same notebooks as a shell loop of `papermill` and `jupyter nbconvert`.
Both run one report at a time; wall time, and processor time of the whole process tree.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from workbench.batch.jobs import Job, plan
from workbench.batch.journal import Journal
from workbench.batch.reports import NOTEBOOKS, discover
from workbench.project import SAMPLE, load

PARTS = {"start": "Kernelstart", "imports": "Importe", "cells": "Zellen", "export": "Export"}
ROOT = NOTEBOOKS.parent


def jobs(places: int) -> list[Job]:
    """Jobs of the first places of the sample that can run."""
    project = load(SAMPLE)
    return [j for j in plan(project, discover([NOTEBOOKS]), places=list(project.orte)[:places]) if not (j.skip or j.fault)]


def cost(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds on the wall and of the processor, children included."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def shell(*command: str) -> None:
    """Run a program as a user would, who sees the figures in the notebook."""
    env = {**os.environ, "JPY_SESSION_NAME": "x", "WORKBENCH_PROJECT": str(SAMPLE), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", *command], env=env, check=True, capture_output=True)


def ours(wanted: list[Job], out: Path) -> None:
    """One batch with one worker."""
    places = [word for key in dict.fromkeys(j.key[1] for j in wanted) for word in ("--place", key)]
    shell("workbench.cli", "run", *places, "--jobs", "1", "--force", "--out", str(out))


def loop(wanted: list[Job], out: Path) -> None:
    """Shell loop: papermill, then nbconvert, per report and place."""
    for job in wanted:
        file = out / f"{job.key[1]}-{job.key[0]}.ipynb"
        shell("papermill", str(job.notebook.file), str(file), "-p", "gemeinde", job.key[1], "--no-progress-bar")
        shell("jupyter", "nbconvert", "--to", "html", str(file))


def split(out: Path, rounds: list[dict[str, dict[str, float]]]) -> None:
    """Note the parts of every report of a batch."""
    rounds.append({f"{report} {place}": dict(run.seconds) for (report, place), run in Journal(out).runs().items()})


def measure(wanted: list[Job], rounds: int) -> None:
    """Interleaved rounds of both ways, then the tables."""
    costs: dict[str, list[tuple[float, float]]] = {"workbench run": [], "papermill + nbconvert": []}
    parts: list[dict[str, dict[str, float]]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            costs["workbench run"].append(cost(lambda out=Path(folder): ours(wanted, out)))
            split(Path(folder), parts)
            costs["papermill + nbconvert"].append(cost(lambda out=Path(folder): loop(wanted, out)))
    print_parts(parts)
    print_costs(costs, len(wanted))


def print_parts(rounds: list[dict[str, dict[str, float]]]) -> None:
    """Median seconds per report (over places and rounds) by part."""
    reports = sorted({name.split()[0] for found in rounds for name in found})
    print(f"{'Sekunden je Bericht':28}" + "".join(f"{german:>13}" for german in PARTS.values()) + f"{'zusammen':>13}")
    for report in reports:
        runs = [seconds for found in rounds for name, seconds in found.items() if name.split()[0] == report]
        medians = [statistics.median(run[part] for run in runs) for part in PARTS]
        print(f"{report:28}" + "".join(f"{m:13.2f}" for m in [*medians, sum(medians)]))


def print_costs(costs: dict[str, list[tuple[float, float]]], reports: int) -> None:
    """Median wall and processor seconds per report, and the ratio to ours."""
    medians = {name: tuple(statistics.median(c[i] for c in found) / reports for i in (0, 1)) for name, found in costs.items()}
    base = medians["workbench run"]
    print(f"\n{'Weg (je Bericht)':28}{'Wand s':>10}{'CPU s':>10}{'× Wand':>10}{'× CPU':>10}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:28}{wall:10.2f}{cpu:10.2f}{wall / base[0]:10.1f}{cpu / base[1]:10.1f}")
    print(json.dumps({"machine": os.uname().machine, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "reports": reports}))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=2, help="so many places of the sample")
    parser.add_argument("--rounds", type=int, default=3, help="so many interleaved rounds")
    options = parser.parse_args()
    measure(jobs(options.places), options.rounds)


if __name__ == "__main__":
    main()
