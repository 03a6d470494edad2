from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.vigil import flows
from guwah.steps.vigil.models import CheckIn, Watch


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(cast: Cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def _fields(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "purpose": "نان پىشىشتىن بۇرۇن تېلېفون",
        "hour": "2031-05-04T17:00",
        "zone": "Asia/Almaty",
        "keeper": cast.chiara.pk,
    } | more


def _watch(cast: Cast) -> Watch:
    return flows.set_watch(cast.chiara, cast.case, flows.Promise("Ring <b>now</b>", timezone.now()))


def test_the_board_says_plainly_that_nobody_watches_a_sleeping_laptop(cast: Cast) -> None:
    page = _client(cast.emine).get(_url(cast, "vigil")).content.decode()

    assert "Nobody watches while this laptop sleeps" in page
    assert "Set the watch" not in page


def test_a_watch_is_set_at_the_hour_of_the_persons_zone(cast: Cast) -> None:
    answer = _client(cast.chiara).post(_url(cast, "vigil-set"), _fields(cast), follow=True)

    watch = Watch.objects.get()
    assert watch.due_at == datetime(2031, 5, 4, 12, tzinfo=UTC)
    assert "<bdi>نان پىشىشتىن بۇرۇن تېلېفون</bdi>" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"purpose": ""}, {"hour": "tomorrow"}, {"zone": "Atlantis"}, {"purpose": "  "}, {"keeper": ""}]
)
def test_a_form_filled_wrongly_comes_back(cast: Cast, wrong: dict[str, object]) -> None:
    answer = _client(cast.chiara).post(_url(cast, "vigil-set"), _fields(cast, **wrong))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Watch.objects.count() == 0


def test_only_members_who_may_keep_a_watch_can_be_named(cast: Cast) -> None:
    answer = _client(cast.chiara).post(_url(cast, "vigil-set"), _fields(cast, keeper=cast.farid.pk))

    assert (answer.status_code, Watch.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_an_attempt_is_noted_and_the_watch_goes_on(cast: Cast) -> None:
    watch = _watch(cast)

    answer = _client(cast.chiara).post(
        _url(cast, "vigil-check-in", watch.pk), {"outcome": "no_answer", "note": "қоңырау"}, follow=True
    )

    page = answer.content.decode()
    assert CheckIn.objects.get().note == "қоңырау"
    assert "only a verified answer ends it" in page
    assert "Ring &lt;b&gt;now&lt;/b&gt;" in page
    assert _url(cast, "vigil-check-in", watch.pk) in page


def test_a_verified_answer_ends_it_and_its_form_is_gone(cast: Cast) -> None:
    watch = _watch(cast)
    client = _client(cast.chiara)
    url = _url(cast, "vigil-check-in", watch.pk)

    page = client.post(url, {"outcome": "answered_verified"}, follow=True).content.decode()
    again = client.post(url, {"outcome": "no_answer"}, follow=True).content.decode()

    assert "Reached and verified" in page
    assert url not in page
    assert "has been answered already" in again
    assert CheckIn.objects.count() == 1


def test_an_attempt_without_an_outcome_is_not_noted(cast: Cast) -> None:
    page = _client(cast.chiara).post(
        _url(cast, "vigil-check-in", _watch(cast).pk), {"outcome": "x"}, follow=True
    )

    assert "Nothing was noted" in page.content.decode()
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("answered_duress", "Duress signal"),
        ("relative_reports_taken", "Reported taken"),
        ("message_read", "A sign, but no proof"),
        ("our_fault", "We have not tried"),
        ("line_dead", "No answer"),
    ],
)
def test_what_is_known_of_a_watch_is_said_in_words(cast: Cast, outcome: str, words: str) -> None:
    flows.check_in(cast.chiara, _watch(cast), outcome)

    assert words in _client(cast.emine).get(_url(cast, "vigil")).content.decode()


def test_a_watch_that_is_not_there_takes_no_attempt(cast: Cast) -> None:
    answer = _client(cast.chiara).post(_url(cast, "vigil-check-in", 99), {"outcome": "no_answer"})

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_who_may_not_see_watches_sees_none(cast: Cast) -> None:
    assert _client(cast.farid).get(_url(cast, "vigil")).status_code == HTTPStatus.FORBIDDEN
    assert (
        _client(cast.emine).post(_url(cast, "vigil-set"), _fields(cast)).status_code == HTTPStatus.FORBIDDEN
    )
