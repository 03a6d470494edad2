"""`guwah member`: who has a way in."""

from __future__ import annotations

from typing import TextIO

import click

from guwah.accounts.entry import enter_from_command, passphrase_of_caller
from guwah.accounts.members import add_member
from guwah.accounts.models import Member
from guwah.accounts.permissions import Role
from guwah.accounts.ways_in import change_passphrase, remove_member
from guwah.failures import NotUnderstood, answering, json_option, print_json

_EVERY = 1000
_passphrase_file = click.option(
    "--passphrase-file", type=click.File("r", encoding="utf-8"), help="File with the new passphrase."
)


def new_passphrase(file: TextIO | None, question: str) -> str:
    """Return a new passphrase from a file, or ask for it twice at the terminal.

    Raises:
        NotUnderstood: the file is empty.
    """
    if file is None:
        asked: str = click.prompt(question, hide_input=True, confirmation_prompt=True, err=True)
        return asked
    passphrase = file.read().rstrip("\r\n")
    if not passphrase:
        raise NotUnderstood("passphrase-file", "The passphrase file is empty.")
    return passphrase


@click.group("member")
def group() -> None:
    """Members of the group."""


@group.command("add")
@click.argument("handle")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.DOCUMENTER.value)
@click.option("--name", default="", help="Name shown inside the vault.")
@_passphrase_file
@json_option
def add(handle: str, role: str, name: str, passphrase_file: TextIO | None, as_json: bool) -> None:
    """Give somebody a way in with a passphrase of their own."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        passphrase = new_passphrase(passphrase_file, "Passphrase of the new member")
        member = add_member(actor, handle, passphrase, Role(role), display_name=name)
    _show(member, as_json=as_json)


@group.command("list")
@json_option
def list_members(as_json: bool) -> None:
    """List the members and their roles."""
    with answering(as_json=as_json):
        enter_from_command()
        members = [
            {"handle": each.handle, "role": each.role, "active": each.is_active}
            for each in Member.objects.all()
        ]
    if as_json:
        print_json({"members": members})
        return
    for each in members:
        gone = "" if each["active"] else "  (no way in any more)"
        click.echo(f"{each['handle']}  {each['role']}{gone}")


@group.command("passphrase")
@_passphrase_file
@json_option
def passphrase(passphrase_file: TextIO | None, as_json: bool) -> None:
    """Change your own passphrase; the present one is asked for first."""
    with answering(as_json=as_json):
        present = passphrase_of_caller()
        member = enter_from_command(present)
        change_passphrase(member, present, new_passphrase(passphrase_file, "New passphrase"))
    if as_json:
        print_json({"handle": member.handle, "changed": True})
    else:
        click.echo(f"{member.handle} has a new passphrase; the old one opens nothing any more.")


@group.command("remove")
@click.argument("handle")
@json_option
def remove(handle: str, as_json: bool) -> None:
    """Take away somebody's way in and change every key of the vault.

    What they read or copied stays with them. A copy of the vault that they keep still opens for them.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        done = remove_member(actor, handle, progress=None if as_json else _count)
    if as_json:
        print_json({"handle": handle, "removed": True, "files": done.files, "unopened": done.strangers})
        return
    click.echo(f"{handle} has no way in any more; {done.files} sealed files are under new keys.")
    for name in done.strangers:
        click.echo(f"  did not open before and was left as it is: {name}", err=True)


def _count(files: int) -> None:
    if files % _EVERY == 0:
        click.echo(f"  {files} sealed files …", err=True)


def _show(member: Member, *, as_json: bool) -> None:
    if as_json:
        print_json({"handle": member.handle, "role": member.role})
    else:
        click.echo(f"{member.handle} can now unlock the vault as {member.role}.")
