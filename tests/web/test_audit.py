"""The audit trail as it is read: whole, newest first, by those who may, and without a word of testimony."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.utils import translation

from cast import ROLES, STRANGER, Cast
from guwah.accounts import queries
from guwah.accounts.guard import NotPermitted, ask, may
from guwah.accounts.models import AuditEntry, Case, Member
from guwah.accounts.permissions import Permission
from guwah.cli import log
from guwah.cli.sample.fill import fill
from guwah.steps.testimony.models import Layer
from guwah.web.audit import PERMISSIONS

ClientOf = Callable[[Member], Client]
_ROW = re.compile(r'<tr id="audit-(\d+)">(.*?)</tr>', re.DOTALL)


def _page(client: Client, path: str = "/audit/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def _rows(shown: str) -> dict[int, str]:
    return {int(number): row for number, row in _ROW.findall(shown)}


def _newest() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_a_refused_entry_is_shown_as_refused(cast: Cast, client_of: ClientOf) -> None:
    with pytest.raises(NotPermitted):
        ask(cast.farid, Permission.CUT_MAKE, cast.case, target="anchor:7")
    refused = _newest().pk
    ask(cast.chiara, Permission.CUT_MAKE, cast.case, target="anchor:7")
    allowed = _newest().pk

    rows = _rows(_page(client_of(cast.boris)))

    for number, who, answer, other in (
        (refused, "Farid", "Refused", "Allowed"),
        (allowed, "Chiara", "Allowed", "Refused"),
    ):
        row = rows[number]
        for words in (who, "cut words", '<code dir="ltr">anchor:7</code>', f"<span>{answer}</span>"):
            assert words in row
        assert other not in row
        assert f'<a href="/cases/{cast.case.pk}/">case {cast.case.pk}</a>' in row


def test_reading_the_trail_is_its_newest_entry(cast: Cast, client_of: ClientOf) -> None:
    rows = _rows(_page(client_of(cast.aygul)))

    entry = _newest()
    assert (entry.member, entry.permission, entry.target) == (cast.aygul, "audit:see", "page:audit")
    assert list(rows) == sorted(rows, reverse=True)
    assert next(iter(rows)) == entry.pk
    assert "read the audit trail" in rows[entry.pk]


@pytest.mark.parametrize("name", [*ROLES, STRANGER])
def test_only_who_may_reads_it_and_is_shown_the_way(cast: Cast, client_of: ClientOf, name: str) -> None:
    member = cast.members[name]
    allowed = may(member, Permission.AUDIT_SEE)
    assert allowed == (name in {"aygul", "boris"})
    client = client_of(member)

    assert client.get("/audit/").status_code == (200 if allowed else 403)
    entry = _newest()
    assert (entry.member, entry.permission, entry.allowed) == (member, "audit:see", allowed)
    assert ('href="/audit/"' in _page(client, "/settings/")) == allowed
    if may(member, Permission.LOG_SEE):
        assert ('href="/audit/"' in _page(client, "/log/")) == allowed


def test_a_refused_look_at_the_trail_stands_in_it(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.emine).get("/audit/")
    asked = _newest().pk

    row = _rows(_page(client_of(cast.aygul)))[asked]

    assert "Emine" in row
    assert "Refused" in row


def test_older_entries_follow_page_by_page_to_the_beginning(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guwah.web.audit.trail", lambda before: queries.trail(before, 3))
    for number in range(7):
        ask(cast.aygul, Permission.LOG_SEE, target=f"log:{number}")
    written = list(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True))
    client, seen = client_of(cast.aygul), list[int]()

    shown = _page(client)
    while older := re.search(r'href="\?before=(\d+)"', shown):
        assert len(_rows(shown)) == 3
        seen += _rows(shown)
        shown = _page(client, f"/audit/?before={older[1]}")
    seen += _rows(shown)

    # The first page began with the entry of reading it.
    assert seen[1:] == written


def test_a_stretch_that_ends_with_the_oldest_entry_offers_nothing_older(cast: Cast) -> None:
    for _ in range(3):
        ask(cast.aygul, Permission.LOG_SEE)
    first, second, third = AuditEntry.objects.order_by("-pk")

    assert queries.trail(None, 2) == queries.Trail((first, second), second.pk)
    assert queries.trail(second.pk, 1) == queries.Trail((third,), None)
    assert queries.trail(third.pk) == queries.Trail((), None)


def test_before_the_first_entry_the_page_says_what_is_written(cast: Cast, client_of: ClientOf) -> None:
    shown = _page(client_of(cast.aygul), "/audit/?before=0")

    assert _rows(shown) == {}
    assert "Here the trail begins" in shown
    assert 'class="button button-first" href="/audit/"' in shown


def test_an_entry_of_nobody_and_of_a_later_permission_is_shown_too(cast: Cast, client_of: ClientOf) -> None:
    AuditEntry.objects.create(member=None, permission="kettle:boil", allowed=False)
    written = _newest().pk

    row = _rows(_page(client_of(cast.aygul)))[written]

    assert "nobody signed in" in row
    assert "kettle:boil" in row
    assert "/cases/" not in row


def test_a_case_the_reader_may_not_see_is_no_link(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = Case.objects.create(title="The other oven", opened_by=cast.aygul)
    ask(cast.aygul, Permission.CASE_SEE, hidden)
    written = _newest().pk
    monkeypatch.setattr("guwah.web.audit.visible_cases", lambda _: [cast.case])

    row = _rows(_page(client_of(cast.boris)))[written]

    assert f"case {hidden.pk}" in row
    assert f'href="/cases/{hidden.pk}/"' not in row


def test_no_word_of_testimony_and_no_title_of_a_case_is_in_it(
    committed_cast: Cast, client_of: ClientOf
) -> None:
    case = fill(committed_cast.aygul, [])
    client = client_of(committed_cast.aygul)
    for layer in Layer.objects.filter(case=case):
        _page(client, f"/cases/{case.pk}/testimony/{layer.pk}/")
    texts = [layer.revisions.latest("pk").text for layer in Layer.objects.filter(case=case)]

    shown = _page(client)

    assert "read testimony" in shown
    assert case.title not in shown
    lines = {line.strip() for text in texts for line in text.splitlines() if len(line.strip()) > 20}
    assert lines
    assert [line for line in lines if line in shown] == []


def test_every_permission_has_words_in_every_language() -> None:
    assert set(PERMISSIONS) == set(Permission)
    english = {code: str(words) for code, words in PERMISSIONS.items()}
    assert len(set(english.values())) == len(english)
    for language in ("ru", "zh-hans", "kk", "ug"):
        with translation.override(language):
            assert [code for code in PERMISSIONS if str(PERMISSIONS[code]) == english[code]] == []


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `guwah log audit` as a member who has come in."""

    def run(member: Member, *words: str) -> Result:
        monkeypatch.setattr(log, "enter_from_command", lambda: member)
        return CliRunner().invoke(log.group, ["audit", *words])

    return run


