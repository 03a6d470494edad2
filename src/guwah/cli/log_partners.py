"""`guwah log card, partner, checkpoint, cosign, take`: partner groups sign each other's logs, by file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.cli.log import group
from guwah.failures import answering, json_option, print_json
from guwah.instruments.proofs.cosignatures import PartnerCard
from guwah.vault import own_keys, witnesses
from guwah.vault.untrusted import handed_over

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@group.command("card")
@click.option("--out", type=_OUT, required=True, help="File to be given to a partner group.")
@json_option
def card(out: Path, as_json: bool) -> None:
    """Write the card by which partners come to know this log, and say its six words."""
    with answering(as_json=as_json, file=str(out)):
        ask(enter_from_command(), Permission.LOG_SEE)
        ours = witnesses.own_card()
        out.write_bytes(ours.data)
    if as_json:
        print_json(
            {"file": str(out), "words": ours.words, "keys": [asdict(each) for each in own_keys.own_keys()]}
        )
    else:
        click.echo(f"Written to {out}. Read these words to your partner over another channel:\n{ours.words}")
        click.echo(
            "Whoever checks an edition, a package or the log compares other words, one set for each key:"
        )
        for each in own_keys.own_keys():
            click.echo(each.line())


@group.group("partner")
def partner() -> None:
    """Partner groups whose logs we sign, and who sign ours."""


@partner.command("add")
@click.argument("name")
@click.argument("card_file", metavar="CARD", type=_FILE)
@click.option("--words", required=True, help="The six words your partner read to you.")
@click.option("--replace", is_flag=True, help="Their keys changed, and you asked them why.")
@json_option
def partner_add(name: str, card_file: Path, words: str, replace: bool, as_json: bool) -> None:
    """Keep a partner's keys, when the words that were read aloud are those of the card."""
    with answering(as_json=as_json, file=str(card_file)):
        member = enter_from_command()
        ask(member, Permission.LOG_ANCHOR)
        added = witnesses.add_partner(member.actor, name, handed_over(card_file), words, replace=replace)
    if as_json:
        print_json({"partner": added.name, "origin": added.origin})
    else:
        click.echo(f"{added.name} is known by these keys from now on.")


@partner.command("list")
@json_option
def partner_list(as_json: bool) -> None:
    """List the partners and the words of their cards."""
    with answering(as_json=as_json):
        ask(enter_from_command(), Permission.LOG_SEE)
        rows = [
            {"name": each.name, "origin": each.origin, "words": PartnerCard.parse(bytes(each.card)).words}
            for each in witnesses.partners()
        ]
    if as_json:
        print_json({"partners": rows})
    for row in [] if as_json else rows:
        click.echo(f"{row['name']}: {row['words']}")


@group.command("checkpoint")
@click.option("--out", type=_OUT, required=True, help="File to be sent to partners.")
@json_option
def checkpoint(out: Path, as_json: bool) -> None:
    """Write the signed checkpoint, with proofs that it extends every one given out before."""
    with answering(as_json=as_json, file=str(out)):
        member = enter_from_command()
        ask(member, Permission.LOG_ANCHOR)
        out.write_bytes(witnesses.submission(member.actor))
    if as_json:
        print_json({"file": str(out)})
    else:
        click.echo(f"Written to {out}. It holds no names and no words: a number, and hashes.")


@group.command("cosign")
@click.argument("file", type=_FILE)
@click.option("--out", type=_OUT, required=True, help="File to be sent back.")
@json_option
def cosign(file: Path, out: Path, as_json: bool) -> None:
    """Sign a partner's checkpoint, if it extends every one we have seen of that log."""
    with answering(as_json=as_json, file=str(file)):
        member = enter_from_command()
        ask(member, Permission.LOG_ANCHOR)
        whose, signed = witnesses.cosign(member.actor, handed_over(file))
        out.write_bytes(signed)
    if as_json:
        print_json({"partner": whose.name, "file": str(out)})
    else:
        click.echo(f"The log of {whose.name} only grew since we saw it last. Send {out} back to them.")


@group.command("take")
@click.argument("file", type=_FILE)
@json_option
def take(file: Path, as_json: bool) -> None:
    """Keep a partner's signature under one of our checkpoints."""
    with answering(as_json=as_json, file=str(file)):
        member = enter_from_command()
        ask(member, Permission.LOG_ANCHOR)
        taken = witnesses.take(member.actor, handed_over(file))
    if as_json:
        print_json({"size": taken.size, "partners": list(taken.names), "unknown": taken.unknown})
    else:
        click.echo(f"{', '.join(taken.names)} signed our log at {taken.size} entries.")
