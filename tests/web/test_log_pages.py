from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

import authority as local
from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.models import Member
from guwah.instruments.proofs.cosignatures import Cosigner, PartnerCard
from guwah.instruments.proofs.notes import NoteSigner
from guwah.outbox import stamping
from guwah.outbox.deliver import deliver_due
from guwah.vault import logfiles, witnesses
from guwah.vault.custody import Act
from guwah.vault.models import CosigningRefusal
from guwah.web import log_rows
from guwah.web.log_sentences import SENTENCES

MILL = PartnerCard(NoteSigner("guwah/mill", bytes(32)).key, Cosigner("guwah/mill/cosigner", bytes(32)).key)
NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def told(committed_cast: Cast, tmp_path: Path) -> Cast:
    """A log that one authority stamped, another did not answer for, and a partner signed."""
    aygul = committed_cast.aygul
    open_case(aygul, "Another oven")
    clock = local.make_authority(tmp_path / "clock")
    with local.serving(clock.reply) as served:
        stamping.add_authority(aygul, "سائەت", served.url, clock.root.pem)
        stamping.add_authority(aygul, "Nobody there", "http://127.0.0.1:9/", clock.root.pem)
        stamping.run_round(NOW)
        deliver_due()
    partner = witnesses.add_partner(aygul.actor, "The mill", MILL.data, MILL.words)
    head, note = logfiles.current()
    line = Cosigner("guwah/mill/cosigner", bytes(32)).cosign(head, 1_700_000_000)
    witnesses.take(aygul.actor, note + line.encode())
    CosigningRefusal.objects.create(partner=partner, code="forked", note=b"x")
    return committed_cast


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_log_is_read_in_sentences(told: Cast, client_of: Callable[[Member], Client]) -> None:
    shown = page(client_of(told.aygul), "/log/")

    assert "\u2068Aygul\u2069 opened a case." in shown
    assert "named an authority that stamps this log once a day." in shown
    assert "An authority stamped everything logged before." in shown
    for words in ("سائەت", "not reached yet; it will be tried again", "<code>unreachable</code>", "forked"):
        assert words in shown
    assert "signed the log at" in shown
    assert "2023-11-14" in shown


def test_every_act_has_a_sentence_or_its_short_name() -> None:
    assert set(SENTENCES) <= set(Act)
    for act in Act:
        for language in ("en", "ru", "zh-hans", "kk", "ug"):
            with translation.override(language):
                sentence = log_rows.sentence(act, "Alice")
            assert "%" not in sentence
            assert (
                act in {Act.QUIET_DAY, Act.STAMPED, Act.REPAIRED, Act.LOG_FILES_CHANGED}
                or "Alice" in sentence
            )
    assert log_rows.sentence("an-act-of-later", "Alice") == "\u2068Alice\u2069: an-act-of-later"


def test_the_sheet_shows_the_root_as_it_is_now(told: Cast, client_of: Callable[[Member], Client]) -> None:
    shown = page(client_of(told.aygul), "/log/sheet/")

    head, note = logfiles.current()
    root = head.root.hex()
    assert " ".join(root[at : at + 8] for at in range(0, 64, 8)) in shown
    assert witnesses.own_card().words in shown
    assert note.decode().splitlines()[0] in shown
    assert "سائەت" in shown


def test_an_empty_log_has_pages_too(committed_cast: Cast, client_of: Callable[[Member], Client]) -> None:
    client = client_of(committed_cast.aygul)
    for path in ("/log/", "/log/sheet/"):
        assert "Nothing has been logged yet" in page(client, path)
    assert "No authority has stamped this log" in page(client, "/log/")


def test_the_check_tells_what_others_say_and_what_is_not_shown(
    told: Cast, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(told.aygul)
    shown = client.post("/log/verify/").content.decode()
    assert "Existed by" in shown
    assert "Witnessed by" in shown
    assert "What this does not show" not in shown

    CosigningRefusal.objects.all()._raw_delete("default")
    from guwah.vault.models import Cosignature, Stamp

    Cosignature.objects.all()._raw_delete("default")
    Stamp.objects.filter(state="done").update(token=b"broken")
    shown = client.post("/log/verify/").content.decode()
    assert "A time stamp kept here does not hold any more." in shown
    assert "No partner has signed this log" in shown
