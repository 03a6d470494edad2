"""`guwah init`, `unlock` and `lock`."""

from __future__ import annotations

import click

from guwah import settings
from guwah.accounts.entry import make_vault, passphrase_of_caller
from guwah.cli.calling import call
from guwah.failures import answering, json_option, print_json
from guwah.vault.keyring import KEYRING
from guwah.vault.logfiles import signer
from guwah.vault.slots import COMFORTABLE_PASSPHRASE


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
@json_option
def lock(port: int | None, as_json: bool) -> None:
    """Lock the vault of the running server."""
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


def _say(state: str, port: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"state": state, "port": port})
    else:
        click.echo(f"The server on port {port} is {state}.")
