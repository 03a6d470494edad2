"""`guwah demo`: the invented case in a throw-away vault, opened in the browser."""

from __future__ import annotations

import secrets

import click

from guwah import settings
from guwah.accounts.entry import make_vault
from guwah.accounts.members import add_member
from guwah.accounts.permissions import Role
from guwah.cli.sample.fill import HERE, fill
from guwah.cli.serve import run
from guwah.failures import answering, json_option, print_json
from guwah.vault.slots import Cost

# The vault is thrown away and its passphrase printed: a costly slot would only make people wait.
QUICK_COST = Cost(memory=8 * 1024, passes=1, lanes=1)


@click.command()
@click.option("--port", type=int, default=settings.PORT, show_default=True)
@click.option("--no-serve", is_flag=True, help="Fill the vault and stop.")
@json_option
def demo(port: int, no_serve: bool, as_json: bool) -> None:
    """Fill a throw-away vault (GUWAH_VAULT) with an invented case and open it."""
    with answering(as_json=as_json):
        passphrase, second = made_up(), made_up()
        owner = make_vault(settings.VAULT_FOLDER, "aygul", passphrase, QUICK_COST)
        reviewer = add_member(owner, "emine", second, Role.REVIEWER, display_name="Emine", cost=QUICK_COST)
        case = fill(owner, [reviewer])
    if as_json:
        told = {"vault": str(settings.VAULT_FOLDER), "case": case.pk}
        print_json({**told, "members": {"aygul": passphrase, "emine": second}})
    else:
        click.echo("Everything in this vault is invented, and it is thrown away at the next demo.")
        click.echo(f"  aygul, the owner:              {passphrase}")
        click.echo(f"  emine, who reviews:            {second}")
    if not no_serve:
        run(port)


def made_up() -> str:
    """Return a passphrase of six words that is used once."""
    words = (HERE / "words.txt").read_text("utf-8").split()
    return " ".join(secrets.choice(words) for _ in range(6))
