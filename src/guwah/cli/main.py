"""The `guwah` command: groups are imported only when they are called, so that pure ones start at once."""

from __future__ import annotations

import importlib
import sys

import click

from guwah.cli.ending import LastWord, NobodyReads
from guwah.cli.guide import GROUPS, START, example
from guwah.vault.hardening import leave_no_core

# Command -> module and attribute. Those under guwah.cli need neither Django nor a vault unless they say so.
COMMANDS: dict[str, tuple[str, str]] = {
    "transcript": ("guwah.cli.transcript", "group"),
    "suggest": ("guwah.cli.suggest", "command"),
    "chronology": ("guwah.cli.chronology", "group"),
    "permission": ("guwah.cli.permission", "group"),
    "init": ("guwah.cli.vaults", "init"),
    "lock": ("guwah.cli.vaults", "lock"),
    "unlock": ("guwah.cli.vaults", "unlock"),
    "serve": ("guwah.cli.serve", "serve"),
    "demo": ("guwah.cli.demo", "demo"),
    "member": ("guwah.cli.members", "group"),
    "recovery": ("guwah.cli.recovery", "group"),
    "doctor": ("guwah.cli.doctor", "doctor"),
    "backup": ("guwah.cli.backup", "group"),
    "restore": ("guwah.cli.restore", "restore"),
    "case": ("guwah.cli.cases", "group"),
    "log": ("guwah.cli.log_partners", "group"),
    "evidence": ("guwah.cli.evidence", "group"),
    "intake": ("guwah.cli.intake", "group"),
    "testimony": ("guwah.steps.testimony.commands", "group"),
    "cut": ("guwah.steps.testimony.commands", "cut"),
    "search": ("guwah.steps.testimony.search.commands", "search"),
    "people": ("guwah.steps.people.commands", "group"),
    "claims": ("guwah.steps.claims.commands", "group"),
    "consent": ("guwah.steps.consent.commands", "group"),
    "appeal": ("guwah.steps.appeals.commands", "group"),
    "vigil": ("guwah.steps.vigil.commands", "group"),
    "edition": ("guwah.steps.editions.commands", "group"),
}
# What these do not need is Django: everything else gets it before its module is imported.
PURE = frozenset({"transcript", "suggest", "chronology", "permission"})


class LazyGroup(click.Group):
    """A click group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command name in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, setting Django up first when it needs it."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        if cmd_name not in PURE:
            from guwah.vault.setup import prepare_django

            prepare_django()
        command: click.Command = getattr(importlib.import_module(module), attribute)
        _show_how(command, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a closed pipe is told apart from what click makes of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:
            raise NobodyReads from gone

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say where to start, and what each command is for, without importing one of them."""
        del ctx
        with formatter.section("Start here"):
            formatter.write_dl(START)
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))
        with formatter.section("More"):
            formatter.write_text(
                "guwah COMMAND --help tells more of each, with an example; --json answers as JSON."
            )


def _show_how(command: click.Command, path: str) -> None:
    """Put an example below the help of a command and of everything in it."""
    command.epilog = command.epilog or example(path)
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            _show_how(each, f"{path} {name}")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guwah")
def guwah() -> None:
    """From a witness's words to a record that holds."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; however it ends, it ends with a word, in JSON too, and with its exit code."""
    # Before the first passphrase or the first word of a witness is read, whichever command it is.
    leave_no_core()
    words = sys.argv[1:] if arguments is None else arguments
    with LastWord(as_json="--json" in words):
        guwah.main(args=words, prog_name="guwah", standalone_mode=False)
        # What is printed so far is on its way before the interpreter ends: there a failure has no word.
        sys.stdout.flush()


if __name__ == "__main__":
    main()
