"""`guwah init`, `unlock` and `lock`."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from guwah import settings
from guwah.accounts.entry import make_vault, passphrase_of_caller
from guwah.cli.calling import call
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.vault.keyring import KEYRING
from guwah.vault.logfiles import signer
from guwah.vault.slots import COMFORTABLE_PASSPHRASE
from guwah.web.neighbours import NEIGHBOURS


@click.command()
@click.option("--member", default="owner", show_default=True, help="Sign-in name of the vault's owner.")
@json_option
def init(member: str, as_json: bool) -> None:
    """Make an encrypted vault in the folder named by GUWAH_VAULT."""
    with answering(as_json=as_json, file=str(settings.VAULT_FOLDER)):
        passphrase = passphrase_of_caller(confirm=True)
        if not as_json:
            click.echo(
                "Making the vault: its keys, slowly on purpose so that guessing is slow too, and its "
                "database. This takes some seconds.",
                err=True,
            )
        owner = make_vault(settings.VAULT_FOLDER, member, passphrase)
        key = signer(KEYRING.current()).key
    if as_json:
        print_json({"vault": str(settings.VAULT_FOLDER), "member": owner.handle, "log_key": key.vkey})
        return
    click.echo(f"Vault made in {settings.VAULT_FOLDER}; {owner.handle} is its owner.")
    click.echo("Nobody can open it without the passphrase, and nobody can bring a lost passphrase back.")
    if len(passphrase) < COMFORTABLE_PASSPHRASE:
        click.echo("This passphrase is short: six words or more keep a seized disk closed.", err=True)


_port_option = click.option(
    "--port", type=click.IntRange(1, 65535), help="Where the server is, if not where it said it is."
)


@click.command()
@_port_option
@click.option("--all", "every", is_flag=True, help="Lock every vault that is open on this machine for you.")
@json_option
def lock(port: int | None, every: bool, as_json: bool) -> None:
    """Lock the vault of the running server."""
    if every:
        _lock_every(as_json=as_json)
    with answering(as_json=as_json):
        found = call(settings.VAULT_FOLDER, "lock", str, port)
    _say("locked", found, as_json=as_json)


@click.command()
@_port_option
@json_option
def unlock(port: int | None, as_json: bool) -> None:
    """Unlock the vault of the running server; nothing but that server is told the passphrase."""
    with answering(as_json=as_json):
        found = call(settings.VAULT_FOLDER, "unlock", passphrase_of_caller, port)
    _say("unlocked", found, as_json=as_json)


def _lock_every(*, as_json: bool) -> NoReturn:
    ports = [sign.port for sign in NEIGHBOURS.signs()]
    failed = NEIGHBOURS.lock_all()
    locked = [port for port in ports if port not in failed]
    if as_json:
        print_json({"locked": locked, "failed": failed})
    else:
        for each in locked:
            click.echo(f"The server on port {each} is locked, or gone.")
        for each in failed:
            click.echo(f"The server on port {each} did not answer: its vault may still be OPEN.", err=True)
        if not ports:
            click.echo("No server of yours runs on this machine.")
    sys.exit(ANSWER_IS_NO if failed else 0)


def _say(state: str, port: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"state": state, "port": port})
    else:
        click.echo(f"The server on port {port} is {state}.")
