from __future__ import annotations

import io
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.accounts.models import Member
from guwah.outbox.deliver import deliver_due
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import rounds
from guwah.steps.evidence.models import Assurance, Holding, Item, Source
from guwah.vault.keyring import KEYRING

SECRET = "the name of the goat that ate the ledger"


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _url(cast: Cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def _page(cast: Cast, member: Member, name: str, *more: object, query: str = "") -> str:
    answer = _client(member).get(_url(cast, name, *more) + query)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def _post(cast: Cast, name: str, number: int, fields: dict[str, object]) -> str:
    answer = _client(cast.chiara).post(_url(cast, name, number), fields, follow=True)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


@pytest.fixture
def source(cast: Cast) -> Source:
    return flows.name_source(cast.chiara, cast.case, flows.SourceFacts("The video", "video_testimony"))


@pytest.fixture
def holding(cast: Cast, source: Source) -> Holding:
    facts = flows.HoldingFacts("<i>The clerk</i>", copy="a print", on_whose_word="Boris")
    return flows.note_holding(cast.chiara, source, facts)


@pytest.fixture
def item(cast: Cast, source: Source) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(b"film"), "film.txt", source=source).item


def test_a_source_tells_how_it_came(cast: Cast, source: Source) -> None:
    assert "Nobody has told yet how it came" in _page(cast, cast.farid, "evidence-source", 1)

    page = _post(
        cast,
        "evidence-handover",
        1,
        {"from_whom": "A guard", "on": "2023", "channel": "post", "words": "in a tin"},
    )

    assert "Noted how it came." in page
    assert "<bdi>A guard</bdi>" in page
    assert "By post" in page
    assert "in a tin" in page


def test_the_file_that_went_another_way_is_named(cast: Cast, source: Source, item: Item) -> None:
    page = _post(cast, "evidence-handover", 1, {"from_whom": "A guard", "item": item.pk})

    link = f'<a href="{_url(cast, "evidence-item", item.pk)}"><bdi>{item.filename}</bdi></a>'
    assert link in page.split('id="came-title"')[1]


def test_a_copy_is_noted_asked_for_promised_and_comes(
    cast: Cast, source: Source, holding: Holding, item: Item
) -> None:
    assert "&lt;i&gt;The clerk" in _page(cast, cast.farid, "evidence-source", 1)
    assert "Nobody has asked for this copy." in _page(cast, cast.farid, "evidence-copy", holding.pk)

    asked = _post(cast, "evidence-request", holding.pk, {"asked_on": "2024-02", "words": "Please lend it"})
    promised = _post(cast, "evidence-state", holding.pk, {"state": "promised", "note": "after rain"})
    came = _post(cast, "evidence-state", holding.pk, {"state": "received", "item": item.pk})

    assert "No answer is noted" in asked
    assert "Please lend it" in asked
    assert "No answer is noted" not in promised
    assert "after rain" in promised
    assert _url(cast, "evidence-item", item.pk) in came
    assert [row.state for row in holding.states.all()] == [
        "said_to_exist",
        "requested",
        "promised",
        "received",
    ]


