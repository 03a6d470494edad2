from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import NotUnderstood, Refused
from guwah.instruments import transcripts
from guwah.steps.consent import flows as consent
from guwah.steps.editions import flows
from guwah.steps.editions.commands import group
from guwah.steps.editions.models import Approval, Edition
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.testimony.flows import lift_cut
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Cut
from guwah.vault.models import LogEntry
from kept import keep
from oven import TALK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oven import Oven


def forbid(world: Oven) -> None:
    world.grant("p1", kind="prohibition", state="refused", conditions=None, identity=None, media=None)


def forbid_one(world: Oven) -> None:
    material = f"layer:{world.russian.layer.pk}"  # type: ignore[union-attr] # it has one
    world.grant(
        "p1",
        kind="prohibition",
        state="refused",
        conditions=None,
        identity=None,
        media=None,
        material=material,
    )


def cut(world: Oven) -> None:
    world.cut("They closed our oven in the spring.", reason="later")


def mask(world: Oven) -> None:
    consent.decide_span(world.cast.chiara, world.cast.case, world.talk.at("The licence is still"), show=False)


def lift(world: Oven) -> None:
    lift_cut(world.cast.chiara, Cut.objects.get(), "her own word")


def correct(world: Oven) -> None:
    read = transcripts.read(TALK.replace("stamp", "sign").encode(), "talk.txt")
    store(world.cast.chiara, world.talk.layer, None, read)


def changed(act: Callable[[], object]) -> None:
    with pytest.raises(Refused) as refusing:
        act()
    assert refusing.value.code == "consent-changed"


def allowed(edition: Edition) -> bool:
    try:
        flows.still_allowed(edition)
    except Refused as refused:
        if refused.code != "consent-changed":
            raise
        return False
    return True


def published() -> int:
    return LogEntry.objects.filter(act="edition-published").count()


@pytest.mark.parametrize("change", [forbid, forbid_one, cut, mask, lift, correct])
def test_what_changed_after_the_build_stops_every_way_out(
    lasting: Oven, tmp_path: Path, change: Callable[[Oven], None]
) -> None:
    cast, out = lasting.cast, tmp_path / "out"
    built = lasting.ready().build()
    waiting = lasting.build()
    flows.approve(cast.emine, built, settled=True)
    change(lasting)
    changed(lambda: flows.approve(cast.emine, waiting, settled=True))
    changed(lambda: flows.publish_site(cast.boris, out))
    changed(lambda: flows.write_out(cast.boris, built, out))
    changed(lambda: flows.packed(cast.boris, built))
    assert not out.exists()
    assert Approval.objects.count() == 1
    assert published() == 0


def test_what_was_taken_back_for_others_stops_nothing(lasting: Oven) -> None:
    built = lasting.ready().build()
    lasting.grant("g2", audiences=["un_mechanism"], conditions=None, state="given")
    keep(lasting.cast, "A second talk", "Rahat: And the sieve?\n\nZeynep: The sieve hangs on the wall.\n")
    assert allowed(built)


@pytest.mark.parametrize(
    "ledger", [{"revisions": {}}, {"named": [999]}, {"questions": []}, {"layers": [999]}], ids=str
)
def test_a_ledger_that_does_not_say_what_is_asked_now_is_no_permission(
    bakery: Oven, ledger: dict[str, object]
) -> None:
    built = bakery.ready().build()
    assert allowed(built)
    built.ledger = {**built.ledger, **ledger}
    assert not allowed(built)


def test_the_question_is_asked_where_nothing_comes_between(
    lasting: Oven, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from guwah.steps.editions.asking import ask_consent as asked
    from guwah.steps.editions.flows import building

    inside = []

    def watched(*given: object) -> object:
        inside.append(connection.in_atomic_block)
        return asked(*given)  # type: ignore[arg-type] # handed on as they came

    monkeypatch.setattr(building, "ask_consent", watched)
    lasting.ready().build()
    assert inside == [True]


def test_a_refused_build_stays_in_the_audit_trail(lasting: Oven) -> None:
    with pytest.raises(EditionRefused):
        lasting.build()
    assert AuditEntry.objects.filter(
        permission="edition:build", target="audience:public", allowed=True
    ).exists()
    with pytest.raises(NotPermitted):
        flows.build(lasting.cast.farid, lasting.cast.case, "public")
    assert AuditEntry.objects.filter(permission="edition:build", allowed=False).count() == 1
    assert not Edition.objects.exists()


def test_what_is_published_is_in_the_log_before_it_is_in_the_folder(lasting: Oven, tmp_path: Path) -> None:
    built = lasting.ready().build()
    flows.approve(lasting.cast.emine, built, settled=True)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotUnderstood, match="could not be written"):
        flows.publish_site(lasting.cast.boris, tmp_path / "file" / "below")
    assert published() == 1


def test_the_command_knows_only_the_languages_of_the_house(tmp_path: Path) -> None:
    given = ["build", "1", "--audience", "public", "--out", str(tmp_path / "out"), "--language", "tlh"]
    answer = CliRunner().invoke(group, given)
    assert answer.exit_code == 2
    assert "tlh" in answer.output
