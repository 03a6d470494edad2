from __future__ import annotations

from dataclasses import asdict, dataclass

import click
import pytest
from click.testing import CliRunner

from guwah.options import gathered


@dataclass(frozen=True)
class Bread:
    kind: str
    salted: bool


@click.command("bake")
@click.argument("oven", type=int)
@click.option("--kind", default="flat")
@click.option("--salted", is_flag=True)
@click.option("--loud", is_flag=True)
@gathered(Bread, "bread")
def bake(*, oven: int, bread: Bread, loud: bool) -> None:
    """Bake."""
    click.echo(f"{oven} {asdict(bread)} {loud}")


@pytest.mark.parametrize(
    ("told", "bread"),
    [
        (["3"], Bread("flat", salted=False)),
        (["3", "--salted"], Bread("flat", salted=True)),
        (["--kind", "round", "3", "--salted"], Bread("round", salted=True)),
    ],
)
def test_options_that_are_fields_come_as_one_and_the_others_by_themselves(
    told: list[str], bread: Bread
) -> None:
    answered = CliRunner().invoke(bake, told, catch_exceptions=False)

    assert answered.output == f"3 {asdict(bread)} False\n"


def test_the_help_and_the_name_are_the_commands_own() -> None:
    shown = CliRunner().invoke(bake, ["--help"], catch_exceptions=False).output

    assert "Bake." in shown
    assert all(each in shown for each in ("--kind", "--salted", "--loud", "OVEN"))


def test_a_field_without_an_option_is_found_at_the_first_call() -> None:
    @click.command()
    @click.option("--kind")
    @gathered(Bread, "bread")
    def half(*, bread: Bread) -> None:
        """Bake without salt."""

    with pytest.raises(KeyError, match="salted"):
        CliRunner().invoke(half, [], catch_exceptions=False)
