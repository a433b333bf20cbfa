"""How far hidden cells can go: linear programmes over what a reader knows, warm-started; one vertex is a witness for many cells."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from workbench.disclosure.axes import Floats, Ints
from workbench.disclosure.settled import Settled

SMALL = 40  # so many open atoms are solved in whole numbers where the linear programme ends between them
_NODES = 5_000  # of branch and bound; beyond, its proven bound counts
_NEAR = 1e-6  # a linear programme answers in floats
_ANSWERS = ("Optimal", "Unbounded", "Infeasible")
_BARREN = 3  # so many joint programmes without a new witness end the search for joint ones


def parts(state: Settled, wanted: Collection[int]) -> Iterator[tuple[Ints, Ints, list[int]]]:
    """Open rows and atoms that hang together, with the wanted rows among them; only where there are any."""
    from scipy.sparse import block_array
    from scipy.sparse.csgraph import connected_components

    k, atoms = state.known, np.flatnonzero(state.open)
    matrix = k.matrix[:, atoms]
    filled = np.diff(matrix.indptr) > 0
    least = np.where((matrix < 0).sum(axis=1) > 0, -np.inf, state.rest + matrix @ state.least[atoms])
    rows = np.flatnonzero(filled & ((k.low > least + _NEAR) | np.isfinite(k.high) | np.isin(np.arange(len(filled)), list(wanted))))
    lines = matrix[rows]
    _, names = connected_components(block_array([[None, lines], [lines.T, None]]), directed=False)
    ours, theirs = names[: len(rows)], names[len(rows) :]
    for name in np.unique(ours[np.isin(rows, list(wanted))]):
        here = rows[ours == name]
        yield here, atoms[theirs == name], [int(r) for r in here if r in wanted]


class Reader:
    """Someone who asks how far cells can go, given all that is known.

    Parameters
    ----------
    state
        What is known, after substitution.
    rows, atoms
        One of its `parts`.
    cells
        Rows that are asked for.
    """

    def __init__(self, state: Settled, rows: Ints, atoms: Ints, cells: Sequence[int]) -> None:
        self.state, self.rows, self.atoms, self.cells = state, rows, atoms, list(cells)
        k = state.known
        self.lines = k.matrix[rows][:, atoms].tocsr()
        self.place = {row: int(np.searchsorted(rows, row)) for row in cells}
        self.targets = self.lines[[self.place[c] for c in cells]]
        self.rest = state.rest[list(cells)]
        self.low, self.high = k.low[rows] - state.rest[rows], k.high[rows] - state.rest[rows]
        self.exact = k.whole and len(atoms) <= SMALL
        self.solver = _solver(self.lines, (self.low, self.high), (state.least[atoms], state.most[atoms]))

    def take(self, cell: int, value: float) -> bool:
        """Take a cell as known; whether that can be."""
        at = self.place[self.cells[cell]]
        self.low[at] = self.high[at] = value - self.rest[cell]
        self.release(cell)
        return self.push(np.zeros(len(self.cells))) is not None

    def forget(self, cell: int) -> None:
        """Take a cell as unknown again."""
        at, k = self.place[self.cells[cell]], self.state.known
        self.low[at], self.high[at] = (bound[self.cells[cell]] - self.rest[cell] for bound in (k.low, k.high))
        self.release(cell)

    def hold(self, cell: int, low: float, high: float) -> None:
        """Keep a cell between two values, within what is known of it."""
        at, rest = self.place[self.cells[cell]], self.rest[cell]
        self.solver.changeRowBounds(at, max(self.low[at], low - rest), min(self.high[at], high - rest))

    def release(self, cell: int) -> None:
        """Let a cell go again."""
        self.hold(cell, -np.inf, np.inf)

    def push(self, weights: Floats) -> Floats | None:
        """Values of all cells in a possible world in which the weighted sum is greatest; None: no world, or no bound."""
        world = self._run(-(weights @ self.targets))
        return None if world is None else self.rest + self.targets @ world

    def end(self, cell: int, sign: int) -> tuple[float, Floats | None]:
        """Greatest (sign 1) or least (-1) value of a cell, and the values of all cells there."""
        values = self.push(sign * (np.arange(len(self.cells)) == cell))
        if values is not None:
            return float(values[cell]), values
        return (sign * np.inf if self._unbounded() else -sign * np.inf), None

    def reasons(self, cell: int, sign: int) -> list[int]:
        """Rows that keep a cell from going further."""
        self._cost(-sign * self.targets[[cell]].toarray()[0])
        self._answer()
        found = self.solver.getSolution()
        tight = self.rows[np.abs(found.row_dual) > _NEAR]
        bounds = self.state.because[:, self.atoms[np.abs(found.col_dual) > _NEAR]].ravel()
        return self.state.trace([*map(int, tight), *(int(r) for r in bounds if r >= 0)])

    def conflict(self) -> list[int]:
        """Rows that cannot all be true."""
        _, has, ray = self.solver.getDualRay()
        rows = self.rows[np.abs(np.array(ray)) > _NEAR] if has else self.rows
        return self.state.trace([int(r) for r in rows])

    def _cost(self, cost: Floats) -> None:
        """Set what is to be least."""
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), np.asarray(cost, dtype=float))

    def _run(self, cost: Floats) -> Floats | None:
        """Best world; in whole numbers where the part is small."""
        self._cost(cost)
        if self._answer() != "Optimal":
            return None
        world = np.array(self.solver.getSolution().col_value)
        return self._whole(world) if self.exact and np.abs(world - world.round()).max() > _NEAR else world

    def _answer(self) -> str:
        """Status of the programme, which is asked once more from scratch where a warm start ends in none."""
        for fresh in (False, True):
            if fresh:
                self.solver.clearSolver()
            self.solver.run()
            status = str(self.solver.modelStatusToString(self.solver.getModelStatus()))
            if status in _ANSWERS:
                return status
        raise ArithmeticError(f"no answer to a linear programme of {self.lines.shape[0]} rows and {self.lines.shape[1]} columns: {status}")

    def _whole(self, world: Floats) -> Floats | None:
        """Best world in whole numbers; the given one where the search is too long."""
        import highspy

        size, every = len(world), np.arange(len(world), dtype=np.int32)
        self.solver.changeColsIntegrality(size, every, np.full(size, highspy.HighsVarType.kInteger))
        self.solver.run()
        status = self.solver.getModelStatus()
        found = np.array(self.solver.getSolution().col_value)
        self.solver.changeColsIntegrality(size, every, np.full(size, highspy.HighsVarType.kContinuous))
        if status == highspy.HighsModelStatus.kOptimal:
            return found.round()
        return None if status == highspy.HighsModelStatus.kInfeasible else world

    def _unbounded(self) -> bool:
        """Whether the last question has no bound."""
        return str(self.solver.modelStatusToString(self.solver.getModelStatus())) == "Unbounded"


def _solver(lines: Any, rows: tuple[Floats, Floats], atoms: tuple[Floats, Floats]) -> Any:  # noqa: ANN401 (highspy is not typed)
    """Programme with nothing to optimise yet."""
    import highspy
    from highspy._core import _Highs  # the public class prints a banner past every setting

    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = lines.shape
    model.col_cost_ = np.zeros(lines.shape[1])
    model.row_lower_, model.row_upper_ = rows
    model.col_lower_, model.col_upper_ = atoms
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = lines.indptr, lines.indices, lines.data
    solver: Any = _Highs()
    for option, value in {"output_flag": False, "threads": 1, "presolve": "off", "mip_max_nodes": _NODES}.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    return solver


def short(reader: Reader, low: Floats, high: Floats, pool: list[Floats]) -> tuple[list[int], list[int]]:
    """Cells that reach down to their low in no possible world, and those that reach up to their high in none.

    Parameters
    ----------
    reader
        Someone with her knowledge.
    low, high
        Goals of the reader's cells; infinite where there is none.
    pool
        Possible worlds found before (values of the cells); new ones are added.

    Returns
    -------
    tuple of list of int
        Positions of cells, ascending.

    Notes
    -----
    A world in which a cell is at its goal is a proof for that cell. Joint programmes push all cells without such a
    proof at once, each kept within its goals; a programme of its own is left for the cells that this does not help.
    """
    worlds = np.array(pool).reshape(len(pool), len(low))
    down, up = low == np.inf, high == -np.inf
    down, up = down | (worlds <= low + _NEAR).any(axis=0), up | (worlds >= high - _NEAR).any(axis=0)
    _jointly(reader, (low, high), (down, up), pool)
    for proven, goal, sign in ((down, low, -1), (up, high, 1)):
        for cell in np.flatnonzero(~proven):
            if not proven[cell]:
                bound, world = reader.end(int(cell), sign)
                proven[cell] = sign * bound >= sign * goal[cell] - _NEAR
                if world is not None:
                    _note(world, (low, high), (down, up), pool)
    return [int(c) for c in np.flatnonzero(~down)], [int(c) for c in np.flatnonzero(~up)]


def _note(world: Floats, goals: tuple[Floats, Floats], proven: tuple[Any, Any], pool: list[Floats]) -> int:
    """Take a possible world as proof for all cells that it is one for; how many are new."""
    before = int(proven[0].sum() + proven[1].sum())
    proven[0][world <= goals[0] + _NEAR] = True
    proven[1][world >= goals[1] - _NEAR] = True
    new = int(proven[0].sum() + proven[1].sum()) - before
    if new:
        pool.append(world)
    return new


def _jointly(reader: Reader, goals: tuple[Floats, Floats], proven: tuple[Any, Any], pool: list[Floats]) -> None:
    """Push all cells without proof at once, until that brings no further one there."""
    for cell, (low, high) in enumerate(zip(*goals, strict=True)):
        if low <= high:
            reader.hold(cell, low, high)
    draw, barren = np.random.default_rng(len(goals[0])), 0
    while barren < _BARREN and not (proven[0].all() and proven[1].all()):
        signs = np.where(proven[0], 1.0, -1.0) * ~(proven[0] & proven[1])
        signs = np.where(proven[0] | proven[1], signs, draw.choice([-1.0, 1.0], len(signs)))
        world = reader.push(signs)
        barren = barren + 1 if world is not None and not _note(world, goals, proven, pool) else _BARREN if world is None else 0
    for cell in range(len(goals[0])):
        reader.release(cell)
