"""What a person sees in JupyterLab: plain HTML of a description. Reports are made by `export`, from the same description."""

from html import escape
from typing import Any

from workbench.present.description import Description
from workbench.present.style import ACCENT, INK, MUTED

Body = dict[str, Any]

_SMALL = f'style="color:{MUTED};font-size:85%;margin:.3em 0"'
_CELL = "padding:.2em .7em;border:0;border-bottom:1px solid #dde3e7"


def html(description: Description) -> str:
    """Draw a description for a live notebook.

    Parameters
    ----------
    description
        Any description.

    Returns
    -------
    str
        HTML in black on white, whatever the theme.
    """
    return f'<div style="color:{INK};background:#fff;padding:.5em;max-width:52em">{_drawn(description.json())}</div>'


def _drawn(body: Body) -> str:
    """One description."""
    match body["kind"]:
        case "head":
            banner = " · <strong>synthetische Daten</strong>" if body["synthetic"] else ""
            return f"<p {_SMALL}><strong>{escape(body['title'])}</strong> · {escape(body['project'])} · {escape(body['date'])}{banner}</p>"
        case "heading":
            return f"<h{body['level']}>{escape(body['text'])}</h{body['level']}>"
        case "sentence":
            return f'<p style="font-size:105%">{escape(body["text"])}</p>'
        case "note":
            return f"<p><strong>{escape(body['title'])}</strong></p>" + "".join(f"<p>{escape(p)}</p>" for p in body["paragraphs"])
        case "group":
            return "".join(map(_drawn, body["blocks"]))
    return {"table": _table, "figure": _figure, "quotes": _quotes}[body["kind"]](body)


def _table(body: Body) -> str:
    """Caption, head, rows; totals in bold."""
    heads = "".join(f'<th scope="col" style="{_CELL};text-align:{c["align"]}">{escape(c["label"])}</th>' for c in body["columns"])
    rows = "".join(_row(body, i, row) for i, row in enumerate(body["rows"]))
    return f'<table style="border-collapse:collapse">{_caption("caption", body)}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{_below(body)}'


def _row(body: Body, index: int, cells: list[Body]) -> str:
    """Row of a table."""
    weight = "bold" if index in body["totals"] else "normal"
    parts = [
        f'<{tag} style="{_CELL};text-align:{column["align"]};font-weight:{weight}">{escape(cell["text"])}</{tag[:2]}>'
        for column, cell in zip(body["columns"], cells, strict=True)
        for tag in ['th scope="row"' if cell["state"] == "header" else "td"]
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _figure(body: Body) -> str:
    """Drawing with its caption."""
    from workbench.present.draw import svg  # loads matplotlib

    return f'<figure style="margin:0">{_caption("figcaption", body)}{svg(body)}</figure>{_below(body)}'


def _quotes(body: Body) -> str:
    """Quotations with their labels."""
    items = "".join(
        f'<blockquote style="border-left:3px solid {ACCENT};margin:.6em 0;padding-left:.8em">{escape(q["text"])}<br><small>{escape(q["label"])}</small></blockquote>'
        for q in body["items"]
    )
    return f"<p><strong>{escape(body['title'])}</strong></p>{items}{_below(body)}"


def _caption(tag: str, body: Body) -> str:
    """Title above a table or figure."""
    return f'<{tag} style="text-align:left;font-weight:bold;caption-side:top;padding:.3em 0">{escape(body["title"])}</{tag}>'


def _below(body: Body) -> str:
    """Note and source."""
    source = f"Quelle: {body['source']}" if body["source"] else ""
    return "".join(f"<p {_SMALL}>{escape(line)}</p>" for line in (body["note"], source) if line)
