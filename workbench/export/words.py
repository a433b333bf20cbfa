"""Numbers on their way into words: a text in a notebook's code is typed, a parameter, or was released; an allow-list.

`sentence` takes texts and released values. What is made a text of anywhere (`str(…)`, an f-string), and everything that
`sentence` is given, is looked at as it is written: what is not known to be one of these is refused.
"""

import ast
import collections
from collections.abc import Iterator, Sequence

_RELEASED = {"codes", "count", "label", "missing", "names", "options", "value"}  # methods of what was released that give a text or a value
_ATTRIBUTES = {"ort"}  # of the report: a declared text
_MAKERS = {"str", "format", "repr"}
_SAYS = "sentence"
_DOORS = {"disclosure", "export", "batch", "project"}  # packages that a notebook needs for nothing but a way past the door
_BACK = "present.description"


def smuggled(cells: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Places at which a notebook makes a text of something that was not released.

    Parameters
    ----------
    cells
        Number and source of each code cell; the first one declares the parameters.

    Yields
    ------
    tuple of int and str
        Number of the cell and the expression; the first line of a cell that cannot be read.

    """
    trees = [(number, _tree(source)) for number, source in cells]
    known = _Known([tree for _, tree in trees if tree], trees[0][1] if trees else None)
    for (number, tree), (_, source) in zip(trees, cells, strict=True):
        if tree is None:
            yield number, source.strip().partition("\n")[0]
            continue
        for node in ast.walk(tree):
            yield from ((number, ast.unparse(e)) for e in _looked_at(node) if not known.allows(e))
            if isinstance(node, ast.ImportFrom | ast.Import) and _past_the_door(node):
                yield number, ast.unparse(node)


def _tree(source: str) -> ast.Module | None:
    """Syntax tree without magics; None where it is no Python."""
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    try:
        return ast.parse(plain)
    except SyntaxError:
        return None


def _past_the_door(node: ast.ImportFrom | ast.Import) -> bool:
    """Whether an import takes what only the workbench itself needs."""
    names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
    inner = [n.removeprefix("workbench.") for n in names if n.startswith("workbench.")]
    return any(n.partition(".")[0] in _DOORS or n.startswith(_BACK) for n in inner)


def _looked_at(node: ast.AST) -> list[ast.expr]:
    """What a node makes a text of, or says."""
    if isinstance(node, ast.FormattedValue):
        return [node.value]
    if isinstance(node, ast.Call):
        given = [*node.args, *(k.value for k in node.keywords)]
        if isinstance(node.func, ast.Name) and node.func.id in {*_MAKERS, _SAYS}:
            return given
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"format", _SAYS}:
            return given
    return [node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str) else []


class _Known:
    """Names whose every value in a notebook is a text or a released value."""

    def __init__(self, trees: Sequence[ast.Module], first: ast.Module | None) -> None:
        given: dict[str, list[ast.expr | None]] = collections.defaultdict(list)
        declared = [n for n in (first.body if first else []) if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
        for tree in trees:
            for node in ast.walk(tree):
                if node not in declared:
                    for name, value in _bound(node):
                        given[name].append(value)
        self._helpers = {a.asname or a.name for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("workbench.present") for a in n.names}
        self._names = {n.target.id for n in declared if isinstance(n.target, ast.Name) and n.target.id not in given}
        while more := {name for name, values in given.items() if name not in self._names and all(v is not None and self.allows(v) for v in values)}:
            self._names |= more

    def allows(self, e: ast.expr) -> bool:
        """Whether an expression is a text that was typed, a parameter, or released."""
        match e:
            case ast.Name(id=name):
                return name in self._names
            case ast.Attribute(attr=name):
                return name in _ATTRIBUTES
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in _RELEASED
            case ast.Call(func=ast.Name(id=name), args=args, keywords=more):
                return name in {"str", *self._helpers} and all(self.allows(x) for x in (*args, *(k.value for k in more)))
        return self._composed(e)

    def _composed(self, e: ast.expr) -> bool:
        """Whether an expression is typed, or made of nothing but what is allowed."""
        match e:
            case ast.JoinedStr(values=parts):
                return all(self.allows(p.value) for p in parts if isinstance(p, ast.FormattedValue))
            case ast.BinOp(left=a, op=ast.Add(), right=b) | ast.IfExp(body=a, orelse=b):
                return self.allows(a) and self.allows(b)
        return isinstance(e, ast.Constant)


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that a node gives a value; None where it cannot be told which."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts)
                pairs = zip(target.elts, value.elts, strict=True) if several and isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) else [(target, value)]
                for name, given in pairs:
                    yield from ((n.id, given if n is name else None) for n in ast.walk(name) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        case ast.AnnAssign(target=ast.Name(id=name), value=value) | ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.comprehension(target=target) | ast.AsyncFor(target=target):
            yield from ((n.id, None) for n in ast.walk(target) if isinstance(n, ast.Name))
        case ast.With(items=items):
            yield from ((n.id, None) for i in items if i.optional_vars for n in ast.walk(i.optional_vars) if isinstance(n, ast.Name))
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, None
        case ast.arg(arg=name):
            yield name, None
