"""Counts how many small faults put into the pure rules the tests of their room notice: `./dev mutate`.

Each room is copied with its tests to a throw-away tree, so that nothing in the checkout is changed, and
mutmut works there: `[tool.mutmut]` in pyproject.toml says which rooms there are and what is left out. The
tree holds no Django and none of the conftest of the whole suite: pure rooms must not need them.

One kind of mutant is left out and not counted: those that change only the sentence for people in an error
that is raised. Its code is what is promised, and stays in. mutmut itself changes no annotation, docstring,
decorated function or table of a module.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter
from contextlib import chdir
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import tomlkit
from mutmut.configuration import reset_config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = 150
PYTEST = ["-p", "fresh_imports", "-p", "no:django", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
NOT_HERE = ["-m", "not seeds and not slow"]
# What mutmut notes for a mutant; anything else is pytest ending with a fault: the mutant was noticed.
SURVIVED, UNTESTED, TIMED_OUT = {0}, {5, 33}, {-24, -9, 24, 36, 152, 255}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure in each room.

    Attributes:
        sample: how many mutants are drawn, 0 for all.
        seed: of the draw.
        only: shell pattern the name of a mutant must match.
        diffs: whether the change of each survivor is shown.
    """

    sample: int
    seed: int
    only: str
    diffs: bool