def test_a_digest_is_held_against_our_file_and_again_when_one_comes(
    cast: Cast, source: Source, holding: Holding
) -> None:
    first = _post(cast, "evidence-digest", holding.pk, {"algorithm": "md5", "digest": "ab" * 16})
    nothing = _post(cast, "evidence-compare", holding.pk, {})
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(b"film"), "film.txt", source=source).item
    differs = _post(cast, "evidence-compare", holding.pk, {})
    agrees = _post(
        cast, "evidence-digest", holding.pk, {"algorithm": "sha256", "digest": item.sha256.upper()}
    )

    assert "No file of ours to compare" in first
    assert "Ask for a SHA-256" in first
    assert "We hold no file of this source" in nothing
    assert "The bytes differ" in differs
    assert "The bytes agree" in agrees
    assert "The bytes agree" in _page(cast, cast.farid, "evidence-elsewhere")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("evidence-holding", {"holder": "", "note": "kept words"}),
        ("evidence-handover", {"on": "once", "words": "kept words"}),
        ("evidence-handover", {"on": "2023", "words": ""}),
    ],
)
def test_a_wrong_form_of_a_source_comes_back_with_its_words(
    cast: Cast, source: Source, name: str, fields: dict[str, str]
) -> None:
    answer = _client(cast.chiara).post(_url(cast, name, 1), fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert all(words in answer.content.decode() for words in fields.values())
    assert "<details open>" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("evidence-request", {"asked_on": "once", "words": "kept words"}),
        ("evidence-state", {"state": "", "note": "kept words"}),
        ("evidence-state", {"state": "requested", "note": "kept words"}),
        ("evidence-state", {"state": "lost", "item": "999", "note": "kept words"}),
        ("evidence-digest", {"algorithm": "sha256", "digest": "beef"}),
        ("evidence-digest", {"algorithm": "crc", "digest": "beef"}),
    ],
)
def test_a_wrong_form_of_a_copy_comes_back_with_its_words(
    cast: Cast, holding: Holding, name: str, fields: dict[str, str]
) -> None:
    answer = _client(cast.chiara).post(_url(cast, name, holding.pk), fields)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert fields.get("note", fields.get("words", "beef")) in answer.content.decode()
    assert [row.state for row in holding.states.all()] == ["said_to_exist"]


def test_a_reader_is_offered_no_form(cast: Cast, holding: Holding) -> None:
    for name, number in (("evidence-source", 1), ("evidence-copy", holding.pk)):
        assert "<details" not in _page(cast, cast.farid, name, number)


@pytest.mark.parametrize("name", ["evidence-request", "evidence-state", "evidence-digest"])
def test_a_reader_notes_nothing(cast: Cast, holding: Holding, name: str) -> None:
    answer = _client(cast.farid).post(_url(cast, name, holding.pk), {"state": "lost"})

    assert (answer.status_code, holding.states.count()) == (HTTPStatus.FORBIDDEN, 1)


def test_a_copy_of_no_case_is_not_there(cast: Cast, holding: Holding) -> None:
    assert _client(cast.chiara).get(_url(cast, "evidence-copy", 999)).status_code == HTTPStatus.NOT_FOUND


def test_how_two_made_sure_of_each_other_is_noted_and_shown_in_order(cast: Cast, source: Source) -> None:
    client, url = _client(cast.chiara), _url(cast, "evidence-assurances")
    client.post(url, {"kind": "asked", "side": "caller", "words": "Which goat?", "source": "1"})
    asked = Assurance.objects.get()
    client.post(url, {"kind": "answered", "side": "witness", "words": SECRET, "follows": asked.pk})
    page = client.get(url).content.decode()

    assert (asked.source, Assurance.objects.latest("pk").follows) == (source, asked)
    assert page.index("Which goat?") < page.index(SECRET)
    assert f"answers note {asked.pk}" in page
    assert "It stays inside" in page


@pytest.mark.parametrize(
    "fields", [{"words": ""}, {"side": "judge"}, {"source": "9"}, {"said_on": "at dusk"}, {"follows": "77"}]
)
def test_a_note_that_is_not_understood_comes_back(cast: Cast, fields: dict[str, str]) -> None:
    given = {"kind": "doubted", "side": "witness", "words": SECRET} | fields

    answer = _client(cast.chiara).post(_url(cast, "evidence-assurances"), given)

    assert (answer.status_code, Assurance.objects.count()) == (HTTPStatus.UNPROCESSABLE_ENTITY, 0)


def test_only_those_who_speak_with_witnesses_read_it(cast: Cast, source: Source) -> None:
    flows.note_assurance(
        cast.chiara, cast.case, flows.AssuranceFacts("answered", "witness", SECRET, source=source)
    )
    url = _url(cast, "evidence-assurances")

    for member in (cast.daniyar, cast.emine, cast.farid, cast.gulya):
        assert _client(member).get(url).status_code == HTTPStatus.FORBIDDEN
        for page in (_url(cast, "evidence"), _url(cast, "evidence-source", 1)):
            answer = _client(member).get(page).content.decode()
            assert SECRET not in answer
            assert url not in answer
    assert url in _page(cast, cast.chiara, "evidence-source", 1)


