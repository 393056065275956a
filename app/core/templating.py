"""Templates that members write: a small part of Jinja2, checked when saved, bounded when rendered.

What a template may do is listed, and everything else refused: it names variables, chooses between
texts, and goes through lists. It calls nothing, reaches into nothing, and cannot grow without end.
Values are data: nothing in them is ever read as a template.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.core.errors import InvalidInputError
from app.core.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template

LONGEST_TEMPLATE, LONGEST_TEXT = 20_000, 400_000
MOST_NODES, DEEPEST = 1_000, 40
FILTERS = frozenset(
    {"capitalize", "default", "first", "join", "last", "length", "lower", "round", "sort", "title"}
    | {"trim", "truncate", "upper", "wordcount"}
)
TESTS = frozenset({"defined", "undefined", "none", "number", "string", "even", "odd"})
OF_LOOPS = frozenset({"index", "index0", "first", "last", "length"})
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Concat,
    nodes.Getattr,
)
_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "a call of a function",
    nodes.Keyword: "an argument with a name",
    nodes.Getitem: "an index",
    nodes.Include: "an include",
    nodes.Import: "an import",
    nodes.FromImport: "an import",
    nodes.Extends: "a parent template",
    nodes.Block: "a block",
    nodes.Macro: "a macro",
    nodes.CallBlock: "a call of a macro",
    nodes.FilterBlock: "a block of a filter",
    nodes.Assign: "an assignment",
    nodes.AssignBlock: "an assignment",
    nodes.With: "an assignment",
}


class VariableType(StrEnum):
    """What a variable holds. A list is one of texts; what people outside say is marked as such."""

    TEXT = "text"
    NUMBER = "number"
    LIST = "list"
    CANDIDATES_WORDS = "candidates_words"


Value = str | float | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that a template may name. `is_optional` says that it may be empty."""

    name: str
    type: VariableType
    description: str
    example: str | float | tuple[str, ...]
    is_optional: bool = False

    @property
    def empty(self) -> Value:
        """What stands for it where there is nothing."""
        if self.type is VariableType.LIST:
            return ()
        return None if self.type is VariableType.NUMBER else ""

    def takes(self, value: object) -> bool:
        """Whether the value is of its type."""
        if self.type is VariableType.LIST:
            return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
        if self.type is VariableType.NUMBER:
            return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
        return isinstance(value, str)


class RenderError(Exception):
    """A template that was once in order cannot be rendered; the words are for members."""


def check(template: object, variables: Sequence[Variable], *, field: str) -> str:
    """The template, if it is one that may be rendered. Raises InvalidInputError, saying why not."""
    text = clean_text(template or "", field=field, name="The template", longest=LONGEST_TEMPLATE)
    if not text:
        raise InvalidInputError("The template is needed.", field=field)
    try:
        tree = _environment().parse(text)
        problem = _forbidden(tree, variables) or _unknown(tree, variables)
    except TemplateSyntaxError as error:
        problem = f"Line {error.lineno}: {error.message}"
    except RecursionError:
        problem = "It is nested too deeply."
    if problem:
        raise InvalidInputError(f"The template cannot be used. {problem}", field=field)
    for values in samples(variables):
        try:
            render(text, variables, values)
        except RenderError as error:
            raise InvalidInputError(f"The template cannot be used. {error}", field=field) from None
    return text


def samples(variables: Sequence[Variable]) -> Iterator[dict[str, Value]]:
    """The examples, and the same with nothing where there may be nothing."""
    yield {one.name: one.example for one in variables}
    yield {one.name: one.empty if one.is_optional else one.example for one in variables}


def render(template: str, variables: Sequence[Variable], values: Mapping[str, Value]) -> str:
    """The text with these values; what is not given is empty. Raises RenderError."""
    known = {one.name: one for one in variables}
    for name, value in values.items():
        if name not in known or not known[name].takes(value):
            raise RenderError(f"“{name}” is not what the template's variables hold.")
    whole = {one.name: values.get(one.name, one.empty) for one in variables}
    pieces, length = [], 0
    try:
        for piece in _compiled(template).generate(whole):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_TEXT:
                raise RenderError(f"It comes to more than {LONGEST_TEXT:,} characters.")
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise RenderError(f"It cannot be rendered: {error}") from None
    except (RecursionError, MemoryError, SyntaxError):
        raise RenderError("It is nested too deeply.") from None
    return "".join(pieces).strip()


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.globals.clear()
    for kept, table in ((FILTERS, environment.filters), (TESTS, environment.tests)):
        for name in set(table) - kept:
            del table[name]
    return environment


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    return _environment().from_string(template)


def _unknown(tree: nodes.Template, variables: Sequence[Variable]) -> str:
    known = [one.name for one in variables]
    unknown = meta.find_undeclared_variables(tree) - set(known)
    if not unknown:
        return ""
    places = [(one.lineno, one.name) for one in tree.find_all(nodes.Name) if one.name in unknown]
    line, name = min(places)
    return f"Line {line}: there is no variable “{name}”. Known are: {', '.join(known)}."


def _forbidden(tree: nodes.Template, variables: Sequence[Variable]) -> str:
    """Why the tree may not be rendered, or nothing. Walked without recursion."""
    types = {one.name: one.type for one in variables}
    waiting: list[tuple[nodes.Node, nodes.Node, int, int]] = [(tree, tree, 0, 0)]
    count = 0
    while waiting:
        node, parent, depth, loops = waiting.pop()
        count += 1
        if count > MOST_NODES or depth > DEEPEST:
            return "It is too large or nested too deeply."
        problem = _problem(node)
        if not problem and isinstance(node, nodes.Name):
            problem = _misused(node, types.get(node.name), parent, loops)
        if not problem and isinstance(node, nodes.For):
            loops += 1
            problem = "a loop in a loop is not allowed." if loops > 1 else ""
        if problem:
            return f"Line {node.lineno}: {problem}"
        # What a loop knows of itself has been looked at with its parent.
        children = [] if isinstance(node, nodes.Getattr) else node.iter_child_nodes()
        waiting.extend((child, node, depth + 1, loops) for child in children)
    return ""


def _problem(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        return f"{_WORDS.get(type(node), type(node).__name__)} is not allowed."
    if isinstance(node, nodes.Getattr):
        is_of_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
        if not is_of_loop or node.attr not in OF_LOOPS:
            return f"“.{node.attr}” is not allowed."
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.iter, nodes.Name)):
        return "a loop goes through a variable."
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        return f"there is no test “{node.name}”."
    return _filter_problem(node) if isinstance(node, nodes.Filter) else ""


def _filter_problem(node: nodes.Filter) -> str:
    if node.name not in FILTERS:
        return f"there is no filter “{node.name}”."
    # Anything else joined by anything could grow by multiplication.
    is_plain = isinstance(node.node, nodes.Name) and all(
        isinstance(one, nodes.Const) for one in node.args
    )
    if node.name == "join" and not is_plain:
        return "“join” puts a fixed text between what a variable lists."
    return ""


def _misused(name: nodes.Name, type_: VariableType | None, parent: nodes.Node, loops: int) -> str:
    """Why a name may not stand where it does: in a loop a long text is shown and not reworked."""
    if name.name in {"loop", "self"}:
        return f"“{name.name}” is not allowed."
    if isinstance(parent, nodes.For) and name is parent.iter and type_ is not VariableType.LIST:
        return "a loop goes through a list."
    is_plain = isinstance(parent, nodes.Output | nodes.If)
    if type_ is VariableType.TEXT and loops and not is_plain:
        return f"in a loop “{name.name}” can only be shown as it is."
    return ""
