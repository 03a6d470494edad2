"""`guwah init`, `unlock` and `lock`."""

from __future__ import annotations

import urllib.error
import urllib.request

import click

from guwah import settings
from guwah.accounts.entry import make_vault, passphrase_of_caller
from guwah.failures import NotUnderstood, Refused, answering, json_option, print_json
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
        owner = make_vault(settings.VAULT_FOLDER, member, passphrase)
        key = signer(KEYRING.current()).key
    if as_json:
        print_json({"vault": str(settings.VAULT_FOLDER), "member": owner.handle, "log_key": key.vkey})
        return
    click.echo(f"Vault made in {settings.VAULT_FOLDER}; {owner.handle} is its owner.")
    click.echo("Nobody can open it without the passphrase, and nobody can bring a lost passphrase back.")
    if len(passphrase) < COMFORTABLE_PASSPHRASE:
        click.echo("This passphrase is short: six words or more keep a seized disk closed.", err=True)


@click.command()
@json_option
def lock(as_json: bool) -> None:
    """Lock the vault of the running server."""
    with answering(as_json=as_json):
        _tell_server("lock")
    _say("locked", as_json=as_json)


@click.command()
@json_option
def unlock(as_json: bool) -> None:
    """Unlock the vault of the running server."""
    with answering(as_json=as_json):
        _tell_server("unlock", passphrase_of_caller())
    _say("unlocked", as_json=as_json)


def _say(state: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"state": state})
    else:
        click.echo(f"The running server is {state}.")


def _tell_server(act: str, passphrase: str = "") -> None:
    address = f"http://127.0.0.1:{settings.PORT}/console/{act}/"
    request = urllib.request.Request(address, data=passphrase.encode(), method="POST")
    request.add_header("X-Guwah-Console", "1")
    request.add_header("Content-Type", "text/plain; charset=utf-8")
    # No proxy is ever asked about a passphrase.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30):
            return
    except urllib.error.HTTPError as answer:
        raise Refused("wrong-passphrase", "The server refused; nothing was changed.") from answer
    except urllib.error.URLError as silent:
        raise NotUnderstood("no-server", "No server answers; `guwah serve` starts one.") from silent
