"""What reports import: loaded by the warm parent before it forks, and by a kernel before it is handed out; how much memory they may take."""

import contextlib
import importlib
import pkgutil

_PACKAGES = ("disclosure", "export", "methods", "present", "read", "schemas", "topics", "widgets")  # what notebooks and the export use
_SPARED = {"export.chart", "export.deck", "export.exporter", "export.pptx"}  # only for nbconvert, and for what is packed
_LAZY = ("defusedxml.ElementTree", "duckdb", "highspy._core", "mistune.plugins.table", "pandera.pandas", "pikepdf", "pypdfium2.raw", "python_calamine", "scipy.optimize", "scipy.sparse.csgraph", "seaborn", "shapely", "workbench.batch.compose", "workbench.start")  # imported inside functions


def load() -> None:
    """Import all of it."""
    for package in _PACKAGES:
        module = importlib.import_module(f"workbench.{package}")
        for found in pkgutil.iter_modules(module.__path__):
            if f"{package}.{found.name}" not in _SPARED:
                importlib.import_module(f"{module.__name__}.{found.name}")
    for name in _LAZY:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def limit(megabytes: int) -> None:
    """Let this process take so much memory beyond what it has; then a cell fails instead of the machine."""
    import resource

    import psutil

    size = psutil.Process().memory_info().vms + megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def load_ipython_extension(_shell: object) -> None:
    """What a kernel does while nobody waits for it."""
    load()
