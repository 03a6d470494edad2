"""Takes one rule out of a step's flows at a time and counts those its tests notice: `./dev loosen STEP…`.

A rule is a question for permission (`ask`), a refusal (an `if` that only raises) or an entry of the log
(`record`). Flows are the only writers, so what no test of a step misses there is not held by it. The step is
changed in a copy of the tree; tests in a browser and slow ones are left out.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = Path("src/guwah/steps")
COPIED = ("src", "tests", "docs", "pyproject.toml")
SEED = 1
QUICK = ("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider")
HERE_ALONE = ("-m", "not slow and not sampled and not browser")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in a file, as the stretch of its source and what to write there instead."""

    path: Path
    line: int
    kind: str
    start: int
    end: int
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.kind}"


def rules_in(source: str, path: Path) -> Iterator[Rule]:
    """Yield the rules of a module, in their order."""
    # Columns of the tree count bytes.
    starts, at = [0], 0
    for line in source.encode().splitlines(keepends=True):
        at += len(line)
        starts.append(at)
    for node in ast.walk(ast.parse(source)):
        kind, place, instead = _loosened(node)
        if place is not None:
            first = starts[place.lineno - 1] + place.col_offset
            last = starts[(place.end_lineno or place.lineno) - 1] + (place.end_col_offset or 0)
            yield Rule(path, place.lineno, kind, first, last, instead)


def _loosened(node: ast.AST) -> tuple[str, ast.stmt | ast.expr | None, str]:
    """Return what kind of rule a node is, what of it is replaced, and by what; None where it is none."""
    if isinstance(node, ast.If) and len(node.body) == 1 and isinstance(node.body[0], ast.Raise):
        return "refusal", node.test, "False"
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(node, ast.stmt) and isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
        if call.func.id == "ask":
            return "permission", node, "pass"
        if call.func.id in {"record", "record_all"}:
            return "log entry", node, "pass"
    return "", None, ""


def without(rule: Rule, source: str) -> str:
    """Return the source of a module without one of its rules."""
    data = source.encode()
    return (data[: rule.start] + rule.instead.encode() + data[rule.end :]).decode()


def passes(tree: Path, step: str) -> bool:
    """Say whether the tests of a step pass on the tree."""
    told = [sys.executable, "-m", "pytest", *QUICK, *HERE_ALONE, f"tests/steps/{step}"]
    known = os.environ | {"PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree / 'tests'}"}
    return subprocess.run(told, cwd=tree, env=known, capture_output=True, check=False).returncode == 0


def measure(step: str, sample: int, seed: int) -> None:
    """Loosen the rules of a step one after another; print the score and what nobody noticed."""
    with tempfile.TemporaryDirectory(prefix="guwah-loosened-") as folder:
        tree = Path(folder)
        for each in COPIED:
            copy = shutil.copytree if (ROOT / each).is_dir() else shutil.copy2
            copy(ROOT / each, tree / each)
        if not passes(tree, step):
            raise SystemExit(f"the tests of {step} fail before anything is changed")
        rules = [
            rule
            for path in sorted((tree / STEPS / step / "flows").glob("*.py"))
            for rule in rules_in(path.read_text("utf-8"), path.relative_to(tree))
        ]
        if 0 < sample < len(rules):
            rules = random.Random(seed).sample(rules, sample)  # noqa: S311 - seeded on purpose, nothing secret
        missed = [rule for rule in rules if _unnoticed(tree, step, rule)]
        noticed = len(rules) - len(missed)
        sys.stdout.write(
            f"{step}: {len(rules)} rules, {noticed} noticed when gone,"
            f" score {100 * noticed / len(rules):.1f} % (sample {sample or 'all'}, seed {seed})\n"
        )
        sys.stdout.writelines(f"  nobody noticed {rule}\n" for rule in missed)
        sys.stdout.flush()


def _unnoticed(tree: Path, step: str, rule: Rule) -> bool:
    path = tree / rule.path
    source = path.read_text("utf-8")
    path.write_text(without(rule, source), "utf-8")
    try:
        return passes(tree, step)
    finally:
        path.write_text(source, "utf-8")


def main() -> None:
    """Measure the steps named, or all of them."""
    known = sorted(each.parent.name for each in (ROOT / STEPS).glob("*/flows"))
    told = argparse.ArgumentParser(prog="./dev loosen", description=__doc__)
    told.add_argument("step", nargs="*", choices=[*known, []], help="a step; all when none is named")
    told.add_argument("--sample", type=int, default=0, help="rules drawn in each step, 0 for all")
    told.add_argument("--seed", type=int, default=SEED, help="of the draw")
    asked = told.parse_args()
    for step in asked.step or known:
        measure(step, asked.sample, asked.seed)


if __name__ == "__main__":
    main()
