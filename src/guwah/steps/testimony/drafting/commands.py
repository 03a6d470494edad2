"""`guwah testimony draft`: a machine's draft of a sealed recording."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TimeRemainingColumn

from guwah import settings
from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import WrongUse, answering, json_option, print_json
from guwah.steps.testimony.drafting.draft import draft as make
from guwah.steps.testimony.drafting.model import open_model
from guwah.steps.testimony.queries import recordings


@click.command("draft")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("item_id", metavar="ITEM", type=int)
@click.option("--language", required=True, help="Language that is spoken, as a tag: kk, zh, ru, en.")
@click.option(
    "--model",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder with a Whisper model in the form of faster-whisper; else GUWAH_WHISPER.",
)
@json_option
def draft(case_id: int, item_id: int, language: str, folder: Path | None, as_json: bool) -> None:
    """Let a Whisper model write what it hears in the recording ITEM, as a marked machine layer.

    It runs on this machine without network. A language the model has not learnt is refused.
    """
    with answering(as_json=as_json):
        chosen = folder or settings.WHISPER_FOLDER
        if chosen is None:
            raise WrongUse("no-model", "Name the folder of a model: --model FOLDER, or GUWAH_WHISPER.")
        model = open_model(chosen)
        actor = enter_from_command()
        case = find_case(actor, case_id)
        item = recordings(case).filter(pk=item_id).first()
        if item is None:
            raise WrongUse("no-such-recording", "This case has no such recording.")
        hidden = as_json or not Console(stderr=True).is_terminal
        columns = ("{task.description}", BarColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as shown:
            bar = shown.add_task("hearing", total=None)
            made = make(
                actor,
                item,
                language,
                model,
                lambda done, total: shown.update(bar, completed=done, total=total),
            )
        told = {"layer": made.layer.pk, "item": made.revision.item_id, "model": model.name}
    if as_json:
        print_json(told)
        return
    click.echo(f"Layer {told['layer']}, a machine's draft: hear every turn before you rely on it.")
