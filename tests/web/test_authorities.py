"""The page of time stamp authorities against a real one on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import authority as local
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.accounts.uploads import MOST_BYTES
from guwah.failures import Refused
from guwah.outbox import stamping
from guwah.outbox.deliver import SLOW, deliver_due
from guwah.outbox.models import Effect
from guwah.vault.models import Authority, Stamp
from guwah.web import overview
from guwah.web.log_sentences import OUTCOMES, stamp_outcome

SignIn = Callable[[Member], Client]
WHERE = "/log/authorities/"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> local.Authority:
    return local.make_authority(tmp_path_factory.mktemp("clock"))


@pytest.fixture
def served(clock: local.Authority) -> Iterator[local.Served]:
    with local.serving(clock.reply) as served:
        yield served


def name(client: Client, served: local.Served, roots: bytes, **more: str) -> str:
    form = {"name": "The clock", "url": served.url, "proxy": "", "pasted": ""} | more
    file = {"roots": SimpleUploadedFile("root.pem", roots)} if roots else {}
    return client.post(f"{WHERE}add/", form | file, follow=True).content.decode()


def test_an_authority_is_named_asked_at_once_and_let_go(
    committed_cast: Cast, client_of: SignIn, clock: local.Authority, served: local.Served
) -> None:
    client = client_of(committed_cast.boris)
    assert "Nobody is asked" in client.get(WHERE).content.decode()
    assert "It is asked from now on" in name(client, served, clock.root.pem)

    page = client.post(f"{WHERE}again/", follow=True).content.decode()
    assert "They are asked now" in page
    assert "tried 0 times" in page
    deliver_due(channels=SLOW)

    page = client.get(WHERE).content.decode()
    assert "stamped" in page
    assert served.url in page
    assert len(served.asked) == 1
    assert "The next round begins" in page
    gone = client.post(f"{WHERE}remove/", {"name": "The clock"}, follow=True).content.decode()
    assert "its stamps stay" in gone
    assert "stamped" in gone
    assert "Nobody is asked" in gone
    again = client.post(f"{WHERE}remove/", {"name": "The clock"}, follow=True).content.decode()
    assert "There is no authority of this name." in again


def test_a_certificate_may_be_pasted(
    committed_cast: Cast, client_of: SignIn, clock: local.Authority, served: local.Served
) -> None:
    client = client_of(committed_cast.boris)

    assert "It is asked from now on" in name(client, served, b"", pasted=clock.root.pem.decode())
    assert Authority.objects.get().url == served.url


@pytest.mark.parametrize(
    ("roots", "more", "told"),
    [
        (b"", {}, "No file was chosen"),
        (b"x" * (MOST_BYTES + 1), {}, "larger than such a file can be"),
        (b"no certificate", {}, "certificate"),
        (None, {"url": "ftp://clock.example/"}, "begins with http"),
        (None, {"name": " "}, "1 to 63 characters"),
    ],
)
def test_what_cannot_be_an_authority_is_said(  # noqa: PLR0917 - fixtures and parameters come by name
    committed_cast: Cast,
    client_of: SignIn,
    clock: local.Authority,
    served: local.Served,
    roots: bytes | None,
    more: dict[str, str],
    told: str,
) -> None:
    given = clock.root.pem if roots is None else roots

    assert told in name(client_of(committed_cast.boris), served, given, **more)
    assert not Authority.objects.exists()


def test_a_form_of_another_site_names_nobody(committed_cast: Cast, clock: local.Authority) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(committed_cast.boris, backend="django.contrib.auth.backends.ModelBackend")
    form = {"name": "x", "url": "https://x.example/", "roots": SimpleUploadedFile("r", clock.root.pem)}

    assert client.post(f"{WHERE}add/", form).status_code == 403
    assert not Authority.objects.exists()
    client.get(WHERE)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    form |= {"csrfmiddlewaretoken": token, "roots": SimpleUploadedFile("r", clock.root.pem)}
    assert client.post(f"{WHERE}add/", form).status_code == 302
    assert Authority.objects.exists()


def test_who_did_not_answer_is_told_and_asked_again(
    committed_cast: Cast, client_of: SignIn, clock: local.Authority, served: local.Served
) -> None:
    answer, served.answer = served.answer, lambda _: 503
    client = client_of(committed_cast.boris)
    name(client, served, clock.root.pem)
    stamping.run_round(timezone.now())
    deliver_due(channels=SLOW)
    page = client.get(WHERE).content.decode()
    assert "It answered with an error." in page
    assert "tried 1 time;" in page

    served.answer = answer
    client.post(f"{WHERE}again/")
    deliver_due(channels=SLOW)

    assert Stamp.objects.get().state == Stamp.State.DONE


def test_an_answer_that_did_not_hold_is_told_and_asked_for_again(
    committed_cast: Cast, client_of: SignIn, clock: local.Authority, served: local.Served
) -> None:
    answer, served.answer = served.answer, lambda _: b"<html>come back later</html>"
    client = client_of(committed_cast.boris)
    name(client, served, clock.root.pem)
    now = timezone.now()
    for tries in (1, 2, 3):
        stamping.ask_again(committed_cast.boris, now)
        deliver_due(channels=SLOW)
        stamp = Stamp.objects.get()
        assert (stamp.state, stamp.outcome, stamp.tries) == (Stamp.State.FAILED, "bad-der", tries)
    assert "Its answer does not hold." in client.get(WHERE).content.decode()
    assert overview.today(committed_cast.boris)["failures"][0]["url"] == WHERE

    served.answer = answer
    stamping.ask_again(committed_cast.boris, now)
    deliver_due(channels=SLOW)

    assert Stamp.objects.get().state == Stamp.State.DONE
    assert len(set(served.asked)) == 4


def test_what_still_waits_after_a_second_asking_is_covered_the_next_day(
    committed_cast: Cast, client_of: SignIn, clock: local.Authority, served: local.Served
) -> None:
    served.answer = lambda _: b"rubbish"
    name(client_of(committed_cast.boris), served, clock.root.pem)
    now = timezone.now()
    stamping.ask_again(committed_cast.boris, now)
    deliver_due(channels=SLOW)
    stamping.ask_again(committed_cast.boris, now)

    stamping.run_round(now + timedelta(days=1))

    assert Stamp.objects.earliest("pk").state == Stamp.State.COVERED
    assert Effect.objects.filter(state=Effect.State.WAITING).count() == 1
    assert all("withdrawn" not in row["words"] for row in overview.today(committed_cast.boris)["failures"])


def test_without_an_authority_nobody_is_asked_again(committed_cast: Cast, client_of: SignIn) -> None:
    with pytest.raises(Refused):
        stamping.ask_again(committed_cast.boris, timezone.now())
    with pytest.raises(NotPermitted):
        stamping.ask_again(committed_cast.chiara, timezone.now())
    page = client_of(committed_cast.boris).post(f"{WHERE}again/", follow=True).content.decode()
    assert "No time stamp authority is set up" in page


def test_the_next_round_begins_at_the_minute_of_this_vault() -> None:
    now = timezone.now()
    for vault in (f"{number:032x}" for number in (0, 1, 719, 1439, 1440 * 7 + 5)):
        following = stamping.next_round(now, vault)
        assert now < following <= now + timedelta(days=1)
        day = stamping.schedule_day(now, vault)
        assert stamping.schedule_day(following, vault) == day + timedelta(days=1)
        assert stamping.schedule_day(following - timedelta(microseconds=1), vault) == day


def test_every_outcome_has_its_words() -> None:
    assert stamp_outcome("") == ""
    assert stamp_outcome("http-503") == "It answered with an error."
    assert stamp_outcome("bad-der") == "Its answer does not hold."
    assert {stamp_outcome(code) for code in OUTCOMES} == {str(words) for words in OUTCOMES.values()}