def test_every_list_teaches_while_it_is_empty(cast: Cast) -> None:
    assert "Nothing is sealed here yet" in _page(cast, cast.farid, "evidence-held")
    assert "No copy elsewhere is known" in _page(cast, cast.farid, "evidence-elsewhere")
    assert "Nothing is known to be missing" in _page(cast, cast.farid, "evidence-missing")
    assert "Nothing is noted yet" in _page(cast, cast.chiara, "evidence-assurances")
    assert "Nobody has verified everything yet" in _page(cast, cast.farid, "evidence-round")


def test_a_filter_that_finds_nothing_says_so(cast: Cast, holding: Holding, item: Item) -> None:
    assert "There is no such source" in _page(cast, cast.farid, "evidence", query="?words=nowhere")
    assert "There is no such item" in _page(cast, cast.farid, "evidence-held", query="?kind=audio")
    assert "There is no such copy" in _page(cast, cast.farid, "evidence-elsewhere", query="?state=refused")


def test_a_file_that_came_only_in_part_is_missing_until_it_is_whole(cast: Cast) -> None:
    intake = flows.resume(("file", 1), {"case": cast.case.pk, "filename": "<oven>.mp4", "size": 9_000_000})
    intake.feed(bytes(3_000_000))
    intake.leave()
    (part,) = flows.unfinished(cast.chiara)

    page = _page(cast, cast.chiara, "evidence-missing")

    assert "&lt;oven&gt;.mp4" in page
    assert f"{part.sealed} of 9000000 bytes are here" in page
    assert f"{part.last:%Y-%m-%d %H:%M}" in page
    assert "Nothing is known to be missing" not in page
    # Who may not add it is not told of it.
    assert "oven" not in _page(cast, cast.farid, "evidence-missing")


def test_what_is_missing_leads_to_its_lists(cast: Cast, holding: Holding, item: Item) -> None:
    flows.store().path(item.sha256).unlink()
    flows.verify_item(cast.chiara, item)
    flows.request_copy(cast.chiara, holding, flows.RequestFacts())

    page = _page(cast, cast.chiara, "evidence-missing")
    broken = _page(cast, cast.farid, "evidence-held", query="?state=broken")
    asked = _page(cast, cast.farid, "evidence-elsewhere", query="?state=open")

    assert "?state=broken" in page
    assert "?state=open" in page
    assert "?state=never" not in page
    assert _url(cast, "evidence-item", item.pk) in broken
    assert "Asked for" in asked


def test_a_long_run_shows_how_far_it_is(cast: Cast, item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    flows.add_file(cast.chiara, cast.case, io.BytesIO(b"second"), "s.txt")
    monkeypatch.setattr(rounds, "MOST_ITEMS", 1)
    monkeypatch.setattr(rounds, "TURN_SECONDS", 0.0)
    client, url = _client(cast.chiara), _url(cast, "evidence-round")

    begun = client.post(_url(cast, "evidence-verify"))
    half, standing = client.get(url).content.decode(), client.get(url + "?json").json()
    while deliver_due().done:
        pass
    whole, ended = client.get(url).content.decode(), client.get(url + "?json").json()

    assert begun["Location"] == url
    assert (standing, ended) == (
        {"done": 1, "total": 2, "ended": False},
        {"done": 2, "total": 2, "ended": True},
    )
    assert 'value="1" max="2"' in half
    assert "Everything that was looked at is what was sealed." in whole


def test_the_page_of_an_item_draws_its_life(cast: Cast, item: Item) -> None:
    flows.verify_item(cast.chiara, item)
    flows.open_item(cast.farid, item).close()

    page = _page(cast, cast.farid, "evidence-item", item.pk)

    assert "Received, sealed and logged" in page
    assert "Verified once: intact" in page
    assert "Opened once" in page
    assert page.count('class="bar"') == 3


def test_a_page_that_only_watches_does_not_keep_the_vault_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    monkeypatch.setattr(type(KEYRING), "touch", lambda _keyring: touched.append("x"))
    client, url = _client(cast.chiara), _url(cast, "evidence-round") + "?json"

    client.get(url, headers={"X-Nobody-There": "1"})
    assert touched == []
    client.get(url)
    assert touched == ["x"]
