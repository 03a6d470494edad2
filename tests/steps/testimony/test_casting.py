"""In which role somebody speaks is said, changed, and taken back; the log keeps what stood before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood
from guwah.steps.testimony.flows import set_role
from guwah.steps.testimony.models import Participant
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported

ClientOf = Callable[..., Client]


@pytest.fixture
def speaker(talk: Imported) -> Participant:
    found = Participant.objects.filter(session__revision=talk.revision).first()
    assert found is not None
    return found


def _acts() -> int:
    return LogEntry.objects.filter(act="role-said").count()


def test_a_role_is_said_once_and_taken_back(cast: Cast, speaker: Participant) -> None:
    set_role(cast.chiara, speaker, "interpreter")
    assert set_role(cast.chiara, speaker, "interpreter").role == "interpreter"
    assert _acts() == 1
    assert set_role(cast.chiara, speaker, "").role == ""
    assert _acts() == 2


def test_an_unknown_role_changes_nothing(cast: Cast, speaker: Participant) -> None:
    with pytest.raises(NotUnderstood):
        set_role(cast.chiara, speaker, "king")
    assert _acts() == 0


def test_a_reader_says_no_role(cast: Cast, speaker: Participant) -> None:
    with pytest.raises(NotPermitted):
        set_role(cast.farid, speaker, "interpreter")


def test_the_reader_offers_the_roles_and_keeps_the_chosen_one(
    cast: Cast, talk: Imported, speaker: Participant, client_of: ClientOf
) -> None:
    client = client_of(cast.chiara)
    reader = f"/cases/{cast.case.pk}/testimony/{talk.layer.pk}/"
    where = f"/cases/{cast.case.pk}/testimony/participants/{speaker.pk}/role/"
    assert f'action="{where}"' in client.get(reader).content.decode()

    answer = client.post(where, {"role": "interpreter"}, follow=True)

    speaker.refresh_from_db()
    assert speaker.role == "interpreter"
    assert '<option value="interpreter" selected>' in answer.content.decode()
    assert answer.redirect_chain[0][0].startswith(reader)
    assert client.get(where).status_code == 405


def test_a_wrong_role_is_told_and_a_stranger_finds_nobody(
    cast: Cast, talk: Imported, speaker: Participant, client_of: ClientOf
) -> None:
    where = f"/cases/{cast.case.pk}/testimony/participants/{speaker.pk}/role/"
    assert (
        "not in the list"
        in client_of(cast.chiara).post(where, {"role": "king"}, follow=True).content.decode()
    )
    missing = where.replace(f"/{speaker.pk}/", "/999999/")
    assert client_of(cast.chiara).post(missing, {"role": ""}).status_code == 404


def test_who_may_only_read_is_offered_no_roles(cast: Cast, talk: Imported, client_of: ClientOf) -> None:
    page = client_of(cast.farid).get(f"/cases/{cast.case.pk}/testimony/{talk.layer.pk}/")
    assert "/role/" not in page.content.decode()
