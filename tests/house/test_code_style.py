"""The house rules that the linter does not know: how long, how documented, how errors are caught."""

import ast
from collections.abc import Iterator

import pytest

from tests.house import CHECKOUT

SOURCE = CHECKOUT / "src"
LONGEST_FILE = 500
LONGEST_FUNCTION = 60

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def source_files() -> Iterator[tuple[str, str]]:
    """Yield the path of each source file, under src, and its text."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8")


def public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    """Yield the public functions, classes and methods that `body` defines."""
    for statement in body:
        if isinstance(statement, Definition) and not statement.name.startswith("_"):
            yield statement
            if isinstance(statement, ast.ClassDef):
                yield from public_definitions(statement.body)


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """Tell whether `handler` is bare or names Exception or BaseException, and does not end in `raise`."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    if handler.type is None:
        return True
    named = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"} for kind in named)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: text.count("\n") for path, text in source_files()}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, text in source_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert lengths
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_and_public_definition_says_what_it_is() -> None:
    undocumented = []
    for path, text in source_files():
        tree = ast.parse(text)
        undocumented += [path] if ast.get_docstring(tree) is None else []
        undocumented += [
            f"{path}:{node.lineno} {node.name}"
            for node in public_definitions(tree.body)
            if ast.get_docstring(node) is None
        ]
    assert undocumented == []


def test_no_handler_swallows_every_error() -> None:
    broad = [
        f"{path}:{node.lineno}"
        for path, text in source_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    ]
    assert broad == []


@pytest.mark.parametrize(
    ("handler", "swallows"),
    [
        ("except: pass", True),
        ("except Exception: pass", True),
        ("except (OSError, BaseException): pass", True),
        ("except BaseException: raise", False),
        ("except (OSError, ValueError): pass", False),
        ("except OSError: pass", False),
    ],
)
def test_the_rule_tells_handlers_apart(handler: str, *, swallows: bool) -> None:
    (statement,) = ast.parse(f"try: pass\n{handler}").body
    assert isinstance(statement, ast.Try)
    assert swallows_everything(statement.handlers[0]) is swallows