def say(words: str) -> None:
    """Write to the terminal at once: a room takes minutes."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def rooms() -> dict[str, str]:
    """Return the path of each room in pyproject.toml by its name."""
    paths = tomlkit.parse((ROOT / "pyproject.toml").read_text("utf-8")).unwrap()["tool"]["mutmut"]
    return {_room(path): path for path in paths["source_paths"]}


def _room(path: str) -> str:
    return Path(path).relative_to("src/guwah/instruments").as_posix()


def copy_room(path: str, tree: Path) -> None:
    """Copy instruments and the tests of one room, with a pyproject.toml for them alone."""
    name = _room(path)
    unwanted = shutil.ignore_patterns("__pycache__", "pictures")
    for folder in (Path("docs"), Path("src/guwah/instruments"), Path("tests/instruments") / name):
        shutil.copytree(ROOT / folder, tree / folder, ignore=unwanted)
    shutil.copy2(ROOT / "src/guwah/__init__.py", tree / "src/guwah")
    for module in (ROOT / "tests").glob("*.py"):
        if module.name != "conftest.py":
            shutil.copy2(module, tree / "tests")
    settings = tomlkit.parse((ROOT / "pyproject.toml").read_text("utf-8"))
    tool: Any = settings["tool"]
    tool["mutmut"].update(
        source_paths=["src"],
        only_mutate=[f"{path}/*"],
        also_copy=["docs"],
        pytest_add_cli_args_test_selection=[f"tests/instruments/{name}"],
        pytest_add_cli_args=[*PYTEST, *NOT_HERE],
    )
    options = tool["pytest"]["ini_options"]
    del options["DJANGO_SETTINGS_MODULE"]
    # The option of a plugin that is not there; unknown to pytest, it would end every run.
    options["addopts"].remove("--no-migrations")
    # pytest runs many times in one process, so a plugin may be imported before pytest can look into it.
    options["filterwarnings"].append("ignore::pytest.PytestAssertRewriteWarning")
    (tree / "pyproject.toml").write_text(tomlkit.dumps(settings), "utf-8")


class _WithoutSentences(ast.NodeTransformer):
    """Takes the sentences for people out of what is raised."""

    def visit_Raise(self, node: ast.Raise) -> ast.Raise:
        for call in ast.walk(node):
            if isinstance(call, ast.Call):
                call.args = [ast.Constant(...) if _is_sentence(each) else each for each in call.args]
        return node


def _is_sentence(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None or (isinstance(node.value, str) and " " in node.value)
    return isinstance(node, ast.JoinedStr)


def _meaning(source: str) -> str:
    function = ast.parse(textwrap.dedent(source)).body[0]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    function.name = ""
    return ast.dump(_WithoutSentences().visit(function))


def mutants_of(path: Path) -> list[str]:
    """Return the names of the mutants of one module, without those that only word an error differently."""
    mutated = mutate_file_contents(str(path), path.read_text("utf-8"))
    lines, spans = mutated.code.splitlines(), mutated.line_span_by_function_name
    meanings = {name: _meaning("\n".join(lines[span.start - 1 : span.end])) for name, span in spans.items()}
    return [
        get_mutant_name(path, name)
        for name in mutated.mutant_names
        if meanings[name] != meanings[name.partition("__mutmut_")[0] + "__mutmut_orig"]
    ]


def drawn(wanted: Wanted) -> list[str]:
    """Return the names of the mutants to try, in the tree one stands in."""
    names = sorted(name for path in walk_mutatable_files() for name in mutants_of(path))
    names = [name for name in names if fnmatchcase(name, wanted.only)]
    if not wanted.sample or wanted.sample >= len(names):
        return names
    chance = random.Random(wanted.seed)  # noqa: S311 - seeded on purpose, nothing secret
    return sorted(chance.sample(names, wanted.sample))


def run_mutmut(tree: Path, names: list[str]) -> None:
    """Let mutmut try the mutants, one at a time; end with what it said when it could not."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    # The tree's modules, never those of the checkout.
    environment["PYTHONPATH"] = str(tree / "tests")
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *names]
    done = subprocess.run(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        # Of a line that was drawn over and over, the last drawing.
        lines = [line.rpartition("\r")[2] for line in done.stdout.decode("utf-8", "replace").splitlines()]
        sys.stderr.write("\n".join(lines[-200:]) + "\n")
        raise SystemExit(done.returncode)


def verdicts(names: list[str]) -> dict[str, str]:
    """Return killed, survived, untested or timed out for each mutant."""
    codes: dict[str, int | None] = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        codes |= data.exit_code_by_key
    return {name: _verdict(codes[name]) for name in names}


def _verdict(code: int | None) -> str:
    if code is None:
        raise SystemExit("mutmut left a mutant untried")
    if code in SURVIVED:
        return "survived"
    if code in UNTESTED:
        return "untested"
    return "timed out" if code in TIMED_OUT else "killed"


def measure(path: str, wanted: Wanted) -> None:
    """Measure one room and print its line, then its survivors."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="guwah-mutants-") as folder, chdir(folder):
        tree = Path(folder)
        copy_room(path, tree)
        reset_config()
        names = drawn(wanted)
        if not names:
            raise SystemExit(f"no mutant of {path} is named {wanted.only}")
        run_mutmut(tree, names)
        found = verdicts(names)
        count = Counter(found.values())
        noticed = count["killed"] + count["timed out"]
        say(
            f"{_room(path)}: {len(names)} mutants, {count['killed']} killed,"
            f" {count['survived']} survived, {count['untested']} untested, {count['timed out']} timed out,"
            f" score {100 * noticed / len(names):.1f} %"
            f" (sample {wanted.sample or 'all'}, seed {wanted.seed}, {time.monotonic() - started:.0f} s)"
        )
        for name, verdict in found.items():
            if verdict != "killed":
                say(f"  {verdict}: {name}")
                if wanted.diffs:
                    say(get_diff_for_mutant(name))


def main() -> None:
    """Measure the rooms named, or all of them."""
    known = rooms()
    told = argparse.ArgumentParser(prog="./dev mutate", description=__doc__)
    told.add_argument("room", nargs="*", choices=[*known, []], help="a room; all when none is named")
    told.add_argument("--sample", type=int, default=SAMPLE, help="mutants drawn in each room, 0 for all")
    told.add_argument("--seed", type=int, default=1, help="of the draw")
    told.add_argument("--only", default="*", help="shell pattern for the names of mutants")
    told.add_argument("--diffs", action="store_true", help="show what each survivor changes")
    asked = told.parse_args()
    for name in asked.room or known:
        measure(known[name], Wanted(asked.sample, asked.seed, asked.only, asked.diffs))


if __name__ == "__main__":
    main()
