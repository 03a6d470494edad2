"""What `guwah --help` tells a newcomer: where to start, and how each command is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import guwah
from guwah.cli import main
from guwah.cli.guide import EXAMPLES, GROUPS
from guwah.cli.main import COMMANDS

# Each group of commands in a process of its own, as on a terminal: there nothing was imported before it.
_EACH = """
import json, os, shlex, sys
import click
from guwah.cli.guide import EXAMPLES
from guwah.cli.main import COMMANDS, PURE, guwah
from guwah.vault.setup import prepare_django

def tried(command, path):
    words = shlex.split(EXAMPLES[path])
    try:
        command.make_context(path, words[len(path.split()):])
    except click.BadParameter as wrong:
        # The files of an example are nowhere.
        return "" if "exist" in wrong.message or "No such file" in wrong.message else wrong.format_message()
    except click.UsageError as wrong:
        return wrong.format_message()
    return ""

def told(command, path):
    context = click.Context(command, info_name=path)
    own = {path: [command.get_help(context), tried(command, path) if path in EXAMPLES else None]}
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            own |= told(command.get_command(context, name), f"{path} {name}")
    return own

prepare_django()
found = {}
for name in COMMANDS:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "w") as out:
            json.dump(told(guwah.get_command(click.Context(guwah), name), name), out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        found |= json.loads(said.read() or json.dumps({name: None}))
    os.waitpid(child, 0)
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def found() -> dict[str, list[str | None] | None]:
    """The help of every command, and what is wrong with its example: None where it has none."""
    known = {**os.environ, "PYTHONPATH": str(Path(guwah.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", _EACH], env=known, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, list[str | None] | None] = json.loads(done.stdout)
    return told


def test_every_command_starts_when_it_is_the_first_one_asked_for(
    found: dict[str, list[str | None] | None],
) -> None:
    assert [path for path, words in found.items() if words is None] == []
    assert "evidence add" in found


def test_every_command_shows_an_example_that_can_be_typed(found: dict[str, list[str | None] | None]) -> None:
    groups = {path.rpartition(" ")[0] for path in found}
    leaves = {path: told or ["", None] for path, told in found.items() if path not in groups}
    assert [path for path, (_, wrong) in leaves.items() if wrong is None] == [], "no example in guide.py"
    assert {path: wrong for path, (_, wrong) in leaves.items() if wrong} == {}
    for path, (words, _) in leaves.items():
        assert f"Example:\n    guwah {path}" in (words or ""), path
    assert set(EXAMPLES) <= set(leaves)


def test_the_first_page_says_where_to_start_and_what_each_command_is_for() -> None:
    listed = [name for commands in GROUPS.values() for name in commands]
    assert sorted(listed) == sorted(COMMANDS)
    page = CliRunner().invoke(main.guwah, ["--help"]).stdout
    assert page.index("Start here") < page.index("Without a vault") < page.index("The work")
    assert all(any(line.strip().startswith(f"{name} ") for line in page.splitlines()) for name in COMMANDS)
    assert max(map(len, page.splitlines())) <= 80