def test_the_command_reads_the_same_entries(cast: Cast, command: Callable[..., Result]) -> None:
    with pytest.raises(NotPermitted):
        ask(cast.farid, Permission.CUT_MAKE, cast.case, target="anchor:7")
    refused = _newest()

    told = json.loads(command(cast.aygul, "--json").stdout)["entries"]

    assert [row["id"] for row in told] == [_newest().pk, refused.pk]
    assert told[0]["permission"] == "audit:see"
    assert told[1] == {
        "id": refused.pk,
        "at": refused.at.isoformat(),
        "member": "farid",
        "permission": "cut:make",
        "case": cast.case.pk,
        "target": "anchor:7",
        "allowed": False,
    }
    limited = json.loads(command(cast.aygul, "--json", "--limit", "1").stdout)["entries"]
    assert [row["id"] for row in limited] == [_newest().pk]
    below = json.loads(command(cast.aygul, "--json", "--before", str(refused.pk + 1)).stdout)["entries"]
    assert below == [told[1]]
    said = command(cast.aygul, "--before", str(refused.pk + 1)).stdout
    assert said.endswith(f"farid: cut:make anchor:7 case {cast.case.pk}: REFUSED\n")


def test_the_command_refuses_who_may_not_and_writes_that_down(
    cast: Cast, command: Callable[..., Result]
) -> None:
    answer = command(cast.emine, "--json")

    assert answer.exit_code != 0
    assert json.loads(answer.stdout)["error"]["code"] == "not-permitted"
    assert (_newest().member, _newest().permission, _newest().allowed) == (cast.emine, "audit:see", False)
