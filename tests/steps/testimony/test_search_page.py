"""The page of the search, and that no byte of any answer holds what is withheld, for anybody."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from cast import ROLES, STRANGER
from guwah.instruments.words import ask
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.searching import KEPT
from guwah.steps.testimony.links import words_of
from guwah.steps.testimony.models import Block, Session
from guwah.steps.testimony.search import commands
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.search.tables import Asked, Indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep

    ClientOf = Callable[[Member], Client]


def _ask(client: Client, words: str, **filters: str) -> Any:  # noqa: ANN401 - Django's test response
    return client.post("/search/", {"words": words, **filters}, follow=True)


def _shown(client: Client, words: str, **filters: str) -> str:
    answer = _ask(client, words, **filters)
    assert answer.status_code == 200
    shown: str = answer.content.decode()
    return shown


def _marked(shown: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<mark>([^<]*)</mark>", shown)]


def test_a_question_leads_to_an_address_without_its_words(
    cast: Cast, talk: Imported, client_of: ClientOf
) -> None:
    answer = _ask(client_of(cast.farid), "kettles", speaker="Алма")

    (asked,) = Asked.objects.all()
    assert answer.redirect_chain == [(reverse("search-answer", args=[asked.pk]), 302)]
    assert (asked.member, asked.words, asked.within) == (cast.farid, "kettles", {"speaker": "Алма"})
    assert _marked(answer.content.decode()) == ["kettles"]


def test_a_hit_leads_to_the_words_in_the_reader(cast: Cast, talk: Imported, client_of: ClientOf) -> None:
    client = client_of(cast.farid)
    shown = _shown(client, "licence")
    (address,) = re.findall(r'class="hit-way" href="([^"]*)"', shown)

    assert "licence" not in address
    assert address.endswith("#s1-t4")
    read = client.get(html.unescape(address)).content.decode()
    assert '<span class="is-selected">licence</span>' in read
    # Of another revision nothing is marked.
    other = html.unescape(address).replace(f"words={talk.revision.pk}.", "words=9999.")
    assert "is-selected" not in client.get(other).content.decode()


@pytest.mark.parametrize(
    "said", ["", "7", "7.", "7.3", "7.3-", "x.1-2", "7.1-2.", "7." + ".".join(["1-2"] * 9)]
)
def test_an_address_that_marks_nothing_marks_nothing(said: str) -> None:
    assert words_of(said) == (None, [])


def test_what_an_address_marks_is_read_back() -> None:
    assert words_of("7.120-131.140-150") == (7, [(120, 131), (140, 150)])


def test_a_hit_with_a_time_leads_to_the_sound(cast: Cast, keep: Keep, client_of: ClientOf) -> None:
    text = "WEBVTT\n\n00:01:03.500 --> 00:01:06.000\n<v Ann>The kettles sang.\n"
    made = keep(text, "call.vtt")
    made.layer.recording = made.revision.item
    made.layer.save()

    shown = html.unescape(_shown(client_of(cast.farid), "kettles"))

    assert re.search(r'href="[^"]*\?at=s1-t1&words=[^"]*&t=63\.5#s1-t1"', shown)
    assert "1:03</a>" in shown


def test_a_session_can_be_kept_to_and_left(cast: Cast, talk: Imported, client_of: ClientOf) -> None:
    client = client_of(cast.farid)
    address = _ask(client, "a*").redirect_chain[0][0]
    second = Session.objects.get(revision=talk.revision, n=2)

    everywhere = client.get(address).content.decode()
    kept = client.get(f"{address}?session={second.pk}").content.decode()

    assert len(_marked(everywhere)) > len(_marked(kept)) > 0
    assert f"?session={second.pk}" in everywhere
    assert "Look in all of them" in kept
    assert "Look in all of them" not in everywhere


def test_pages_of_an_answer_keep_to_what_was_narrowed(cast: Cast, keep: Keep, client_of: ClientOf) -> None:
    made = keep("".join(f"Ann: pan {n}\nBob: pan\n" for n in range(30)))
    client = client_of(cast.farid)
    address = _ask(client, "pan").redirect_chain[0][0]

    shown = html.unescape(client.get(f"{address}?text={made.layer.pk}").content.decode())
    assert f'href="?page=2&text={made.layer.pk}"' in shown
    last = client.get(f"{address}?page=3").content.decode()
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"words": "—"}, "Type at least one word"),
        ({"words": "pan", "since": "last spring"}, "This is no date"),
        ({"words": "pan", "until": "2019-13"}, "This is no date"),
        ({"words": "pan", "case": "999"}, "not one of the available choices"),
        ({"words": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    cast: Cast, client_of: ClientOf, given: dict[str, str], told: str
) -> None:
    shown = html.unescape(client_of(cast.farid).post("/search/", given).content.decode())

    assert told in shown
    assert given["words"][:300] in shown
    assert not Asked.objects.exists()


def test_an_empty_box_leads_to_the_page(cast: Cast, client_of: ClientOf) -> None:
    assert _ask(client_of(cast.farid), "  ").redirect_chain == [("/search/", 302)]


def test_the_page_teaches_before_anything_was_asked(cast: Cast, client_of: ClientOf) -> None:
    shown = client_of(cast.farid).get("/search/").content.decode()

    assert "How words are found" in shown
    assert "There is no text yet that you may read" in shown
    assert "What you looked for" not in shown


def test_nothing_found_and_texts_still_to_come_are_told(
    cast: Cast, talk: Imported, client_of: ClientOf
) -> None:
    client = client_of(cast.farid)
    assert "Nothing was found" in _shown(client, "saucepans")
    assert "conversations without a date" in _shown(client, "kettles", since="2019")
    Indexed.objects.all().delete()
    assert "1 text is still being read in" in _shown(client, "kettles")


def test_what_one_looked_for_is_seen_by_oneself_and_forgotten_when_one_says_so(
    cast: Cast, talk: Imported, client_of: ClientOf
) -> None:
    mine = flows.look_for(cast.farid, "kettles", Within())
    flows.look_for(cast.chiara, "spoons", Within())
    assert flows.look_for(cast.farid, "kettles", Within()).pk == mine.pk
    client = client_of(cast.farid)

    shown = client.get("/search/").content.decode()
    assert "kettles" in shown
    assert "spoons" not in shown
    assert client_of(cast.emine).get(f"/search/{mine.pk}/").status_code == 404

    client_of(cast.farid).post("/search/forget/")
    assert [each.words for each in Asked.objects.all()] == ["spoons"]


def test_only_the_newest_questions_are_kept(cast: Cast) -> None:
    for number in range(KEPT + 5):
        flows.look_for(cast.farid, f"pan {number}", Within())

    kept = {each.words for each in Asked.objects.all()}
    assert kept == {f"pan {number}" for number in range(5, KEPT + 5)}


def test_a_question_about_a_case_one_has_left_has_no_answer(
    cast: Cast, talk: Imported, client_of: ClientOf
) -> None:
    asked = flows.look_for(cast.farid, "kettles", Within(case=cast.case.pk))
    client = client_of(cast.farid)
    assert client.get(f"/search/{asked.pk}/").status_code == 200
    cast.case.memberships.filter(member=cast.farid).delete()
    assert client.get(f"/search/{asked.pk}/").status_code == 404


def test_every_page_has_the_box_for_who_has_signed_in(cast: Cast, client_of: ClientOf) -> None:
    assert "data-seek-words" in client_of(cast.farid).get("/cases/").content.decode()
    assert "data-seek-words" not in Client().get("/unlock/").content.decode()


# Every withheld value against every byte that goes out (law 5).

TALKED = (
    "Ann: We hid it behind Zhuldyzai’s Quillfish oven, every winter.\n"
    "Bob: And the oven?\n"
    "Ann: The Quorkstone brevet, number 77341, lay there.\n"
)
WITHHELD = {
    "talk.txt": ("en", TALKED, ["Zhuldyzai’s Quillfish", "Quorkstone brevet, number 77341"]),
    "kk.txt": ("kk", "Аскар: Пеш артында Жұлдызайдың шелпегі тұрды.\nБота: Қыста ма?\n",
               ["Жұлдызайдың шелпегі"]),
    "ug.txt": ("ug", "ئاسقار: ئاشخانىدا يۇلتۇزاينىڭ قازىنى تۇراتتى.\nبوتا: قىشتىمۇ؟\n",
               ["يۇلتۇزاينىڭ قازىنى"]),
    "zh.txt": ("zh-Hans", "安娜：我们在朱勒德孜的炉灶后面藏了它。\n鲍勃：冬天吗？\n", ["朱勒德孜的炉灶"]),
}  # fmt: skip
AROUND = ["oven", "The*", "артында тұрды", "ئاشخانا", "后面", "Ann", '"behind oven"', "oven -hid"]


@pytest.fixture
def values(cast: Cast, keep: Keep) -> list[str]:
    """Texts in four languages with stretches cut in each; return every word that is withheld."""
    found = set[str]()
    for name, (language, text, cuts) in WITHHELD.items():
        made = keep(text, name, language=language)
        for words in cuts:
            anchor = flows.anchor_by_quote(cast.chiara, made.revision, words)
            flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")
            found |= {each for each in re.findall(r"\w{2,}", words) if each != "number"}
    return sorted(found)


def _forms(value: str) -> Iterator[bytes]:
    for each in (value, html.escape(value), json.dumps(value)[1:-1]):
        yield each.casefold().encode()


def _leaks(answer: bytes, values: list[str]) -> list[str]:
    low = answer.decode().casefold().encode()
    return [value for value in values if any(form in low for form in _forms(value))]


def test_no_answer_to_anybody_holds_a_withheld_value(
    cast: Cast, values: list[str], client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(values) == 10
    leaked, hits = [], 0
    for name in (*ROLES, STRANGER):
        client = client_of(cast.members[name])
        monkeypatch.setattr(commands, "enter_from_command", lambda name=name: cast.members[name])
        for words in AROUND:
            page = _ask(client, words)
            told = CliRunner().invoke(commands.search, [words, "--json"])
            plain = CliRunner().invoke(commands.search, [words])
            hits += told.output.count('"layer"')
            said = b"".join(
                (
                    page.content,
                    repr(page.redirect_chain).encode(),
                    told.output.encode(),
                    plain.output.encode(),
                )
            )
            leaked += [(name, words, value) for value in _leaks(said, values)]
    assert leaked == []
    assert hits > 40


def test_asking_for_a_withheld_value_is_answered_like_asking_for_what_was_never_said(
    cast: Cast, values: list[str], client_of: ClientOf
) -> None:
    def answered(client: Client, words: str) -> str:
        shown = _shown(client, words)
        for part in (words, html.escape(words)):
            shown = shown.replace(part, "WORDS")
        # What differs between any two loadings of a page.
        return re.sub(r"[0-9a-zA-Z]{32,}|search(/|%2F)\d+|\d\d:\d\d UTC|data-slip=\"[^\"]*\"", "", shown)

    asked = [*values, *(f"{value[:3]}*" for value in values[:3]), '"behind Zhuldyzai’s"']
    assert all(ask(each) for each in asked)
    client = client_of(cast.farid)
    never = answered(client, "Xyzzyplugh")
    assert "Nothing was found" in never
    for words in asked:
        assert answered(client, words) == never, words


def test_the_index_itself_holds_no_key_of_a_withheld_word(cast: Cast, values: list[str]) -> None:
    assert Block.objects.count() == 9
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'testimony_words', 'row')")
        cursor.execute("SELECT term FROM temp.terms WHERE doc > 0")
        terms = {term for (term,) in cursor.fetchall()}
        cursor.execute("DROP TABLE temp.terms")
    assert "oven" in terms
    assert not any("77341" in term or "quillfish" in term for term in terms)
