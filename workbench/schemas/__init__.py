"""One table per file: columns, types, units, labels, rules."""

import dataclasses
import functools
import importlib
import pkgutil
from types import ModuleType

from workbench.schemas._checks import Rule
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

__all__ = ["Column", "Foreign", "Optional", "Rule", "Table", "optional", "tables"]


@dataclasses.dataclass(frozen=True)
class Optional:
    """A table that a report can do without.

    Parameters
    ----------
    TABLE
        The table, under the name that schema modules give it.
    """

    TABLE: Table


def optional(module: ModuleType) -> Optional:
    """Mark the table of a schema module as one that a report can do without.

    Parameters
    ----------
    module
        Module of this package.

    Returns
    -------
    Optional
        With the same table.
    """
    return Optional(module.TABLE)


@functools.cache
def tables() -> dict[str, Table]:
    """All tables, by their names.

    Returns
    -------
    dict of str to Table
        In alphabetical order, found by scanning the modules.
    """
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {m.TABLE.name: m.TABLE for m in modules if hasattr(m, "TABLE")}
