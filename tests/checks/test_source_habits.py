"""Habits of this code that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.config import ROOT

CODE = sorted((ROOT / "marketplace").rglob("*.py"))
OURS = {".ci", ".gitignore"}  # the other hidden files and folders are made by tools
TEXTS = {"", ".cfg", ".css", ".html", ".ini", ".js", ".json", ".mako", ".md", ".po", ".py", ".sh"}
TEXTS |= {".svg", ".toml", ".txt", ".yml"}
# Spelled in parts, so that this file does not find itself.
OPEN_ENDS = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(("wo" + "rk", "ho" + "me", "ro" + "ot")) + r")/\w"
)
REGISTRIES = re.compile(
    r"\b(?:"
    + "|".join(("pypi", "pythonhosted", "npmjs", "debian", "crates"))
    + r")\.(?:org|com|io)\b"
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def our_files() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        made = parts[0] == "var" or any(part.startswith(".") for part in set(parts) - OURS)
        if not made and path.is_file() and path.suffix in TEXTS:
            yield path


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The call as it is written, without its arguments: "session.commit"."""
    return ast.unparse(call.func)


def commits(tree: ast.AST) -> bool:
    """Ends a transaction; the writer of the search index has a ``commit`` of its own."""
    return any(re.fullmatch(r".*(?<!\bwriter)\.commit", called(call)) for call in calls(tree))


def selects(tree: ast.AST) -> bool:
    return any(called(call) in ("select", "exists", "session.query") for call in calls(tree))


def reads_the_clock(tree: ast.AST) -> bool:
    reading = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    return any(called(call) in reading for call in calls(tree))


def is_money(node: ast.AST) -> bool:
    word = getattr(node, "attr", getattr(node, "id", ""))
    return isinstance(word, str) and word.endswith("_vnd")


def breaks_money(tree: ast.AST) -> bool:
    """Divides đồng into fractions, or makes a float of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            if is_money(node.left) or is_money(node.right):
                return True
        elif isinstance(node, ast.Call) and called(node) in ("float", "round"):
            if any(is_money(argument) for argument in node.args):
                return True
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else ast.Name(node.arg)
            if is_money(target) and "float" in ast.unparse(node.annotation):
                return True
    return False


def offenders(habit: str) -> list[str]:
    look = globals()[habit]
    return [name(path) for path in CODE if look(ast.parse(path.read_text()))]


def test_only_the_transaction_commits():
    assert offenders("commits") == ["marketplace/db.py"]


def test_only_queries_select():
    outside = [found for found in offenders("selects") if "/queries" not in found]

    assert outside == []


def test_only_the_clock_tells_the_time():
    assert offenders("reads_the_clock") == ["marketplace/clock.py"]


def test_money_stays_whole():
    assert offenders("breaks_money") == []


@pytest.mark.parametrize(
    ("habit", "source"),
    [
        ("commits", "session.commit()"),
        ("commits", "db.session().commit()"),
        ("selects", "session.scalar(select(User))"),
        ("selects", "session.query(User)"),
        ("reads_the_clock", "now = datetime.now(UTC)"),
        ("breaks_money", "half = listing.price_vnd / 2"),
        ("breaks_money", "float(total_vnd)"),
        ("breaks_money", "price_vnd: float = 0"),
        ("breaks_money", "def pay(amount_vnd: float): ..."),
    ],
)
def test_the_check_sees_the_habit(habit, source):
    assert globals()[habit](ast.parse(source))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(OPEN_ENDS, id="nothing-left-open"),
        pytest.param(MACHINE_PATHS, id="no-path-of-one-machine"),
        pytest.param(REGISTRIES, id="no-package-registry"),
    ],
)
def test_no_file_holds(pattern):
    found = [name(path) for path in our_files() if pattern.search(path.read_text(errors="replace"))]

    assert found == []
