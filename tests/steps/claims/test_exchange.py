"""Claims in and out by file in the browser: looked at first, good rows only if asked, taken back whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.accounts.uploads import MOST_BYTES
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims import flows
from guwah.steps.claims.exchange.tables import HandedIn, Intake, TakenIn
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.models import Anchor
from guwah.vault.models import LogEntry
from kept import disagree

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from kept import Kept

    SignIn = Callable[[Member], Client]


def good(talk: Kept, name: str = "a", quote: str = "on 5 May 2011", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"id": name, "kind": "statement", **talk.place(quote), "readings": ["2011-05-05"], **more}


def written(*claims: dict[str, Any]) -> bytes:
    """Return a file of claims, one a line from line 2 on."""
    rows = ",\n".join(json.dumps(each, ensure_ascii=False) for each in claims)
    return f'{{"claims": [\n{rows}\n]}}'.encode()


def sent(raw: bytes, name: str = "from-friends.json") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, raw)}


def page(cast: Cast, name: str, *more: int) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def handed_in(cast: Cast, client: Client, raw: bytes) -> str:
    """Hand a file in and return the page one is led to."""
    return client.post(page(cast, "claims-hand-in"), sent(raw), follow=True).content.decode()


def test_a_file_is_looked_at_and_nothing_is_kept_before_somebody_says_so(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    anchors, entries = Anchor.objects.count(), LogEntry.objects.count()
    client = client_of(cast.chiara)
    shown = handed_in(cast, client, written(good(talk), good(talk, "b", "on 7 May 2012")))
    assert "2 new claims" in shown
    assert "on 7 May 2012" in shown
    assert "Take them all" in shown
    assert not Claim.objects.exists()
    assert (Anchor.objects.count(), LogEntry.objects.count()) == (anchors, entries)
    assert "waits for your decision" in client.get(page(cast, "claims-files")).content.decode()
    told = client.post(page(cast, "claims-take"), follow=True).content.decode()
    assert "2 claims were taken over" in told
    assert Claim.objects.count() == TakenIn.objects.count() == 2
    assert not HandedIn.objects.exists()
    again = handed_in(cast, client, written(good(talk)))
    assert "1 is here already" in again
    assert "Take them all" not in again


def test_every_wrong_row_has_its_place_and_good_ones_go_in_only_if_asked(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    rows = (
        good(talk, "a"),
        good(talk, "b", readings=["2011-02-30"]),
        good(talk, "c", layer=999),
        good(talk, "d", kind="wonder"),
        good(talk, "e", quote="on 5 May 2011", start=0, end=4),
        good(talk, "f", code="no_such_act", kind="occurrence", occurrence="o"),
        good(talk, "g", by="half \ud83d of one"),
        good(talk, "h", by="=HYPERLINK(1)"),
    )
    raw = b"{" + json.dumps({"claims": rows}).encode()[1:].replace(b'}, {"id"', b'},\n{"id"')
    client = client_of(cast.chiara)
    shown = handed_in(cast, client, raw)
    assert "2 new claims" in shown
    assert "6 rows are wrong" in shown
    for line, code in ((2, "no-such-day"), (3, "no-such-layer"), (4, "unknown-kind"), (5, "quote-differs"),
                       (6, "unknown-code"), (7, "no-character")):  # fmt: skip
        assert f"<tr><td>{line}</td>" in shown
        assert code in shown
    assert "Take them all" not in shown
    assert "=HYPERLINK(1)" in shown
    refused = client.post(page(cast, "claims-take"), follow=True).content.decode()
    assert "Line 2" in refused
    assert not Claim.objects.exists()
    assert not Occurrence.objects.exists()
    client.post(page(cast, "claims-take"), {"good_only": "yes"})
    assert sorted(Claim.objects.values_list("external_id", flat=True)) == ["a", "h"]
    assert Intake.objects.get().left == 6
    listed = client.get(page(cast, "claims-files")).content.decode()
    assert "2 claims" in listed
    assert "6 rows left out" in listed


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "packed file"),
        (b"\x1f\x8b\x08" + b"\0" * 40, "packed file"),
        ('{"claims": []}'.encode("utf-16"), "Line 1, column 1: The file is not written in UTF-8"),
        (b'{"claims":\n [\xd0]}', "Line 2, column 3: The file is not written in UTF-8"),
        (b"[" * 100_000, "Line 1, column 201"),
        (b'{"claims": [{"id": ' + b"9" * 5000 + b"}]}", "Line 1"),
        (b'{"claims": [}', "Line 1, column 13"),
        (b"id,kind\na,=1+1\n", "Line 1, column 1"),
        (b"", "No file was chosen"),
    ],
)
def test_what_is_no_file_of_claims_is_refused_with_its_place(
    cast: Cast, client_of: SignIn, raw: bytes, said: str
) -> None:
    assert said in handed_in(cast, client_of(cast.chiara), raw)
    assert not HandedIn.objects.exists()


def test_json_that_holds_no_claims_says_so_and_nothing_can_be_taken(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    for raw in (b"[]", b'{"claims": {}}', b'{"people": []}'):
        shown = handed_in(cast, client, raw)
        assert "This is no file of claims" in shown
        assert "Line 1" in shown
        assert "Take" not in shown.split("</h1>")[1].split("Put it aside")[0].replace("Taken", "")
    aside = client.post(page(cast, "claims-aside"), follow=True).content.decode()
    assert "Put aside" in aside
    assert not HandedIn.objects.exists()
    nothing = client.get(page(cast, "claims-look"), follow=True).content.decode()
    assert "No file waits here" in nothing
    assert "No file waits here" in client.post(page(cast, "claims-take"), follow=True).content.decode()


def test_a_file_that_is_too_large_is_refused_and_a_huge_one_is_not_even_read(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    assert "larger than" in handed_in(cast, client, b" " * (MOST_BYTES + 1))
    huge = client.post(page(cast, "claims-hand-in"), sent(b"{}"), CONTENT_LENGTH=str(5 << 30))
    assert huge.status_code == 400
    assert not HandedIn.objects.exists()


def test_each_has_one_file_in_hand_and_sees_nobody_elses(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    handed_in(cast, client_of(cast.chiara), written(good(talk)))
    handed_in(cast, client_of(cast.chiara), written(good(talk, "z")))
    assert HandedIn.objects.get().by == cast.chiara
    other = client_of(cast.aygul)
    assert "waits for your decision" not in other.get(page(cast, "claims-files")).content.decode()
    assert "No file waits here" in other.post(page(cast, "claims-take"), follow=True).content.decode()
    assert not Claim.objects.exists()


def test_taken_back_all_that_came_with_it_is_withdrawn_but_what_somebody_worked_on(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    flows.import_claims(cast.chiara, cast.case, written(good(talk, "before")).decode())
    client = client_of(cast.chiara)
    handed_in(
        cast, client,
        written(good(talk, "before"), good(talk, "a"), good(talk, "b"), good(talk, "c", machine=True)),
    )  # fmt: skip
    client.post(page(cast, "claims-take"))
    intake = Intake.objects.get()
    flows.check_claim(cast.aygul, Claim.objects.get(external_id="c"))
    told = client.post(page(cast, "claims-back", intake.pk), follow=True).content.decode()
    assert "2 claims are withdrawn" in told
    assert "1 stands as it is" in told
    standing = Claim.objects.filter(withdrawn_at=None).values_list("external_id", flat=True)
    assert sorted(standing) == ["before", "c"]
    assert {one.withdrawn_because for one in Claim.objects.exclude(withdrawn_at=None)} == {
        "The file it came with was taken back."
    }
    assert "taken back" in client.get(page(cast, "claims-files")).content.decode()
    again = client.post(page(cast, "claims-back", intake.pk), follow=True).content.decode()
    assert "taken back before" in again
    seen = handed_in(cast, client, written(good(talk, "a")))
    assert "withdrawn or replaced since" in seen
    with pytest.raises(Refused):
        flows.take_in(cast.chiara, HandedIn.objects.get(), good_only=True)


def test_who_may_not_make_claims_hands_nothing_in_and_takes_nothing_back(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    handed = flows.hand_in(cast.chiara, cast.case, "x.json", written(good(talk)))
    intake = flows.take_in(cast.chiara, handed, good_only=False)
    handed = flows.hand_in(cast.chiara, cast.case, "x.json", written(good(talk, "n")))
    for act in (
        lambda: flows.hand_in(cast.farid, cast.case, "x.json", written(good(talk))),
        lambda: flows.look_at(cast.farid, handed, lambda claim, _known: claim),
        lambda: flows.take_in(cast.farid, handed, good_only=True),
        lambda: flows.put_aside(cast.farid, cast.case),
        lambda: flows.take_back_intake(cast.farid, intake),
    ):
        with pytest.raises(NotPermitted):
            act()
    reader = client_of(cast.farid).get(page(cast, "claims-files")).content.decode()
    assert "Write claims to a file" in reader
    assert "Take claims in" not in reader
    assert "Take back" not in reader


def out(cast: Cast, client: Client, to: str) -> Any:  # noqa: ANN401 - Django's answer
    return client.post(page(cast, "claims-out"), {"to": to})


def test_json_comes_back_whole_through_the_same_page(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    disagree(cast, talk)
    client = client_of(cast.chiara)
    answer = out(cast, client, "json")
    assert answer["Content-Disposition"].endswith('-claims.json"')
    told = json.loads(answer.content)
    assert [each["id"] for each in told["claims"]] == ["a", "b", "c", "d"]
    assert told["occurrences"] == {"o": "The bakery stands closed"}
    assert "4 are here already" in handed_in(cast, client, answer.content)
    for each in told["claims"]:
        each["id"] = f"again-{each['id']}"
    shown = handed_in(cast, client, json.dumps(told).encode())
    assert "4 new claims" in shown
    assert "rows are wrong" not in shown
    client.post(page(cast, "claims-take"))
    assert Claim.objects.count() == 8


def test_groups_and_papers_come_along_and_those_of_cut_words_do_not(
    cast: Cast, talk: Kept, client_of: SignIn
) -> None:
    given = {
        "claims": [good(talk, "a", group="g", papers=["p"]), good(talk, "b", "on 7 May 2012", group="h")],
        "groups": {"g": {"name": "The bakers"}, "h": {"name": "Those of the inspector said"}},
        "papers": {"p": {"number": "2679"}},
    }
    flows.import_claims(cast.chiara, cast.case, json.dumps(given))
    client = client_of(cast.chiara)
    told = json.loads(out(cast, client, "json").content)
    assert (sorted(told["groups"]), sorted(told["papers"])) == (["g", "h"], ["p"])
    assert told["groups"]["g"]["name"] == "The bakers"
    testimony.cut(cast.aygul, cast.case, talk.at("inspector said"), "third_party_health", "witness")
    told = json.loads(out(cast, client, "json").content)
    assert [each["id"] for each in told["claims"]] == ["a"]
    assert sorted(told["groups"]) == ["g"]


@pytest.mark.parametrize(
    ("to", "kind", "begins"),
    [
        ("csv", "text/csv", "\ufeffid,kind"),
        ("annotations", "application/ld+json", "{"),
        ("ftm", "application/x-ndjson", "{"),
    ],
)
def test_every_format_is_written_and_the_log_says_so(
    cast: Cast, talk: Kept, client_of: SignIn, to: str, kind: str, begins: str
) -> None:
    disagree(cast, talk)
    answer = out(cast, client_of(cast.farid), to)
    assert answer["Content-Type"].startswith(kind)
    assert answer.content.decode().startswith(begins)
    assert LogEntry.objects.latest("pk").act == "claims-copied"


def test_an_unknown_format_is_refused(cast: Cast, client_of: SignIn) -> None:
    answer = client_of(cast.chiara).post(page(cast, "claims-out"), {"to": "exe"}, follow=True)
    assert "written as json" in answer.content.decode()


def test_what_is_cut_goes_out_in_no_format(cast: Cast, talk: Kept, client_of: SignIn) -> None:
    disagree(cast, talk)
    testimony.cut(cast.aygul, cast.case, talk.at("on 5 May 2011"), "third_party_health", "witness")
    for to in ("json", "csv", "annotations", "ftm"):
        assert "5 May 2011" not in out(cast, client_of(cast.chiara), to).content.decode()


def test_a_number_of_many_digits_is_wrong_in_its_own_row(cast: Cast, talk: Kept) -> None:
    rows = [
        good(talk, "a"),
        good(talk, "b", layer=10**18),
        good(talk, "c", layer=10**40),
        good(talk, "d", start=10**40, end=10**41),
        good(talk) | {"id": int("9" * 130)},
        good(talk, "half", by="\ud800"),
    ]
    taken = flows.import_rows(cast.chiara, cast.case, json.dumps({"claims": rows}), good_only=True)
    assert [claim.external_id for claim in taken.claims] == ["a"]
    codes = ["no-such-layer", "no-layer", "bad-place", "bad-id", "no-character"]
    assert [row.code for row in taken.left] == codes
    assert all(row.line == 1 for row in taken.left)


def test_characters_that_are_none_are_wrong_where_they_stand(cast: Cast, talk: Kept) -> None:
    for bad in ("\\ud800", "\\u0000"):
        raw = written(good(talk)).decode().replace('"a"', f'"{bad}"')
        with pytest.raises(NotUnderstood) as refused:
            flows.import_claims(cast.chiara, cast.case, raw)
        assert refused.value.code == "no-character"
        assert refused.value.place is not None
        assert refused.value.place.line == 2
