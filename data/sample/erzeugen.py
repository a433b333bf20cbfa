"""Writes the sample project anew: python data/sample/erzeugen.py [ZIELORDNER]. Same seed, same bytes."""

import importlib
import pkgutil
import sys
from pathlib import Path

import generator
from generator import indicators, project, words
from generator.places import PLACES

MODULES = [importlib.import_module(f"generator.{found.name}") for found in pkgutil.iter_modules(generator.__path__)]
TABLES = [module for module in MODULES if hasattr(module, "SOURCES")]  # those that write tables of a place


def generate(folder: Path) -> None:
    """Every file of the sample but the hand-written README and this generator."""
    project.write(folder, {table: source for module in TABLES for table, source in module.SOURCES.items()})
    indicators.write_catalogue(folder)
    words.write(folder)
    for spec in PLACES:
        (folder / spec.key).mkdir(parents=True, exist_ok=True)
        for module in TABLES:
            module.write(spec, folder / spec.key)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
