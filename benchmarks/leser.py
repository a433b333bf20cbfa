"""Readers of official files against pandas alone: the frame of all figures against a frame of text, best of several runs.

    python benchmarks/leser.py ../shared/real

Tries every CSV file below the folder (not part of the project). »pandas« is pd.read_csv(dtype=str) of the same rows, with nothing understood:
no number, no sign, no key, no level, no date. »lang« is what a script would do next: melt to one row per cell and pd.to_numeric, with signs lost. »Leser« is everything up to the checked frame; »Summen« compares sub-areas with totals.
"""

import argparse
import csv
import io
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from workbench.errors import DataError
from workbench.read.official.additivity import sums
from workbench.read.official.recognise import read


def best(work: Callable[[], object], runs: int) -> float:
    """Seconds of processor time of the fastest run; others may work on the machine."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def plain(file: Path) -> pd.DataFrame:
    """Rows of a file as text; of a printed table those between header and foot."""
    text = file.read_bytes().decode("utf-8-sig").partition("\n__________")[0]
    width = max(len(row) for row, _ in zip(csv.reader(io.StringIO(text), delimiter=";"), range(400), strict=False))
    return pd.read_csv(io.StringIO(text), sep=";", dtype=str, keep_default_na=False, header=None, names=range(width))  # noqa: TID251 (it is what is compared)


def melted(file: Path) -> pd.DataFrame:
    """One row per cell, numbers where pandas sees them."""
    frame = plain(file)
    long = frame.melt(id_vars=list(frame.columns[:3]))
    return long.assign(value=pd.to_numeric(long["value"].str.replace(",", "."), errors="coerce"))


def main() -> None:
    """Print one line per file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ordner", type=Path, nargs="?", default=Path("../shared/real"))
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    print(f"{'Datei':52} {'Zahlen':>9} {'pandas':>8} {'lang':>8} {'Leser':>8} {'mal':>5} {'Mio./s':>7} {'Summen':>8}")
    for file in sorted(asked.ordner.rglob("*.csv")):
        try:
            (table,) = read(file)
        except DataError as fault:
            print(f"{file.name:52} {str(fault).splitlines()[1].strip()[:70]}")
            continue
        alone, long = best(lambda f=file: plain(f), asked.runs), best(lambda f=file: melted(f), asked.runs)
        ours, added = best(lambda f=file: read(f), asked.runs), best(lambda t=table: sums(t), asked.runs)
        print(f"{file.name:52} {len(table.frame):9,} {alone:7.3f}s {long:7.3f}s {ours:7.3f}s {ours / alone:5.1f} {len(table.frame) / ours / 1e6:7.2f} {added:7.3f}s")
    print(f"größter Arbeitsspeicher: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
