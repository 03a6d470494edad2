"""`guwah member`: who has a way in."""

from __future__ import annotations

from typing import TextIO

import click

from guwah.accounts.entry import enter_from_command
from guwah.accounts.members import add_member
from guwah.accounts.models import Member
from guwah.accounts.permissions import Role
from guwah.failures import NotUnderstood, answering, json_option, print_json


@click.group("member")
def group() -> None:
    """Members of the group."""


@group.command("add")
@click.argument("handle")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.DOCUMENTER.value)
@click.option("--name", default="", help="Name shown inside the vault.")
@click.option(
    "--passphrase-file", type=click.File("r", encoding="utf-8"), help="File with the new passphrase."
)
@json_option
def add(handle: str, role: str, name: str, passphrase_file: TextIO | None, as_json: bool) -> None:
    """Give somebody a way in with a passphrase of their own."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        if passphrase_file is None:
            passphrase = click.prompt(
                "Passphrase of the new member", hide_input=True, confirmation_prompt=True, err=True
            )
        else:
            passphrase = str(passphrase_file.read()).rstrip("\r\n")
            if not passphrase:
                raise NotUnderstood("passphrase-file", "The passphrase file is empty.")
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
        click.echo(f"{each['handle']}  {each['role']}")


def _show(member: Member, *, as_json: bool) -> None:
    if as_json:
        print_json({"handle": member.handle, "role": member.role})
    else:
        click.echo(f"{member.handle} can now unlock the vault as {member.role}.")
