"""Every figure as files of its own: for a slide, a web page or a press release of the client."""

import re
import struct
import zlib

from workbench.export.document import Document, Numbered
from workbench.export.picture import DPI, pngs, size, svg

_INCH = 39.3701  # per metre


def files(document: Document) -> dict[str, bytes]:
    """Draw all figures of a report.

    Parameters
    ----------
    document
        What passed the gate.

    Returns
    -------
    dict of str to bytes
        For every figure »abbildung-03.svg« (with title and description, in points) and »abbildung-03.png« (which knows
        its size), by the number of its caption; the same bytes for the same document.
    """
    found: dict[str, bytes] = {}
    for block, drawn in zip(document.figures, pngs(document.figures), strict=True):
        name = f"abbildung-{block.number:02}"
        found |= {f"{name}.svg": alone(block).encode(), f"{name}.png": _sized(drawn)}
    return found


def alone(figure: Numbered) -> str:
    """SVG that stands alone: of its own size, in German."""
    width, height = size(figure)
    head, rest = svg(figure).split(">", 1)
    head = re.sub(r' (?:width|height|style)="[^"]*"', "", head)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head} xml:lang="de" width="{width:g}pt" height="{height:g}pt">{rest}\n'


def _sized(content: bytes) -> bytes:
    """PNG with its dots per metre behind its header of 33 bytes, as programs need to place it in its size."""
    body = b"pHYs" + struct.pack(">IIB", round(DPI * _INCH), round(DPI * _INCH), 1)
    return content[:33] + struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body)) + content[33:]
