from __future__ import annotations

import hashlib
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import authority as local
from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import Problem, Refused
from guwah.instruments.proofs import der
from guwah.instruments.proofs.checkpoints import Checkpoint, sign_checkpoint
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.timestamps import Token, request
from guwah.outbox import stamping
from guwah.outbox.channels import stamp as channel
from guwah.outbox.deliver import SLOW, deliver_due
from guwah.outbox.models import Effect
from guwah.vault import logfiles, standing
from guwah.vault import stamps as checking
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Authority, LogEntry, Stamp
from guwah.vault.standing import check_standing
from guwah.web.beat import slow_beat

Answer = Callable[[bytes], "bytes | int"]


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> local.Authority:
    return local.make_authority(tmp_path_factory.mktemp("clock"))


@pytest.fixture
def served(clock: local.Authority) -> Iterator[local.Served]:
    with local.serving(clock.reply) as served:
        yield served


@pytest.fixture
def asked(committed_cast: Cast, clock: local.Authority, served: local.Served) -> Cast:
    open_case(committed_cast.aygul, "Another oven")
    stamping.add_authority(committed_cast.aygul, "The clock", served.url, clock.root.pem)
    return committed_cast


def stamp_now(now: datetime | None = None) -> Stamp:
    moment = now or timezone.now()
    stamping.run_round(moment)
    deliver_due(moment + timedelta(hours=2), channels=SLOW)
    return Stamp.objects.latest("pk")


def imprint(query: bytes) -> bytes:
    return der.read(query).child(1, der.SEQUENCE).child(1, der.OCTETS).content


def test_nobody_is_asked_before_an_authority_is_named(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", no_network)
    open_case(committed_cast.aygul, "Another oven")
    slow_beat()

    with pytest.raises(Refused, match="nobody was asked"):
        stamping.run_round(timezone.now())
    assert Stamp.objects.count() == Effect.objects.count() == 0


def test_a_stamp_is_asked_checked_kept_and_recorded(asked: Cast, served: local.Served) -> None:
    stamp = stamp_now()

    assert (stamp.state, stamp.outcome, stamp.checked_by) == (Stamp.State.DONE, "", "both")
    assert [imprint(query) for query in served.asked] == [hashlib.sha256(bytes(stamp.note)).digest()]
    assert LogEntry.objects.latest("index").act == Act.STAMPED
    folder = KEYRING.current().folder / "log" / "anchors" / str(stamp.size)
    assert {path.name for path in folder.iterdir()} == {
        "checkpoint",
        f"stamp-{stamp.pk}.tst",
        f"stamp-{stamp.pk}.pem",
    }
    standing = check_standing()
    assert [(each.authority, each.size, each.checked_by) for each in standing.existed_by] == [
        ("The clock", stamp.size, "both")
    ]
    assert standing.faults == ()
    assert "no-stamp" not in standing.unverified


def test_one_round_a_day_over_a_hash_that_is_new_each_day(asked: Cast, served: local.Served) -> None:
    now = timezone.now()
    for day in range(3):
        for hour in (0, 1):
            stamp_now(now + timedelta(days=day, seconds=hour))

    assert Stamp.objects.count() == len(served.asked) == 3
    assert len({imprint(query) for query in served.asked}) == 3


def test_a_day_on_which_nothing_happened_looks_like_any_other(asked: Cast, served: local.Served) -> None:
    now = timezone.now()
    served.answer = lambda _: 503
    for day in range(3):
        stamp_now(now + timedelta(days=day))

    assert list(LogEntry.objects.values_list("act", flat=True))[-2:] == [Act.QUIET_DAY] * 2
    assert len({imprint(query) for query in served.asked}) == len(served.asked) == 3


def test_silence_waits_and_is_tried_again_and_shown(asked: Cast, served: local.Served) -> None:
    clock = served.answer
    served.answer = lambda _: 503
    stamp = stamp_now()
    assert (stamp.state, stamp.outcome, stamp.tries) == (Stamp.State.WAITING, "http-503", 1)

    served.answer = clock
    deliver_due(timezone.now() + timedelta(hours=4), channels=SLOW)
    stamp.refresh_from_db()
    assert (stamp.state, stamp.outcome, stamp.tries) == (Stamp.State.DONE, "", 2)


def test_an_authority_that_cannot_be_reached_is_covered_by_the_next_day(
    asked: Cast, clock: local.Authority, served: local.Served
) -> None:
    stamping.add_authority(asked.boris, "Nobody there", "http://127.0.0.1:9/", clock.root.pem)
    now = timezone.now()
    stamp_now(now)
    stamp_now(now + timedelta(days=1))

    found = Stamp.objects.filter(authority__name="Nobody there")
    assert [(each.state, each.outcome) for each in found] == [
        (Stamp.State.COVERED, "unreachable"),
        (Stamp.State.WAITING, "unreachable"),
    ]
    assert Stamp.objects.filter(authority__name="The clock", state=Stamp.State.DONE).count() == 2
    assert Effect.objects.filter(state=Effect.State.GIVEN_UP, last_error="withdrawn").count() == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda clock: lambda _: clock.reply(request(bytes(32), 7)), "wrong-imprint"),
        (lambda clock: lambda query: clock.reply(request(imprint(query), 7)), "wrong-nonce"),
        (lambda _: lambda _: b"<html>come back later</html>", "bad-der"),
        (lambda _: lambda _: der.sequence(der.sequence(der.number(2))).der, "stamp-refused"),
        (lambda clock: lambda query: flipped(clock.reply(query)), "not-trusted"),
    ],
)
def test_a_token_that_does_not_hold_is_a_shown_failure(
    asked: Cast,
    clock: local.Authority,
    served: local.Served,
    answer: Callable[[local.Authority], Answer],
    code: str,
) -> None:
    served.answer = answer(clock)

    stamp = stamp_now()

    assert (stamp.state, stamp.outcome) == (Stamp.State.FAILED, code)
    assert stamp.token is None
    assert Effect.objects.get(channel="stamp").state == Effect.State.GIVEN_UP
    assert not LogEntry.objects.filter(act=Act.STAMPED).exists()


