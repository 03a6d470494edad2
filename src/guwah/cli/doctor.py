"""`guwah doctor`: what is wrong with the vault or this machine, and what to do about it."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict

import click

from guwah import settings
from guwah.failures import ANSWER_IS_NO, json_option, print_json
from guwah.vault.health import Weight, examine


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what is wrong and what to do; the vault stays locked. Ends with 1 when something is bad."""
    findings = examine(settings.VAULT_FOLDER, dt.datetime.now(dt.UTC).date())
    bad = any(each.weight is Weight.BAD for each in findings)
    if as_json:
        print_json({"well": not bad, "findings": [asdict(each) for each in findings]})
    else:
        for each in findings:
            click.echo(f"{'✗' if each.weight is Weight.BAD else '·'} {each.message}\n    {each.remedy}")
        if not findings:
            click.echo("Everything is as it should be.")
    sys.exit(ANSWER_IS_NO if bad else 0)
