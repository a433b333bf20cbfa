"""Numbers on their way into words: a text in a notebook's code is typed, a parameter, or was released; an allow-list.

`sentence` takes texts and released values. What is made a text of anywhere (`str(…)`, an f-string), everything that
`sentence` is given, and titles and notes of what is shown are looked at as they are written: what is not known to be typed,
a parameter or released is refused.
"""

import ast
import collections
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_DOORS = {"release", "quotes"}  # methods of the report that give something released
_OPEN = {"frame", "hidden", "published"}  # attributes of what was released that are no text
_TEXTS = {"ort"}  # attributes of the report: a declared text
_MAKERS = {"str", "format", "repr"}
_SAYS = {"sentence", "said"}
_SHOWN = {"title", "note", "otherwise", "unit", "reference_label", "highlight", "emphasis"}  # what other functions of `present` print as it is given, or mark by its name
_INNER = {"disclosure", "export", "batch", "project", "toml", "handover", "annex"}  # packages that a notebook needs for nothing but a way past the door
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
    trees = [_tree(source) for _, source in cells]
    read = [[*ast.walk(tree)] if tree else [] for tree in trees]
    nodes = [*itertools.chain.from_iterable(read)]
    known, modules = _Known(nodes, trees[0] if trees else None), _modules(nodes)
    for (number, source), tree, own in zip(cells, trees, read, strict=True):
        found = _refused(own, known, modules) if tree else [source.strip().partition("\n")[0]]
        yield from ((number, said) for said in found)


def _modules(nodes: Sequence[ast.AST]) -> set[str]:
    """Names of imported modules that are not the workbench's."""
    imported = [a for node in nodes if isinstance(node, ast.Import) for a in node.names]
    return {(a.asname or a.name).partition(".")[0] for a in imported if not a.name.startswith(("workbench", "IPython"))}


def _refused(nodes: Sequence[ast.AST], known: "_Known", modules: Collection[str]) -> Iterator[str]:
    """What a cell makes a text of without leave."""
    for node in nodes:
        yield from (ast.unparse(e) for e in known.looked_at(node) if not known.allows(e))
        yield from (f"if {ast.unparse(e)}" for e in _tests(node, modules) if not known.decides(e))
        if isinstance(node, ast.ImportFrom | ast.Import) and _past_the_door(node):
            yield ast.unparse(node)
    yield from known.handed_on(nodes)


