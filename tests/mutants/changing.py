"""What may be changed in a module: a comparison turned, a number moved by one, a word, flag or keyword left out …

Each change replaces one expression or statement of the text, so that all other lines stay where they are.
"""

import ast
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Variant: TypeAlias = tuple[str, ast.expr | ast.stmt, ast.AST]
"""The kind of a change, what is taken out, and what takes its place."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}

_REVERSED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
}

_CALLED = {"sorted": "list", "any": "all", "all": "any", "min": "max", "max": "min", "reversed": "list", "set": "list"}

_METHODS = {
    "fullmatch": "match",
    "match": "search",
    "lstrip": "strip",
    "rstrip": "strip",
    "strip": "rstrip",
    "startswith": "endswith",
    "endswith": "startswith",
    "partition": "rpartition",
    "rpartition": "partition",
}

_LEFT_OUT = frozenset("lower casefold replace removeprefix removesuffix resolve expanduser title capitalize".split())
"""Methods whose result is of the kind of what they are called on, so that the call may be left out."""

_PATTERNS = frozenset("compile fullmatch match search sub subn split finditer findall".split())

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|\(\?(?:P<\w+>|<?[=!:])?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one file; `lines` are those that run when it matters, `names` where that is at import only."""

    file: str
    line: int
    kind: str
    start: int
    end: int
    became: str
    lines: tuple[int, int]
    names: tuple[str, ...]

    def apply(self, text: str) -> str:
        """The text of the file with the change in it."""
        return text[: self.start] + self.became + text[self.end :]


def find_changes(file: str, text: str) -> list[Change]:
    """All changes that may be made to the text of a module, in the order of the text."""
    finder = _Finder(file, text)
    finder.visit(ast.parse(text))
    return sorted(finder.changes, key=lambda change: (change.start, change.end, change.kind, change.became))


def draw_changes(changes: Iterable[Change], number: int, seed: int) -> list[Change]:
    """A sample in which a kind that is four times as common comes twice as often, so that rare kinds are tried too."""
    chance = random.Random(seed)
    kinds = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    share = number / (sum(math.sqrt(len(of_kind)) for of_kind in kinds.values()) or 1)
    sizes = {kind: min(len(of_kind), math.ceil(share * math.sqrt(len(of_kind)))) for kind, of_kind in kinds.items()}
    drawn = [change for kind in sorted(kinds) for change in chance.sample(kinds[kind], sizes[kind])]
    chance.shuffle(drawn)
    return drawn[:number]


class _Finder(ast.NodeVisitor):
    """Walks a module; what surrounds the node at hand lies in `above`, outermost first."""

    def __init__(self, file: str, text: str) -> None:
        self.changes: list[Change] = []
        self._file = file
        self._text = text
        self._above: list[ast.AST] = []
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._lines = text.splitlines()

    def visit(self, node: ast.AST) -> None:
        if _is_left_alone(node):
            return
        parent = self._above[-1] if self._above else node
        self._above.append(node)
        for kind, at, new in _vary(node, parent):
            self._add(kind, at, new)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or (name == "decorator_list" and isinstance(node, ast.ClassDef)):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    self.visit(child)
        self._above.pop()

    def _add(self, kind: str, at: ast.expr | ast.stmt, new: ast.AST) -> None:
        whole = next((node for node in self._above if isinstance(node, ast.JoinedStr) and node is not at), None)
        place = whole or at  # before 3.12 the places within an f-string are wrong
        became = _draw_within(whole, at, new) if whole else ast.unparse(new)
        if isinstance(place, ast.expr):
            became = f"({became})"
        start, end = self._find(place.lineno, place.col_offset), self._find(place.end_lineno, place.end_col_offset)
        was = ast.unparse(whole or at)
        if became not in (was, f"({was})"):
            lines, names = _find_effect(self._above)
            self.changes.append(Change(self._file, place.lineno, kind, start, end, became, lines, names))

    def _find(self, line: int | None, column: int | None) -> int:
        """The character of a place that the parser gives in bytes."""
        assert line is not None
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())


