"""A tiny project and tiny notebooks."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.project import Project, load

TOML = """
format = 1
name = "Probe"
stand = 2024-12-31
synthetisch = true
formate = ["html"]

[orte.dorsten]
name = "Dorsten"
ags = "05512012"

[orte.stolberg]
name = "Stolberg"
ags = "05334032"
"""
PARAMETERS = 'gemeinde: str = "dorsten"  # Schlüssel der Gemeinde\nab_jahr: int = 2022  # erstes Jahr'
SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"

WriteNotebook = Callable[..., Path]


def book(*cells: str, parameters: str = PARAMETERS, title: str = "# Wer kommt?", **metadata: object) -> dict[str, object]:
    """Notebook as JSON: title, parameters, and the given code cells with a text before each."""
    found: list[dict[str, object]] = [_cell("markdown", title), _cell("code", parameters, tags=["parameters"])]
    for source in cells:
        found += [_cell("markdown", "Ein Satz."), _cell("code", source)]
    for number, cell in enumerate(found):
        cell["id"] = f"z{number}"
    return {"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, **metadata: object) -> dict[str, object]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": metadata, "source": source, **code}


@pytest.fixture
def notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook: ``notebook("20_besuche", "print(1)")``."""

    def write(name: str, *cells: str, **how: object) -> Path:
        file = tmp_path / "projekt" / "notebooks" / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(book(*cells, **how)), encoding="utf-8")
        return file

    return write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two places; only Dorsten has the table raeume."""
    folder = tmp_path / "projekt"
    (folder / "dorsten").mkdir(parents=True)
    (folder / "stolberg").mkdir()
    (folder / "projekt.toml").write_text(TOML, encoding="utf-8")
    (folder / "dorsten" / "raeume.csv").write_text("Raum;Name\n01;Mitte\n", encoding="utf-8")
    return load(folder)
