from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from guwah.accounts.models import Case
from guwah.steps.testimony import margin, queries
from guwah.steps.testimony.flows import anchor, attach_recording, cut, import_transcript, lift_cut, note
from guwah.steps.testimony.models import Participant
from kitchen import LETTER, TALK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Revision
    from kitchen import Keep, Seal

    ClientOf = Callable[[Member], Client]

# lxml's own types of what a path finds are too wide to be of use here.
Tree = Any


def _url(kept: Imported, more: str = "") -> str:
    return f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/{more}"


def _page(client: Client, url: str) -> Tree:
    answer = client.get(url)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def _words(element: Tree) -> str:
    """The characters of a block as the islands count them: without what the page added."""
    kept: Tree = html.fromstring(html.tostring(element, encoding="unicode"))
    for aside in kept.xpath(".//*[@data-aside]"):
        aside.drop_tree()
    return str(kept.text_content())


def _shown(page: Tree) -> dict[int, str]:
    return {int(each.get("data-start")): _words(each) for each in page.xpath("//*[@data-words]")}


def _assert_whole(page: Tree, revision: Revision) -> None:
    shown = _shown(page)
    for block in revision.blocks.all():
        assert shown[block.start] == revision.text[block.start : block.end]


def test_every_turn_is_shown_character_for_character(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    start = TALK.index("жыл")
    cut(cast.chiara, cast.case, anchor(cast.chiara, talk.revision, start, start + 9), "r", "witness")

    page = _page(client_of(cast.farid), _url(talk, "?find=the+kettles"))

    _assert_whole(page, talk.revision)
    assert _shown(page)[0] == "Two talks about the kitchen of the school in Tasaryk."


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40), min_size=2
    ),
    sought=st.text(max_size=3),
)
def test_no_text_loses_a_character_on_the_page(
    cast: Cast, seal: Seal, client_of: ClientOf, said: list[str], sought: str
) -> None:
    text = "\r\n".join(f"{'AB'[n % 2] * 3}: x{words}" for n, words in enumerate(said * 2))
    kept = import_transcript(cast.chiara, cast.case, seal(text.encode(), "talk.txt"))

    answer = client_of(cast.chiara).get(_url(kept), {"find": sought})

    _assert_whole(html.document_fromstring(answer.content.decode()), kept.revision)


