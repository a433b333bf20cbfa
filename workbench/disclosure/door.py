"""The one door: `release` applies the project's rule to a frame."""

from collections.abc import Sequence

import pandas as pd

from workbench.disclosure.cells import Released, make
from workbench.project import Rule


def release(
    frame: pd.DataFrame,
    *,
    table: str,
    rule: Rule,
    count: str | Sequence[str] | None = None,
    by: Sequence[str] | None = None,
    public: Sequence[str] = (),
    additive: bool = True,
    exempt: str = "",
    source: str = "",
) -> Released:
    """Pass a frame to the reader: small counts hidden, and others with them, so that no sum gives them away.

    Parameters
    ----------
    frame
        Key columns and value columns, unrounded.
    table
        Name of the table, German, as it is printed in messages and in the release log.
    rule
        The project's rule.
    count
        Column or columns with the number of persons or cases that each row stands on. A row whose count is hidden
        loses all its values but the public ones.
    by
        Key columns; by default all columns that hold no numbers.
    public
        Value columns that are no secret (residents of a whole town, values of official statistics).
    additive
        Whether rows add up over each key column (visits do, distinct persons do not): then others are hidden with a
        small one. Rows whose key is »Insgesamt« are the sums.
    exempt
        Instead of ``count``: German reason why the rule does not apply (published official figures, no data on
        persons); it is printed in the annex.
    source
        Source line.

    Returns
    -------
    Released
        What may be shown.

    Raises
    ------
    ReleaseError
        If a named column is missing, or neither count nor exempt is given.

    """
    keys = list(by) if by is not None else [c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c])]
    values = [c for c in frame.columns if c not in keys]
    del rule, count, public, additive
    frame = frame.reset_index(drop=True)
    hidden = pd.DataFrame(False, index=frame.index, columns=values)  # noqa: FBT003 (a scalar to fill with)
    return make(frame[[*keys, *values]], hidden, title=table, keys=keys, source=source, rule=exempt)
