"""Doubts on pages: a sentence for every key in every language, and beside a kept text a link to its turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from guwah.instruments import transcripts
from guwah.instruments.transcripts.model import Warning_
from guwah.instruments.transcripts.saying import SAYS, WHERE
from guwah.steps.testimony.flows import import_transcript, revise
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Block, Revision
from guwah.steps.testimony.taking import doubt_words
from guwah.steps.testimony.taking.doubting import doubts_of

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member
    from kitchen import Seal

LANGUAGES = ("en", "ru", "zh-hans", "kk", "ug")
TALK = "ALMA: Bread?\nBORIS: Two.\nALMA: Good.\nBORIS: Thanks.\nthe guard: stop.\nCLARA: A word.\n"


def places(sentence: str) -> set[str]:
    return {*re.findall(r"%\((\w+)\)s", sentence)}


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_doubt_has_a_sentence_that_names_what_the_reader_names() -> None:
    assert set(doubt_words.DOUBTS) == set(SAYS)
    assert set(doubt_words.WHERE) == set(WHERE)
    with translation.override("en"):
        for key, english in SAYS.items():
            assert places(str(doubt_words.DOUBTS[key])) == {*re.findall(r"\{(\w+)\}", english)}, key


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_doubt_is_said_in_english_on_another_page(language: str) -> None:
    for key in [*SAYS, *WHERE]:
        sentence = doubt_words.DOUBTS.get(key) or doubt_words.WHERE[key]
        with translation.override("en"):
            english = str(sentence)
        with translation.override(language):
            assert str(sentence) != english, key
            assert places(str(sentence)) == places(english), key
            assert not str(sentence).isascii(), key


def test_names_and_numbers_stand_in_the_sentence() -> None:
    found = transcripts.read("ALMA: Bread?\nBORIS: Two.\nALMA: So.\nBORIS: Eh.\n".encode("utf-16"))
    (encoded,) = [one for one in found.warnings if one.code == "other-encoding"]
    with translation.override("ug"):
        assert "UTF-16" in doubt_words.doubt(encoded)["words"]
    (where,) = [one for one in transcripts.read(TALK.encode()).warnings if one.code == "possible-label"]
    assert doubt_words.doubt(where)["words"].endswith(str(doubt_words.WHERE["in-turn"]))


def test_a_doubt_of_an_older_guwah_is_said_in_its_own_words_and_marked_as_english() -> None:
    told = doubt_words.told({"code": "margins", "message": "Headers are not part of the text.", "line": None})
    assert told == {
        "code": "margins",
        "words": "Headers are not part of the text.",
        "english": True,
        "line": "",
        "label": "",
    }
    assert doubt_words.doubt(Warning_("lost-notes", "2 notes do not come back."))["english"]


@pytest.fixture
def kept(cast: Cast, seal: Seal) -> Revision:
    return import_transcript(cast.chiara, cast.case, seal(TALK.encode())).revision


def test_beside_a_kept_text_each_doubt_leads_to_its_turn(cast: Cast, kept: Revision) -> None:
    found = {row["code"]: row for row in doubts_of(kept)}
    assert {code: row["name"] for code, row in found.items()} == {
        "label-once": "s1-t5",
        "possible-label": "s1-t4",
    }
    where = reverse("reader", args=[cast.case.pk, kept.layer_id])
    assert found["label-once"]["url"] == f"{where}?at=s1-t5#s1-t5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_shows_them_folded_in_the_language_of_the_page(
    cast: Cast, kept: Revision, language: str
) -> None:
    client = client_of(cast.chiara)
    client.cookies["guwah_language"] = language
    page = client.get(reverse("reader", args=[cast.case.pk, kept.layer_id])).content.decode()
    (folded,) = re.findall(
        r"<details[^>]*><summary>[^<]*</summary>\s*<ul class=\"taking-doubts\".*?</details>", page, re.DOTALL
    )
    assert "<details open" not in folded
    assert folded.count("data-doubt=") == 2
    assert 'href="?at' not in folded
    assert folded.count("#s1-t") == 2
    with translation.override(language):
        assert str(doubt_words.DOUBTS["label-once"]) in folded
    assert ('lang="en"' in folded) is False
    if language != "en":
        for row in kept.reading["warnings"]:
            assert row["message"] not in page


def test_a_text_without_doubts_has_no_list(cast: Cast, seal: Seal) -> None:
    quiet = import_transcript(cast.chiara, cast.case, seal(b"A: x.\nB: y.\nA: x.\nB: y.\n")).revision
    page = client_of(cast.chiara).get(reverse("reader", args=[cast.case.pk, quiet.layer_id])).content.decode()
    assert "taking-doubts" not in page
    assert doubts_of(quiet) == []


def test_after_an_edit_a_doubt_leads_to_the_same_turn_as_it_is_counted_then(
    cast: Cast, kept: Revision
) -> None:
    first = Block.objects.get(revision=kept, n=1)
    later = revise(cast.daniyar, kept.layer, 1, [Wish("cut-off", first.uid)])
    assert later.number == 2
    found = {row["code"]: row.get("name") for row in doubts_of(later)}
    assert found == {"label-once": "s1-t4", "possible-label": "s1-t3"}
    page = client_of(cast.chiara).get(reverse("reader", args=[cast.case.pk, kept.layer_id])).content.decode()
    assert 'href="' + reverse("reader", args=[cast.case.pk, kept.layer_id]) + '?at=s1-t4#s1-t4"' in page
