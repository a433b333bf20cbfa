"""Cells hidden and seconds taken on tables of five sizes and on a Landkreis, all margins printed; attacked afterwards.

    python benchmarks/disclosure.py [NAME …] [--attack]

Counts of 1 and 2 are small. The tables are drawn with a seed: Poisson counts with gamma means, so that about as many
cells are small as in the tables whose figures are held against them. Three readers: one who does not know that hidden
cells are at least 1 (as peers assume), one who does, and one who moreover may be the only person in a small cell.
Seconds are of the processor, once the solver is loaded.
"""

import argparse
import dataclasses
import itertools
import time

import numpy as np

from workbench.disclosure.audit import breaches
from workbench.disclosure.protect import protect
from workbench.disclosure.published import Published
from workbench.disclosure.relations import linked
from workbench.schemas.terms import TOTAL

FIGURES = {"10x10": 5, "30x20": 3, "100x30": 9, "raeume": 102, "quartale": 92}  # further cells hidden by a prototype on tables of these sizes
TABLES = {  # sizes, groups along a dimension, mean and shape of the gamma, seed
    "10x10": ((10, 10), {}, 10, 1.5, 1),
    "30x20": ((30, 20), {}, 6, 1.0, 0),
    "100x30": ((100, 30), {}, 6, 1.0, 0),
    "raeume": ((24, 6, 3), {0: 6}, 6, 1.5, 0),
    "quartale": ((12, 2, 12), {0: 3, 2: 6}, 10, 1.5, 0),
    "landkreis": ((21, 4, 2, 12), {}, 20, 1.5, 0),
}


def table(name: str) -> Published:
    """Table with every margin; groups of neighbours are a level of their own."""
    sizes, groups, mean, shape, seed = TABLES[name]
    rng = np.random.default_rng(seed)
    numbers = rng.poisson(rng.gamma(shape, mean / shape, sizes))
    levels = [_levels(axis, size, groups.get(axis, 0)) for axis, size in enumerate(sizes)]
    cells = list(itertools.product(*levels))
    values = tuple(float(numbers[np.ix_(*[list(members) for _, members in cell])].sum()) for cell in cells)
    keys = tuple(f"Merkmal {axis}" for axis in range(len(sizes)))
    parents = {k: {code: f"{axis}g{members[0] // groups[axis]}" for code, members in levels[axis] if len(members) == 1} for axis, k in enumerate(keys) if axis in groups}
    goals = {row: (1.0, 3.0) for row, value in enumerate(values) if 0 < value < 3}
    return Published("", "", name, "Fälle/Fälle", keys, tuple(tuple(code for code, _ in cell) for cell in cells), values, {}, keys, parents, goals)


def _levels(axis: int, size: int, group: int) -> list[tuple[str, tuple[int, ...]]]:
    """Codes along an axis and what they hold."""
    found = [(f"{axis}.{i}", (i,)) for i in range(size)]
    found += [(f"{axis}g{i // group}", tuple(range(i, i + group))) for i in range(0, size, group)] if group else []
    return [*found, (TOTAL, tuple(range(size)))]


def measure(name: str, *, attack: bool) -> None:
    """Protect a table for each reader, and print what it takes."""
    fresh = table(name)
    begun = time.process_time()
    found = linked([fresh], [], minimum=3)
    built = time.process_time() - begun
    none, all_ = np.zeros_like(found.system.alone), found.system
    readers = {
        "kennt keine Untergrenze": dataclasses.replace(all_, least=np.where(all_.values == 0, 1.0, 0.0), alone=none),
        "kennt sie": dataclasses.replace(all_, alone=none),
        "und ist selbst im Feld": all_,
    }
    for reader, system in readers.items():
        begun = time.process_time()
        hidden = protect(system)
        took = time.process_time() - begun
        if hidden is None:
            print(f"{name:>10} {reader:<24} nicht zu schützen")
            continue
        rows = hidden[found.rows[0]]
        share = 100 * sum(v for h, v in zip(rows, fresh.values, strict=True) if h) / sum(fresh.values)
        said = f"{name:>10} {reader:<24} {len(fresh.values):>5} Felder, {len(fresh.goals):>4} klein, {int(rows.sum()) - len(fresh.goals):>4} weitere ({FIGURES.get(name, '–')}), {share:5.2f} % der Summe, {built + took:6.2f} s"
        if attack and reader != "kennt keine Untergrenze":
            begun = time.process_time()
            shown = dataclasses.replace(fresh, values=tuple(None if h else v for h, v in zip(rows, fresh.values, strict=True)))
            said += f", Angriff: {len(breaches([shown], insiders=reader != 'kennt sie'))} offen, {time.process_time() - begun:5.2f} s"
        print(said, flush=True)


def main() -> None:
    """Measure the named tables, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[[], *TABLES], default=[])
    parser.add_argument("--attack", action="store_true", help="attack the result with the independent attacker")
    options = parser.parse_args()
    protect(linked([table("10x10")], [], minimum=3).system)  # loads the solver
    for name in options.names or TABLES:
        measure(name, attack=options.attack)


if __name__ == "__main__":
    main()