def flipped(reply: bytes) -> bytes:
    return reply[:-1] + bytes([reply[-1] ^ 1])


def test_no_other_host_is_asked(asked: Cast, served: local.Served) -> None:
    with local.serving(lambda _: 503) as elsewhere:
        Authority.objects.update(url=elsewhere.url)
        elsewhere.redirect = served.url
        stamp = stamp_now()
    assert (stamp.state, stamp.outcome) == (Stamp.State.WAITING, "http-302")
    assert served.asked == []


def test_a_reply_without_end_is_not_read(
    asked: Cast, served: local.Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "_MOST_BYTES", 100)
    assert stamp_now().outcome == "reply-too-long"


def test_a_proxy_is_gone_through(asked: Cast, clock: local.Authority, served: local.Served) -> None:
    stamping.add_authority(
        asked.aygul, "Behind", "http://clock.invalid/stamp", clock.root.pem, proxy=served.url
    )
    stamp_now()
    assert Stamp.objects.get(authority__name="Behind").state == Stamp.State.DONE


def test_authorities_are_added_listed_and_removed(committed_cast: Cast, clock: local.Authority) -> None:
    def add(name: str = "One", url: str = "https://one.invalid/", roots: bytes = clock.root.pem) -> Authority:
        return stamping.add_authority(committed_cast.aygul, name, url, roots)

    refused: dict[str, Callable[[], object]] = {
        "bad-authority-name": lambda: add(name=" "),
        "bad-address": lambda: add(url="ftp://one.invalid/"),
        "no-root": lambda: add(roots=clock.chain[0].pem),
        "bad-certificate": lambda: add(roots=b"nothing"),
        "too-many-certificates": lambda: add(roots=clock.root.pem * 80),
    }
    for code, wrong in refused.items():
        with pytest.raises(Problem) as caught:
            wrong()
        assert caught.value.code == code
    for url in (
        "",
        "one.invalid",
        "http://",
        "http://a b/",
        "http://u@one.invalid",
        "http://one:0/",
        "http://[",
    ):
        with pytest.raises(Problem):
            add(url=url)
    add()
    with pytest.raises(Problem) as caught:
        add()
    assert caught.value.code == "authority-exists"
    assert [each.name for each in stamping.authorities()] == ["One"]
    stamping.run_round(timezone.now())
    stamping.remove_authority(committed_cast.aygul, "One")
    assert stamping.authorities() == []
    assert Stamp.objects.get().state == Stamp.State.COVERED
    with pytest.raises(Problem) as caught:
        stamping.remove_authority(committed_cast.aygul, "One")
    assert caught.value.code == "no-such-authority"
    add()
    for step in (
        lambda: stamping.add_authority(committed_cast.chiara, "Two", "http://two.invalid", clock.root.pem),
        lambda: stamping.remove_authority(committed_cast.chiara, "One"),
    ):
        with pytest.raises(NotPermitted):
            step()


