"""For technical clients: the executed notebook, of what was released alone. Off unless asked for."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from workbench.export.code import assigned, sources
from workbench.present.description import MIME, Description
from workbench.present.draw import svg
from workbench.present.preview import html

_METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}


def content(book: Any, parameters: Mapping[str, object]) -> bytes:  # noqa: ANN401 (a NotebookNode)
    """Build a notebook of the sources of the cells and of what they released.

    Parameters
    ----------
    book
        The executed notebook; it has passed the gate.
    parameters
        Values that it ran with; they stand in a cell of their own behind the defaults, as papermill puts them.

    Returns
    -------
    bytes
        Notebook of format 4. Tables are HTML, figures SVG; of metadata only which cells hold parameters; ids and numbers of cells count.

    Raises
    ------
    GateError
        If the code names a path of a machine.
    """
    cells: list[dict[str, Any]] = []
    for _, cell in sources(book):
        if cell.cell_type != "code":
            cells.append(_cell("markdown", cell.source))
            continue
        given = "parameters" in cell.metadata.get("tags", [])
        cells.append(_cell("code", cell.source, [o for output in cell.outputs for o in _outputs(output.data[MIME])], *(["parameters"] if given else [])))
        if given:
            cells.append(_cell("code", "\n".join(assigned(parameters)), [], "injected-parameters"))
    for index, made in enumerate(cells, start=1):
        made["id"] = f"zelle-{index}"
    for number, made in enumerate((c for c in cells if c["cell_type"] == "code"), start=1):
        made["execution_count"] = number
    return (json.dumps({"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(kind: str, source: str, outputs: list[dict[str, Any]] | None = None, *tags: str) -> dict[str, Any]:
    """Cell without id and number."""
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": kind, "metadata": metadata, "source": source, **({"outputs": outputs or []} if kind == "code" else {})}


def _outputs(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Outputs of a description: a picture stands alone, as JupyterLab shows no drawing inside a page that it does not trust."""
    match body["kind"]:
        case "group":
            for block in body["blocks"]:
                yield from _outputs(block)
        case "figure":
            below = [line for line in (body["note"], f"Quelle: {body['source']}" if body["source"] else "") if line]
            yield _shown({"image/svg+xml": svg(dict(body)), "text/plain": body["alt"]})
            yield _shown({"text/html": html(Description("note", {"title": body["title"], "paragraphs": below})), "text/plain": body["title"]})
        case kind:
            described = Description(kind, {k: v for k, v in body.items() if k != "kind"})
            yield _shown({"text/html": html(described), "text/plain": described.plain()})


def _shown(data: dict[str, str]) -> dict[str, Any]:
    """Output of a cell."""
    return {"output_type": "display_data", "data": data, "metadata": {}}