def test_turns_have_stable_names_numbers_and_speakers(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    page = _page(client_of(cast.farid), _url(talk))

    turns = page.xpath("//li[@data-turn]")
    assert [each.get("id") for each in turns] == [f"s1-t{n}" for n in range(1, 7)] + [
        f"s2-t{n}" for n in range(1, 5)
    ]
    assert [each.get("data-turn") for each in turns[:3]] == ["1", "2", "3"]
    speakers = [each.text_content().strip() for each in page.find_class("turn-speaker")]
    assert speakers == ["Boris Petrov", "Alma Serik"] * 5
    assert "(quietly)" in turns[1].find_class("turn-head")[0].text_content()
    heads = [each.text_content() for each in page.xpath("//h2")]
    assert heads[:2] == [
        "Session 1: Conversation with Alma Serik",
        "Session 2: Conversation with Alma Serik, a week later",
    ]


def test_an_event_stands_between_turns_and_a_mark_is_what_it_is(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    page = _page(client_of(cast.farid), _url(talk))

    kinds = [each.get("class").split()[0] for each in page.xpath("//ol[contains(@class,'turns')]/li")]
    assert kinds[:7] == ["turn", "session-head", "turn", "turn", "turn", "event", "turn"]
    assert [each.text_content() for each in page.find_class("mark-insertion")] == ["[from you]"]
    assert [each.text_content() for each in page.find_class("mark-correction")] == ["[sic]"]
    assert [each.text_content() for each in page.find_class("mark-gloss")] == ["(厨房)"]
    assert [each.text_content() for each in page.find_class("mark-unheard")] == ["[unclear]"]


def test_a_letter_is_paragraphs_each_in_its_own_direction(
    letter: Imported, cast: Cast, client_of: ClientOf
) -> None:
    page = _page(client_of(cast.farid), _url(letter))

    assert [each.get("id") for each in page.xpath("//li[@data-turn]")] == ["p1", "p2", "p3"]
    ways = [(each.get("lang"), each.get("dir")) for each in page.xpath("//*[@data-words]")]
    assert ways[0] == ("en", "ltr")
    assert ways[2][1] in {"rtl", "auto"}
    assert _shown(page)[LETTER.index("قاز")] == "قازانلار يوقالدى."


def test_the_witness_is_marked(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    Participant.objects.filter(name="Alma Serik").update(role="testifier_self")

    page = _page(client_of(cast.farid), _url(talk))

    assert [each.get("id") for each in page.find_class("turn-witness")][:2] == ["s1-t2", "s1-t4"]


def test_cut_words_are_read_inside_marked_and_told_in_the_margin(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    start = TALK.index("In the spring")
    held = anchor(cast.chiara, talk.revision, start, start + 13)
    made = cut(cast.chiara, cast.case, held, "she asked", "witness")
    note(cast.chiara, cast.case, held, "check the year")

    page = _page(client_of(cast.farid), _url(talk))

    assert [each.text_content() for each in page.find_class("is-cut")] == ["In the spring"]
    margin_of_turn = page.get_element_by_id("s1-t2").find_class("turn-margin")[0].text_content()
    assert "she asked" in margin_of_turn
    assert "check the year" in margin_of_turn
    lift_cut(cast.chiara, made, "she said so")
    assert not _page(client_of(cast.farid), _url(talk)).find_class("is-cut")


def test_what_is_said_about_a_foreword_stands_beside_the_foreword(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    cut(cast.chiara, cast.case, anchor(cast.chiara, talk.revision, 4, 9), "names the place", "editor")

    page = _page(client_of(cast.farid), _url(talk))

    foreword = page.get_element_by_id("o0")
    assert [each.text_content() for each in foreword.find_class("is-cut")] == ["talks"]
    assert "names the place" in foreword.find_class("turn-margin")[0].text_content()
    assert "names the place" not in page.get_element_by_id("s1-t1").text_content()


@pytest.fixture
def another_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later step that has something to say about the third and fourth turn."""
    remark = margin.Remark(230, 290, "claim", "claim", "Claim", "of a later step", "/there/", "7")
    monkeypatch.setattr(margin, "_providers", [lambda view: [remark] if view.end > 230 else []])


@pytest.mark.usefixtures("another_step")
def test_later_steps_speak_in_the_margin_and_in_the_words(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    page = _page(client_of(cast.farid), _url(talk))

    assert [each.text_content() for each in page.find_class("is-claim")][:2] == [
        "And then?",
        "They said “the licence” ",
    ]
    assert "of a later step" in page.get_element_by_id("s1-t3").text_content()
    assert [each.get("href") for each in page.find_class("claim-number")] == ["/there/"]
    _assert_whole(page, talk.revision)


def test_words_are_found_on_the_server(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    page = _page(client_of(cast.farid), _url(talk, "?q=KETTLES"))

    assert [each.text_content() for each in page.find_class("is-selected")] == ["kettles"] * 3
    assert len(page.xpath("//details//li/a")) == 3
    nowhere = _page(client_of(cast.farid), _url(talk, "?find=samovar"))
    assert "These words do not stand here" in nowhere.text_content()


def test_a_name_is_marked_in_every_script_it_stands_in_and_never_in_what_is_cut(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    turns = [
        "Ann: Zhuldyzai came.",
        "Bob: Жұлдызайдың қазаны.",
        "Cem: جۇلدىزاي كەلدى.",
        "Dan: Жулдызай ушла.",
    ]
    text = "\n\n".join(turns) + "\n"
    kept = keep(text)

    def marked(asked: str) -> list[str]:
        page = _page(client_of(cast.farid), _url(kept, f"?find={asked}"))
        assert len(page.xpath("//details//li/a")) == len(page.find_class("is-selected"))
        return [str(each.text_content()) for each in page.find_class("is-selected")]

    every = ["Zhuldyzai", "Жұлдызайдың", "جۇلدىزاي", "Жулдызай"]
    for asked in ("Zhuldyzai", "Жұлдызай", "جۇلدىزاي"):
        assert [each.removesuffix("дың") for each in marked(asked)] == [
            each.removesuffix("дың") for each in every
        ]
    # As it is written it is marked where it stands, within words too.
    assert marked("ulduz") == []
    assert marked("ұлды") == ["ұлды"]

    start = text.index("جۇلدىزاي")
    cut(
        cast.chiara, cast.case, anchor(cast.chiara, kept.revision, start, start + 8), "third party", "witness"
    )
    assert "جۇلدىزاي" not in marked("Zhuldyzai")


def test_a_long_text_has_pages_and_every_turn_has_its_own(
    talk: Imported, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    client = client_of(cast.farid)

    seen: list[str] = []
    for number in range(1, 5):
        page = _page(client, _url(talk, f"?page={number}"))
        seen += [each.get("id") for each in page.xpath("//li[@data-turn]")]
        assert page.find_class("session-head")
    assert len(seen) == len(set(seen)) == 10
    assert [each.get("id") for each in _page(client, _url(talk, "?at=s2-t2")).xpath("//li[@data-turn]")] == [
        "s2-t1",
        "s2-t2",
        "s2-t3",
    ]
    assert _page(client, _url(talk, "?page=99")).get_element_by_id("s2-t4") is not None
    assert _page(client, _url(talk, f"?from={TALK.index('Goodbye')}")).get_element_by_id("s2-t4") is not None
    assert _page(client, _url(talk, "?page=1")).get_element_by_id("o0") is not None


def test_a_search_in_a_long_text_reaches_every_page(
    talk: Imported, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)

    page = _page(client_of(cast.farid), _url(talk, "?find=kettles"))

    links = [each.get("href") for each in page.xpath("//details//li/a")]
    assert links == [
        "?find=kettles&page=1#s1-t1",
        "?find=kettles&page=2#s1-t5",
        "?find=kettles&page=2#s1-t6",
    ]
    first = _page(client_of(cast.farid), _url(talk, "?find=Goodbye"))
    assert first.get_element_by_id("s2-t4") is not None


@pytest.mark.parametrize(
    "more", ["?at=s9-t9", "?at=nothing", "?page=-1", "?page=" + "9" * 40, "?from=" + "9" * 40, "?find=%00"]
)
def test_a_strange_address_shows_the_beginning(
    talk: Imported, cast: Cast, client_of: ClientOf, more: str
) -> None:
    assert _page(client_of(cast.farid), _url(talk, more)).get_element_by_id("s1-t1") is not None


def test_the_number_of_questions_does_not_grow_with_the_text(
    keep: Keep, talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    long = keep(
        "".join(f"{name}: Word {n} [here].\n" for n in range(150) for name in ("Alma", "Boris")), "long.txt"
    )
    client = client_of(cast.chiara)
    client.get(_url(talk))

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(_url(talk))
    with CaptureQueriesContext(connection) as many:
        client.get(_url(long))

    assert len(many) <= len(few)


def test_a_reader_is_offered_nothing_to_do_and_a_documenter_is(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    assert not _page(client_of(cast.farid), _url(talk)).xpath("//form[@data-selection-bar]")
    bar = _page(client_of(cast.chiara), _url(talk)).xpath("//form[@data-selection-bar]")[0]

    names = [each.get("data-action") for each in bar.xpath(".//button[@formaction]")]
    assert {"cut", "note"} <= set(names)
    assert bar.xpath(".//button[@data-action='cut']")[0].get("formaction") == _url(talk, "select/?action=cut")
    assert bar.xpath(".//input[@name='revision']")[0].get("value") == str(talk.revision.pk)


def test_a_recording_with_times_plays_in_step(
    keep: Keep, seal: Seal, cast: Cast, client_of: ClientOf
) -> None:
    kept = keep(
        "WEBVTT\n\n01:00.000 --> 01:02.500\n<v Alma>Hello.\n\n01:02.500 --> 01:04.000\n<v Boris>Yes.\n",
        "t.vtt",
    )
    sound = seal(b"RIFF\x24\x00\x00\x00WAVEfmt ", "talk.wav")
    attach_recording(cast.chiara, kept.layer, sound)

    page = _page(client_of(cast.farid), _url(kept))

    assert [each.get("data-time-start") for each in page.xpath("//li[@data-turn]")] == ["60.0", "62.5"]
    assert [each.get("data-seek") for each in page.find_class("turn-time")] == ["60.0", "62.5"]
    assert page.xpath("//audio")[0].get("src") == f"/cases/{cast.case.pk}/evidence/items/{sound.pk}/file/"


def test_a_machine_draft_carries_its_badge(keep: Keep, cast: Cast, client_of: ClientOf) -> None:
    page = _page(client_of(cast.farid), _url(keep(kind="machine")))

    assert page.find_class("layer-machine")
    assert page.xpath("//header//*[contains(@class,'hue-machine')]")


def test_a_text_does_not_exist_outside_its_case_or_for_strangers(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    other = Case.objects.create(title="Another oven", opened_by=cast.aygul)

    assert client_of(cast.hanna).get(_url(talk)).status_code == 404
    assert client_of(cast.gulya).get(_url(talk)).status_code == 403
    wrong = f"/cases/{other.pk}/testimony/{talk.layer.pk}/"
    assert client_of(cast.aygul).get(wrong).status_code == 404


def test_nothing_of_a_page_is_script_or_style_in_line(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    body = client_of(cast.chiara).get(_url(talk)).content.decode()

    assert not re.search(r"<script(?![^>]* src=)|\sstyle=|\son[a-z]+=", body)
    assert "<lost>" not in body


@pytest.mark.seeds
def test_the_real_conversations_are_shown_character_for_character(
    cast: Cast, client_of: ClientOf, seal: Seal, seeds: Path
) -> None:
    for name in ("conversations.txt", "article.txt"):
        kept = import_transcript(cast.chiara, cast.case, seal((seeds / name).read_bytes(), name))

        _assert_whole(_page(client_of(cast.farid), _url(kept)), kept.revision)
        first = kept.revision.blocks.get(n=1, session=next(iter(kept.sessions), None))
        assert anchor(cast.chiara, kept.revision, first.start, first.end).block == first
