"""Numbers on their way into words: what a notebook's code turns into text past the door is found before it is printed.

`sentence` takes texts and released values. A text is typed, a parameter, or a word of a released frame; a number that
`str(…)` or an f-string makes a text of was never released.
"""

import ast
from collections.abc import Iterator, Sequence

_WORDS = {"label", "names", "options"}  # of a released frame
_MAKERS = {"str", "format", "repr"}


def smuggled(cells: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Places at which a notebook makes a text of something that was not released.

    Parameters
    ----------
    cells
        Number and source of each code cell; the first one declares the parameters.

    Yields
    ------
    tuple of int and str
        Number of the cell and the expression.

    """
    trees = [(number, _tree(source)) for number, source in cells]
    parameters = {n.target.id for n in (trees[0][1].body if trees else []) if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    known = parameters | {name for _, tree in trees for n in ast.walk(tree) if isinstance(n, ast.Assign) for name in _texts(n, parameters)}
    for number, tree in trees:
        for node in ast.walk(tree):
            yield from ((number, ast.unparse(e)) for e in _made(node) if not (isinstance(e, ast.Constant) or (isinstance(e, ast.Name) and e.id in known)))


def _tree(source: str) -> ast.Module:
    """Syntax tree without magics; empty where it is no Python."""
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    try:
        return ast.parse(plain)
    except SyntaxError:
        return ast.Module([], [])


def _made(node: ast.AST) -> list[ast.expr]:
    """What a node makes a text of."""
    if isinstance(node, ast.FormattedValue):
        return [node.value]
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in _MAKERS:
            return list(node.args)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return [*node.args, *(k.value for k in node.keywords)]
    return [node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str) else []


def _texts(assignment: ast.Assign, parameters: set[str]) -> set[str]:
    """Names that an assignment gives a text that is a parameter or was released."""
    target, value = assignment.targets[0], assignment.value
    pairs = zip(target.elts, value.elts, strict=True) if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts) else [(target, value)]
    return {name.id for name, given in pairs if isinstance(name, ast.Name) and _is_text(given, parameters)}


def _is_text(value: ast.expr, parameters: set[str]) -> bool:
    """Whether it is str(parameter), or a word of a released frame."""
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Attribute):
        return value.func.attr in _WORDS
    return ast.unparse(value) in {f"str({p})" for p in parameters}
