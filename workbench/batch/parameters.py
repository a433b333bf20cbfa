"""A notebook's parameters: read from its cell, filled from project, place and command line, never guessed."""

import ast
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from workbench.errors import ParameterError

Literal = str | int | float | bool | dt.date

_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "date": dt.date}
_EXPECTED = {
    str: "Text in Anführungszeichen",
    int: "eine ganze Zahl, z. B. 2024",
    float: "eine Zahl, z. B. 0,5",
    bool: "ja oder nein",
    dt.date: "ein Datum, z. B. 31.12.2024",
}
_YES_NO = {"ja": True, "true": True, "nein": False, "false": False}


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One literal of a notebook's parameters cell."""

    name: str
    type: type
    default: Literal


def declared(cell: ast.Module) -> Iterator[Parameter]:
    """Parameters of a cell: `name: type = literal`, or without a type.

    Parameters
    ----------
    cell
        Syntax tree of the parameters cell.

    Yields
    ------
    Parameter
        In the order of the cell.

    Raises
    ------
    ParameterError
        If a value is no literal, or its type is none that a command line can give.
    """
    for node in cell.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield _declared(node.target.id, node.value, ast.unparse(node.annotation))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield _declared(node.targets[0].id, node.value, "")


def _declared(name: str, value: ast.expr, annotation: str) -> Parameter:
    """One parameter, its type from the annotation, else from the default."""
    default = _literal(name, value)
    if not annotation:
        return Parameter(name, type(default), default)
    kind = _TYPES.get(annotation.strip("'\"").rpartition(".")[2])
    if kind is None:
        raise ParameterError(f"Parameter »{name}«: Die Art »{annotation}« ist nicht vorgesehen – erwartet str, int, float, bool oder date.")
    if not _fits(default, kind):
        raise ParameterError(f"Parameter »{name}«: Der Vorgabewert »{default}« passt nicht zur Art »{annotation}«.")
    return Parameter(name, kind, default)


def _literal(name: str, value: ast.expr) -> Literal:
    """Value of a literal, or of `date(…)` with literals."""
    is_date = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] == "date"
    try:
        found = dt.date(*(ast.literal_eval(a) for a in value.args)) if isinstance(value, ast.Call) and is_date else ast.literal_eval(value)
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, str | int | float | bool | dt.date):
        raise ParameterError(f"Parameter »{name}«: »{ast.unparse(value)}« ist kein einfacher Wert – erwartet Text, Zahl, True/False oder date(JJJJ, M, T).")
    return found


def _fits(value: Literal, kind: type) -> bool:
    """Whether a value is of a type; a whole number is a float too, True is no number."""
    return type(value) is kind or (kind is float and type(value) is int)


def resolve(known: Mapping[str, Parameter], layers: Iterable[tuple[str, Mapping[str, Literal]]], texts: Mapping[str, str]) -> dict[str, Literal]:
    """Values of a notebook's parameters; a later layer wins, the command line over all.

    Parameters
    ----------
    known
        What the notebook declares.
    layers
        Name of the layer (for messages) and its typed values, e.g. the project's and the place's.
    texts
        Values from the command line, as text; what the notebook does not know is another notebook's.

    Returns
    -------
    dict
        A value for every parameter of the notebook.

    Raises
    ------
    ParameterError
        If a value has not the type that the notebook declares.
    """
    values = {p.name: p.default for p in known.values()}
    for where, layer in layers:
        for name, value in layer.items():
            if name in known:
                values[name] = _checked(where, known[name], value)
    return values | {name: typed(known[name], text) for name, text in texts.items() if name in known}


def _checked(where: str, parameter: Parameter, value: Literal) -> Literal:
    """Value of a layer, refused where its type is another."""
    if not _fits(value, parameter.type):
        expected = _EXPECTED[parameter.type].replace("31.12.2024", "2024-12-31 ohne Anführungszeichen")
        raise ParameterError(f"{where}, Parameter »{parameter.name}«: {json.dumps(value, default=str)} – erwartet {expected}.")
    return float(value) if parameter.type is float and isinstance(value, int) else value


def typed(parameter: Parameter, text: str) -> Literal:
    """Value of a parameter from the text of a command line.

    Parameters
    ----------
    parameter
        Tells the type.
    text
        A date as TT.MM.JJJJ or JJJJ-MM-TT, a number with decimal comma or point and without group signs.

    Returns
    -------
    str, int, float, bool or datetime.date
        Of the parameter's type.

    Raises
    ------
    ParameterError
        If the text is no value of that type.

    Examples
    --------
    >>> typed(Parameter("anteil", float, 0.0), "0,5")
    0.5
    """
    value = _parsed(parameter.type, text.strip()) if parameter.type is not str else text
    if value is None:
        expected = _EXPECTED[parameter.type]
        raise ParameterError(f"--set {parameter.name}: »{text}« – erwartet {expected}.")
    return value


def _parsed(kind: type, text: str) -> Literal | None:
    """Text as int, float, bool or date; None where it is none."""
    if kind is int:
        return int(text) if re.fullmatch(r"[+-]?\d+", text) else None
    if kind is float:
        return float(text.replace(",", ".")) if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) else None
    if kind is bool:
        return _YES_NO.get(text.lower())
    return _date(text)


def _date(text: str) -> dt.date | None:
    """Date in German or ISO form; None where the day does not exist."""
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        return dt.date(int(german[3]), int(german[2]), int(german[1])) if german else dt.date.fromisoformat(text)
    except ValueError:
        return None
