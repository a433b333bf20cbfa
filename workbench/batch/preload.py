"""What reports import: loaded by the warm parent before it forks, and by a kernel before it is handed out."""

import contextlib
import importlib
import pkgutil

_PACKAGES = ("disclosure", "export", "methods", "present", "read", "schemas", "topics", "widgets")  # what notebooks and the export use
_LAZY = ("defusedxml.ElementTree", "duckdb", "highspy._core", "pandera.pandas", "pypdf", "python_calamine", "scipy.optimize", "scipy.sparse.csgraph", "seaborn", "shapely", "workbench.start")  # imported inside functions


def load() -> None:
    """Import all of it."""
    for package in _PACKAGES:
        module = importlib.import_module(f"workbench.{package}")
        for found in pkgutil.iter_modules(module.__path__):
            importlib.import_module(f"{module.__name__}.{found.name}")
    for name in _LAZY:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def load_ipython_extension(_shell: object) -> None:
    """What a kernel does while nobody waits for it."""
    load()
