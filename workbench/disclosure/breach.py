"""What the attacker found, as a sentence for whoever must mend it."""

import dataclasses
import math
from collections.abc import Sequence

from workbench.disclosure.published import Goal


@dataclasses.dataclass(frozen=True)
class Breach:
    """Something that a reader can conclude and must not; as text a German sentence.

    Parameters
    ----------
    place, cell
        Where it is, and the cell with its table.
    tables
        Tables that are needed for it.
    interval
        What can be concluded: least and greatest possible value; None where tables contradict each other.
    goal
        What must stay possible.
    insider
        Cell in which the reader is the only one; empty: any reader.
    """

    place: str
    cell: str
    tables: tuple[str, ...]
    interval: Goal | None
    goal: Goal = (0, math.inf)
    insider: str = ""

    def __str__(self) -> str:
        """Sentence that names tables, cell and interval."""
        tables = _and(self.tables)
        if self.interval is None:
            return f"{tables} {'widersprechen sich' if len(self.tables) > 1 else 'widerspricht sich'} bei {self.cell}: Keine Zahlen passen zu allem, was dort steht."
        who = f"kann, wer in {self.insider} die einzige Person ist," if self.insider else "lässt sich"
        allowed = f"erlaubt ist nur ein Bereich von höchstens {_number(self.goal[0])} bis mindestens {_number(self.goal[1])}"
        return f"{self.cell}: Aus {tables} {who} auf {_span(self.interval)} schließen; {allowed}."


def _number(value: float) -> str:
    """Number as it is written in German."""
    return f"{value + 0:g}".replace(".", ",")


def _span(interval: Goal) -> str:
    """Interval in words."""
    if interval[0] == interval[1]:
        return f"genau {_number(interval[0])}"
    return f"mindestens {_number(interval[0])}" if math.isinf(interval[1]) else f"{_number(interval[0])} bis {_number(interval[1])}"


def _and(names: Sequence[str]) -> str:
    """Enumeration."""
    return " und ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