def _tree(source: str) -> ast.Module | None:
    """Syntax tree, without magics where there are any; None where it is no Python."""
    for text in (source, "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    return None


def _past_the_door(node: ast.ImportFrom | ast.Import) -> bool:
    """Whether an import takes what only the workbench itself needs; constants of it are no harm."""
    if isinstance(node, ast.Import):
        return any(_is_inner(a.name) for a in node.names)
    return any(_is_inner(f"{node.module}.{a.name}") and not a.name.isupper() for a in node.names)


def _is_inner(name: str) -> bool:
    """Whether a module or something in it lies past the door."""
    inner = name.removeprefix("workbench.")
    return name != inner and (inner.partition(".")[0] in _INNER or inner.startswith(_BACK))


def _tests(node: ast.AST, modules: Collection[str]) -> list[ast.expr]:
    """What decides which text is said: one that depends on a raw number tells it."""
    if isinstance(node, ast.If | ast.While):
        return [] if all(_silent(n, modules) for part in (*node.body, *node.orelse) for n in ast.walk(part)) else [node.test]
    if isinstance(node, ast.IfExp):
        return [node.test]
    return node.ifs if isinstance(node, ast.comprehension) else []


def _silent(node: ast.AST, modules: Collection[str]) -> bool:
    """Whether part of a branch binds nothing and calls nothing but functions of imported modules: it says nothing."""
    if isinstance(node, ast.Call):
        root: ast.AST = node.func
        while isinstance(root, ast.Attribute | ast.Call):
            root = root.value if isinstance(root, ast.Attribute) else root.func
        return isinstance(root, ast.Name) and root.id in modules
    return not isinstance(node, ast.stmt | ast.NamedExpr) or isinstance(node, ast.Expr | ast.Pass | ast.If | ast.While)


class _Known:
    """What a notebook's names stand for, as far as that can be told from how they are bound."""

    def __init__(self, nodes: Sequence[ast.AST], first: ast.Module | None) -> None:
        declared = {n: n.target.id for n in (first.body if first else []) if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
        given: dict[str, list[ast.expr | None]] = collections.defaultdict(list)
        for name, value in (pair for node in nodes if node not in declared for pair in _bound(node)):
            given[name].append(value)
        self._helpers = _imported(nodes, "workbench.present")
        self._says = _imported(nodes, "workbench.present", _SAYS) | _SAYS
        self._starts = _imported(nodes, "workbench.start", {"start"}) | {"start"}
        self._released: set[str] = set()
        self._names = set(declared.values()) - given.keys()
        _spread(self._released, given, self._is_released)
        _spread(self._names, given, self.allows)

    def _is_released(self, e: ast.expr) -> bool:
        """Whether an expression is the report, or something that it released."""
        match e:
            case ast.Name(id=name):
                return name in self._released
            case ast.Call(func=ast.Name(id=name)):
                return name in self._starts
            case ast.Call(func=ast.Attribute(attr=name, value=inner)):
                return self._is_released(inner) and name not in _OPEN
        return False

    def looked_at(self, node: ast.AST) -> list[ast.expr]:
        """What a node makes a text of, or shows."""
        if isinstance(node, ast.FormattedValue):
            return [node.value]
        match node:
            case ast.BinOp(left=ast.Constant() | ast.JoinedStr(), op=ast.Mod(), right=given):
                return [given]
            case ast.Call(func=ast.Name(id=called) as root) | ast.Call(func=ast.Attribute(attr=called, value=root)):
                makers = {*_MAKERS, *self._says, "format_map"} - ({"str", "repr"} if node.func is not root else set())
                if called in makers:
                    return [*node.args, *(k.value for k in node.keywords)]
                helper = (root.id if isinstance(root, ast.Name) else called) in self._helpers
                return [k.value for k in node.keywords if helper and k.arg in _SHOWN]
        return []

    def handed_on(self, nodes: Sequence[ast.AST]) -> list[str]:
        """Where `sentence` or `said` is used otherwise than by calling it: under another name nobody would look at what it says."""
        called = {id(n.func) for n in nodes if isinstance(n, ast.Call)}
        return [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n.id in self._says and id(n) not in called]

    def allows(self, e: ast.expr) -> bool:
        """Whether an expression is a text that was typed, a parameter, or released."""
        match e:
            case ast.Name(id=name):
                return name in self._names
            case ast.Attribute(attr=name, value=inner):
                return name in _TEXTS and self._is_released(inner)
            case ast.Call(func=ast.Attribute(attr="join", value=between), args=[several]):
                return self.allows(between) and self.allows(several)
            case ast.Call(func=ast.Attribute(attr=name, value=inner)):
                return self._is_released(inner) and name not in {*_OPEN, *_DOORS, "read"}
            case ast.Call(func=ast.Name(id=name), args=args, keywords=more):
                return name in {"str", *self._helpers} and all(self.allows(x) for x in (*args, *(k.value for k in more)))
        return self._composed(e)

    def decides(self, e: ast.expr) -> bool:
        """Whether a condition depends on nothing but what is typed, a parameter, or released."""
        match e:
            case ast.BoolOp(values=parts):
                return all(self.decides(p) for p in parts)
            case ast.Compare(left=left, comparators=others):
                return all(self.decides(p) for p in (left, *others))
            case ast.UnaryOp(operand=inner) | ast.Attribute(value=inner) | ast.Call(func=ast.Name(id="len"), args=[inner]):
                return self.decides(inner)
        return self.allows(e) or self._is_released(e)

    def _composed(self, e: ast.expr) -> bool:
        """Whether an expression is typed, or made of nothing but what is allowed."""
        match e:
            case ast.JoinedStr(values=parts):
                return all(self.allows(p.value) for p in parts if isinstance(p, ast.FormattedValue))
            case ast.BinOp(left=a, op=ast.Add() | ast.Sub(), right=b) | ast.IfExp(body=a, orelse=b) | ast.Subscript(value=a, slice=b):
                return self.allows(a) and self.allows(b)
            case ast.List(elts=several) | ast.Tuple(elts=several) | ast.Set(elts=several):
                return all(self.allows(x) for x in several)
            case ast.Dict(keys=keys, values=values):
                return all(k is not None and self.allows(k) for k in keys) and all(self.allows(v) for v in values)
        return isinstance(e, ast.Constant)


def _imported(nodes: Sequence[ast.AST], module: str, names: Collection[str] = ()) -> set[str]:
    """Names under which a notebook imports what a module holds: all of it, or only some."""
    imported = [(n.module or "", a) for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names]
    return {a.asname or a.name for origin, a in imported if origin.startswith(module) and (not names or a.name in names)}


def _spread(found: set[str], given: Mapping[str, Sequence[ast.expr | None]], test: Callable[[ast.expr], bool]) -> None:
    """Add the names that are given nothing but what passes a test, which may know the names found so far."""
    while more := {name for name, values in given.items() if name not in found and all(v is not None and test(v) for v in values)}:
        found.update(more)


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that a node gives a value; what is looped over stands for its elements; None where it cannot be told."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target, value)
        case ast.AnnAssign(target=ast.Name(id=name), value=value) | ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.For(target=ast.Name(id=name), iter=several) | ast.comprehension(target=ast.Name(id=name), iter=several):
            yield name, several
        case ast.AugAssign(target=target) | ast.For(target=target) | ast.comprehension(target=target) | ast.AsyncFor(target=target):
            yield from ((n.id, None) for n in ast.walk(target) if isinstance(n, ast.Name))
        case ast.With(items=items):
            yield from ((n.id, None) for i in items if i.optional_vars for n in ast.walk(i.optional_vars) if isinstance(n, ast.Name))
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
            yield name, None
        case ast.arg(arg=name):
            yield name, None
        case ast.Import(names=names):
            yield from (((a.asname or a.name).partition(".")[0], None) for a in names)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    """Names of a target with what each of them is given."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for name, given in zip(target.elts, value.elts, strict=True):
            yield from _assigned(name, given)
        return
    yield from ((n.id, value if n is target else None) for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
