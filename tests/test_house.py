"""The rules of the house that linters do not hold: sizes, names, the stranger's imports, foreign words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
MOST_LINES = 400
MOST_FUNCTION_LINES = 50
NAMELESS = {"utils", "helpers", "common", "misc", "base", "core", "lib"}
# Django finds a database backend only in a module of this name.
NAMED_BY_DJANGO = {SOURCE / "guwah/vault/database/base.py"}
# One file by contract (DESIGN §4), so that a stranger can carry it alone.
ONE_FILE = {SOURCE / "guwah_verify.py": 700}
ROOMS = {"models.py", "queries.py", "pages.py", "urls.py", "commands.py", "flows", "templates"}


@cache
def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and SOURCE in path.parents and "migrations" not in path.parts
    ]


def everything() -> list[Path]:
    """Return the sources, the tests and the benchmarks."""
    rooms = {SOURCE, ROOT / "tests", ROOT / "bench"}
    return [path for path in tracked() if path.suffix == ".py" and rooms & set(path.parents)]


def statements(node: ast.AST) -> Iterator[ast.stmt | ast.ExceptHandler]:
    """Every statement under a node. Functions and handlers stand nowhere else: no expression is walked."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            if not isinstance(child, ast.match_case):
                yield child
            yield from statements(child)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in statements(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# Sources only: a file of tests holds what one module is held to, and may be longer than it (the longest is
# under 600 lines). Functions are measured everywhere but in migrations, which Django writes.
def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources()
        if (count := path.read_text("utf-8").count("\n")) > ONE_FILE.get(path, MOST_LINES)
    }
    assert long == {}


def test_no_function_is_too_long_to_read() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in everything()
        if "migrations" not in path.parts
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert long == []


def test_no_room_is_without_a_name() -> None:
    nameless = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path not in NAMED_BY_DJANGO and NAMELESS & {path.stem, *path.relative_to(SOURCE).parts}
    ]
    assert nameless == []


def test_every_step_has_the_same_rooms() -> None:
    steps = [
        path for path in (SOURCE / "guwah/steps").iterdir() if path.is_dir() and path.name != "__pycache__"
    ]
    assert {path.name for path in steps} == {
        "evidence", "testimony", "people", "claims", "consent", "editions", "appeals", "vigil",
    }  # fmt: skip
    missing = {step.name: ROOMS - {each.name for each in step.iterdir()} for step in steps}
    assert {name: rooms for name, rooms in missing.items() if rooms} == {}


def test_the_strangers_checker_imports_the_standard_library_only() -> None:
    tree = ast.parse((SOURCE / "guwah_verify.py").read_text("utf-8"))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {
        (node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


def test_instruments_take_of_urllib_only_what_reads_text() -> None:
    """import-linter sees packages of others as a whole; urllib.parse is pure, its neighbours are not."""
    asking = [
        str(path.relative_to(ROOT))
        for path in sources()
        if SOURCE / "guwah/instruments" in path.parents
        and re.search(r"urllib\.(?!parse)|from urllib import (?!parse)", path.read_text("utf-8"))
    ]
    assert asking == []


def test_instruments_start_without_django() -> None:
    program = (
        "import sys, pkgutil, importlib, guwah.instruments as rooms\n"
        "for each in pkgutil.walk_packages(rooms.__path__, 'guwah.instruments.'):\n"
        "    importlib.import_module(each.name)\n"
        "print(sorted({'django', 'sqlcipher3', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE)},
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["transcript", "chronology", "permission"])
def test_pure_commands_start_without_django(command: str) -> None:
    program = (
        "import sys\nfrom guwah.cli.main import main\n"
        f"try: main(['{command}', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'django', 'sqlcipher3'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SOURCE)},
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_no_catch_all_and_no_swallowed_exception() -> None:
    caught = []
    for path in sources():
        text = path.read_text("utf-8")
        # To parse them all takes longer than all other rules here.
        if "except" not in text:
            continue
        for node in statements(ast.parse(text)):
            if not isinstance(node, ast.ExceptHandler):
                continue
            kind = ast.unparse(node.type) if node.type else "everything"
            swallowed = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
            ends_with_raise = isinstance(node.body[-1], ast.Raise)
            if swallowed or (kind in {"everything", "Exception", "BaseException"} and not ends_with_raise):
                caught.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert caught == []


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


@pytest.mark.seeds
def test_nothing_of_the_real_conversations_is_in_the_project(seeds: Path) -> None:
    real = set().union(*(_shingles(path.read_text("utf-8")) for path in seeds.glob("*.txt")))
    texts = [
        path
        for path in tracked()
        if path.suffix in {".py", ".md", ".txt", ".html", ".json", ".ts", ".css", ".po", ".vtt"}
    ]
    copied = [
        str(path.relative_to(ROOT)) for path in texts if _shingles(path.read_text("utf-8", "replace")) & real
    ]
    assert copied == []


def test_no_registry_host_and_no_path_of_a_machine_is_in_the_project() -> None:
    hosts = re.compile(
        r"files\.python" + r"hosted|pypi\.org/sim" + r"ple|registry\.npm" + r"js|/work" + r"/main"
    )
    told = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".png", ".opus", ".woff2", ".docx"}
        and hosts.search(path.read_text("utf-8", "replace"))
    ]
    assert told == []
