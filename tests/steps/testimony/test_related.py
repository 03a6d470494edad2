"""The page of texts that say the same, where a case has many of them: by pages, and all of them reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from guwah.steps.testimony import flows
from guwah.steps.testimony.layers import pages, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Keep

SAID = "Boris: Where are the kettles?\n\nAlma: In the yard, all {} of them.\n"


def _numbers(client: Client, url: str, what: str) -> list[str]:
    found: Any = html.fromstring(client.get(url).content).xpath(what)
    return [str(each) for each in found]


def test_texts_to_choose_from_come_by_pages_and_any_of_them_may_be_chosen(
    keep: Keep, cast: Cast, client_of: Callable[[Member], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "TEXTS", 2)
    here, *others = [keep(SAID.format(n), f"{n}.txt").layer for n in range(6)]
    client, url = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/{here.pk}/related/"
    offered = "//select[@name='original']/option/@value"
    seen = [_numbers(client, f"{url}?texts={number}", offered) for number in (1, 2, 3)]
    assert seen == [[str(each.pk) for each in others[at : at + 2]] for at in (0, 2, 4)]
    assert _numbers(client, f"{url}?texts=2", "//a[@rel]/@href") == ["?texts=1", "?texts=3"]
    assert _numbers(client, f"{url}?texts=nonsense", offered) == seen[0]
    # What stands on another page is taken as well: somebody may have come from there.
    said = {"original": str(others[4].pk), "kind": "translation"}
    assert client.post(url.replace("related", "relate"), said).status_code == 302
    here.refresh_from_db()
    assert here.translated_from == others[4]


def test_kin_come_by_pages_and_cost_as_many_questions_however_many_they_are(
    keep: Keep, cast: Cast, client_of: Callable[[Member], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, *others, _unrelated = [keep(SAID.format(n), f"{n}.txt").layer for n in range(6)]
    client, url = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/{here.pk}/related/"
    asked = list[int]()
    for each in others:
        flows.relate(cast.chiara, each, here)
        flows.propose(cast.chiara, each, here)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as questions:
            client.get(url)
        asked.append(len(questions))
    assert len(set(asked)) == 1
    flows.confirm(cast.chiara, cast.case, list(queries.live(flows.propose(cast.chiara, here, others[2]))))
    told = queries.standing(here.revisions.get(), queries.kin(here))
    assert [(each.layer, each.groups, each.confirmed) for each in told] == [
        (each, 2, 2 if each == others[2] else 0) for each in others
    ]
    monkeypatch.setattr(pages, "TEXTS", 3)
    shown = "//h2[@id='kin']/following-sibling::ul//a[contains(@class, 'list-title')]/@href"
    found = _numbers(client, url, shown) + _numbers(client, f"{url}?page=2", shown)
    assert [each.rpartition("=")[2] for each in found] == [str(each.pk) for each in others]