def test_the_server_asks_by_itself_once_a_day(asked: Cast, served: local.Served) -> None:
    for _ in range(3):
        slow_beat()
    assert len(served.asked) == 1
    assert Stamp.objects.get().state == Stamp.State.DONE


def test_the_day_of_the_schedule_turns_at_a_minute_of_the_vaults_own() -> None:
    midnight = datetime(2024, 5, 6, tzinfo=UTC)
    assert stamping.schedule_day(midnight, "0" * 32).isoformat() == "2024-05-06"
    assert stamping.schedule_day(midnight, f"{61:032x}").isoformat() == "2024-05-05"
    turn = midnight + timedelta(minutes=61)
    assert stamping.schedule_day(turn, f"{61 + 1440:032x}").isoformat() == "2024-05-06"
    assert stamping.schedule_day(turn - timedelta(seconds=1), f"{61:032x}").isoformat() == "2024-05-05"


def test_a_killed_writer_of_anchor_files_is_taken_up(asked: Cast) -> None:
    stamp = stamp_now()
    folder = KEYRING.current().folder / "log" / "anchors" / str(stamp.size)
    (folder / "checkpoint").unlink()
    channel.deliver("again", {"stamp": stamp.pk})
    Stamp.objects.filter(pk=stamp.pk).update(state=Stamp.State.COVERED)
    channel.deliver("withdrawn meanwhile", {"stamp": stamp.pk})
    assert (folder / "checkpoint").read_bytes() == bytes(stamp.note)


def test_what_was_changed_in_the_vault_later_is_told(asked: Cast) -> None:
    stamp = stamp_now()
    token = bytearray(stamp.token or b"")
    token[-1] ^= 1
    Stamp.objects.update(token=bytes(token))
    assert check_standing().faults == ("stamp-broken",)


def test_the_two_checks_are_compared(
    asked: Cast, clock: local.Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stamp = stamp_now()
    note, token, roots = bytes(stamp.note), bytes(stamp.token or b""), clock.root.pem.decode()
    monkeypatch.setattr(checking, "_ask_openssl", lambda *_: False)
    with pytest.raises(ProofFault, match="openssl does not"):
        checking.check(token, note, roots, None)
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert checking.check(token, note, roots, None).by == "library"
    monkeypatch.setattr(shutil, "which", lambda _: str(tmp_path / "absent"))
    assert checking.check(token, note, roots, None).by == "library"
    monkeypatch.undo()

    def unreadable(*_: object) -> None:
        raise ProofFault("token-unreadable", "not readable")

    monkeypatch.setattr(Token, "verify", unreadable)
    assert checking.check(token, note, roots, None).by == "openssl"
    monkeypatch.setattr(checking, "_ask_openssl", lambda *_: None)
    with pytest.raises(ProofFault, match="not readable"):
        checking.check(token, note, roots, None)


def test_openssl_takes_every_shape_we_make_of_a_reply(tmp_path: Path) -> None:
    note = b"any checkpoint\n"
    clock = local.make_authority(tmp_path)
    query = request(hashlib.sha256(note).digest(), 5)
    whole = clock.reply(query)
    crossed = local.cross_signed(clock).reply(query)
    for reply in (
        whole,
        local.unordered(whole),
        local.in_loose_form(whole),
        crossed,
        local.unordered(crossed),
    ):
        assert checking.check(reply, note, clock.root.pem.decode(), 5).by == "both"
    short = local.Authority(tmp_path, clock.root, clock.stamper).reply(query)
    both = (clock.root.pem + clock.chain[0].pem).decode()
    assert checking.check(short, note, both, 5).by == "both"


def test_a_stamp_of_another_history_is_told(asked: Cast) -> None:
    stamp_now()
    own = logfiles.signer(KEYRING.current())
    for size in (1, 900):
        other = sign_checkpoint(Checkpoint(own.name, size, bytes(32)), own)
        Stamp.objects.update(note=other)
        assert check_standing().faults == ("stamp-broken",)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(standing, "check", lambda *_: checking.Checked(b"", timezone.now(), "both"))
            assert check_standing().faults == ("anchor-differs",)
            shutil.rmtree(KEYRING.current().folder / "log" / "tile", ignore_errors=True)
            assert check_standing().faults == ("anchor-differs",)


def test_nothing_is_asked_while_the_vault_is_locked(asked: Cast, served: local.Served) -> None:
    keys = KEYRING.current()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(KEYRING), "locked", property(lambda _: True))
        slow_beat()
    assert KEYRING.current() is keys
    assert served.asked == []