def _is_left_alone(node: ast.AST) -> bool:
    """Docstrings, and what is there for the type checker alone."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("TypeVar", "cast", "NewType", "NamedTuple")
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr):
        return not any(isinstance(inner, ast.Attribute | ast.Call) for inner in ast.walk(node.value))
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation)


def _find_effect(path: list[ast.AST]) -> tuple[tuple[int, int], tuple[str, ...]]:
    """The lines whose run shows a change, and the names through which it works where these run at import only."""
    functions = [node for node in path if isinstance(node, ast.FunctionDef)]
    classes = [node for node in path if isinstance(node, ast.ClassDef)]
    statement = next(node for node in reversed(path) if isinstance(node, ast.stmt))
    if statement in functions:  # the function shows it
        return (functions[-1].body[0].lineno, functions[-1].end_lineno or 0), ()
    if functions:
        body = getattr(statement, "body", None)
        end = body[0].lineno - 1 if body else statement.end_lineno or 0
        names = (functions[-1].name,) if functions[-1].decorator_list else ()  # may be cached: runs in one test only
        return (statement.lineno, max(end, statement.lineno)), names
    targets = [
        node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return (statement.lineno, statement.end_lineno or 0), (*targets, *(node.name for node in classes))


def _draw_within(whole: ast.JoinedStr, at: ast.AST, new: ast.AST) -> str:
    _swap(whole, at, new)
    try:
        return ast.unparse(whole)
    finally:
        _swap(whole, new, at)


def _swap(whole: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(whole):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, new)
            elif isinstance(value, list):
                value[:] = [new if one is old else one for one in value]


def _vary(node: ast.AST, parent: ast.AST) -> Iterator[Variant]:
    if isinstance(node, ast.stmt):
        yield from _vary_statement(node)
    elif isinstance(node, ast.Constant):
        yield from _vary_constant(node, parent)
    elif isinstance(node, ast.Call):
        yield from _vary_call(node)
    elif isinstance(node, ast.expr):
        yield from _vary_operation(node)
        yield from _vary_choice(node)


def _vary_statement(node: ast.stmt) -> Iterator[Variant]:
    if isinstance(node, ast.If):
        yield "if dropped", node.test, ast.Constant(False)
    if isinstance(node, ast.If | ast.While):
        yield "condition", node.test, ast.UnaryOp(ast.Not(), node.test)
    kept = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Assign | ast.Break | ast.Continue | ast.Delete) and not kept:
        yield "statement dropped", node, ast.Pass()
    if isinstance(node, ast.Raise):
        yield "raise removed", node, ast.Pass()
    if isinstance(node, ast.Return):
        yield "return removed", node, ast.Pass()


def _vary_constant(node: ast.Constant, parent: ast.AST) -> Iterator[Variant]:
    value = node.value
    if isinstance(value, bool):
        yield "boolean", node, ast.Constant(not value)
    elif isinstance(value, int | float):
        kind = "default" if isinstance(parent, ast.arguments | ast.AnnAssign) else "constant"
        yield from ((kind, node, ast.Constant(value + step)) for step in (1, -1))
    elif isinstance(value, bytes):
        yield "string", node, ast.Constant(value + b"XX")
    elif isinstance(value, str) and isinstance(parent, ast.Attribute) and parent.attr == "split":
        words = value.split()
        left = len(value) % len(words) if words else 0  # any of them, and always the same
        yield "word dropped", node, ast.Constant(" ".join(words[:left] + words[left + 1 :]))
    elif isinstance(value, str) and _is_pattern(node, parent):
        yield from (("regex", node, ast.Constant(pattern)) for pattern in _vary_pattern(value))
    elif isinstance(value, str):
        yield "string", node, ast.Constant(f"{value}XX")


def _is_pattern(node: ast.expr, parent: ast.AST) -> bool:
    """Whether this is what `re` is asked to look for."""
    if not (isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.args[:1] == [node]):
        return False
    return isinstance(parent.func.value, ast.Name) and parent.func.value.id == "re" and parent.func.attr in _PATTERNS


def _vary_pattern(pattern: str) -> Iterator[str]:
    """Patterns with one token less, or one of its characters or alternatives less, or the other way round."""
    tokens = _TOKEN.findall(pattern)
    for number, token in enumerate(tokens):
        changed = {"(?!": "(?=", "(?=": "(?!", "(?<!": "(?<=", "(?<=": "(?<!", "*": "+", "+": ""}.get(token)
        if token in ("?", "^", "$", "|", r"\b", r"\Z") or token.startswith("{"):
            changed = ""
        elif token.startswith("[") and len(token) > 3:
            inner = token[1:-1]
            changed = f"[{inner[1:]}]" if inner[0] == "^" else f"[{inner[:-1]}]"
        if changed is not None:
            varied = "".join([*tokens[:number], changed, *tokens[number + 1 :]])
            try:
                re.compile(varied)
            except re.error:
                continue
            yield varied


def _vary_call(node: ast.Call) -> Iterator[Variant]:
    for keyword in node.keywords:
        left = [one for one in node.keywords if one is not keyword]
        yield "keyword dropped", node, ast.Call(node.func, node.args, left)
    for number, (one, other) in enumerate(zip(node.args, node.args[1:], strict=False)):
        arguments = [*node.args[:number], other, one, *node.args[number + 2 :]]
        if not any(isinstance(argument, ast.Starred) for argument in arguments):
            yield "arguments swapped", node, ast.Call(node.func, arguments, node.keywords)
    if isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        kept = [] if _CALLED[node.func.id] == "list" else node.keywords
        yield "call", node, ast.Call(ast.Name(_CALLED[node.func.id]), node.args, kept)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
        method = ast.Attribute(node.func.value, _METHODS[node.func.attr])
        yield "call", node, ast.Call(method, node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _LEFT_OUT:
        yield "call", node, node.func.value


def _vary_operation(node: ast.expr) -> Iterator[Variant]:
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            turned = [*node.ops[:number], _COMPARED[type(operator)](), *node.ops[number + 1 :]]
            yield "comparison", node, ast.Compare(node.left, turned, node.comparators)
    elif isinstance(node, ast.BoolOp):
        for number in range(len(node.values)):
            left = [*node.values[:number], *node.values[number + 1 :]]
            yield "operand dropped", node, ast.BoolOp(node.op, left) if len(left) > 1 else left[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", node, node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from (("flag dropped", node, side) for side in (node.left, node.right))
    elif isinstance(node, ast.BinOp) and type(node.op) in _REVERSED:
        yield "arithmetic", node, ast.BinOp(node.left, _REVERSED[type(node.op)](), node.right)
        yield from (("operand dropped", node, side) for side in (node.left, node.right))


def _vary_choice(node: ast.expr) -> Iterator[Variant]:
    if isinstance(node, ast.IfExp):
        yield from (("conditional", node, side) for side in (node.body, node.orelse))
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        part = node.slice
        for varied in (ast.Slice(None, part.upper, part.step), ast.Slice(part.lower, None, part.step)):
            yield "slice", node, ast.Subscript(node.value, varied)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        for number, loop in enumerate(node.generators):
            for condition in loop.ifs:
                without = [one for one in loop.ifs if one is not condition]
                looser = ast.comprehension(loop.target, loop.iter, without, loop.is_async)
                loops = [*node.generators[:number], looser, *node.generators[number + 1 :]]
                yield "filter dropped", node, type(node)(node.elt, loops)
