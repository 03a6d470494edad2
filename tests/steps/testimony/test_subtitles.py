"""The words of a text under its recording: in time, without what is cut, a translation by its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from lxml import html

from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import subtitles
from guwah.steps.testimony.layers.tables import AlignedGroup
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal

    ClientOf = Callable[[Member], Client]

Tree = Any
SAID = (
    "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Boris>Where are the kettles?\n\n"
    "00:03.000 --> 00:05.000\n<v Alma>In the yard & none left.\n\n"
    "00:06.000 --> 00:07.000\n<v Boris>Who came?\n\n00:08.000 --> 00:09.000\n<v Alma>Nightjar Seven came.\n"
)
OTHER = "Борис: Где котлы?\nАлма: Во дворе. Ни одного нет.\nБорис: Кто пришёл?\nАлма: Пришёл Найтджар.\n"


@pytest.fixture
def heard(keep: Keep, cast: Cast, seal: Seal) -> Imported:
    kept = keep(SAID, "talk.vtt", language="en")
    item = seal(
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0",
        "a.wav",
    )
    flows.attach_recording(cast.chiara, kept.layer, item)
    return kept


def track(kept: Imported, number: int = 1, of: Imported | None = None) -> str:
    asked = f"?of={of.layer.pk}" if of else ""
    return f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/subtitles/{number}/{asked}"


def cues(client: Client, url: str) -> list[tuple[str, str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/vtt")
    assert answer["Cache-Control"] == "no-store"
    blocks = answer.content.decode().strip().split("\n\n")
    assert blocks[0] == "WEBVTT"
    return [(each.split("\n")[0], each.split("\n")[1]) for each in blocks[1:]]


def test_every_turn_is_shown_while_it_is_heard(heard: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.farid)
    assert cues(client, track(heard)) == [
        ("00:00:01.000 --> 00:00:02.500", "Where are the kettles?"),
        ("00:00:03.000 --> 00:00:05.000", "In the yard &amp; none left."),
        ("00:00:06.000 --> 00:00:07.000", "Who came?"),
        ("00:00:08.000 --> 00:00:09.000", "Nightjar Seven came."),
    ]
    page: Tree = html.document_fromstring(
        client.get(f"/cases/{heard.layer.case_id}/testimony/{heard.layer.pk}/").content.decode()
    )
    shown = page.xpath("//audio//track")
    assert [(each.get("src"), each.get("srclang")) for each in shown] == [(track(heard, of=heard), "en")]
    assert client.get(track(heard, 2)).status_code == 404
    assert client.get(track(heard) + "?of=999").status_code == 404


def test_what_is_cut_is_under_no_picture_in_no_version(
    heard: Imported, keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    other = keep(OTHER, "ru.txt", language="ru")
    flows.relate(cast.chiara, other.layer, heard.layer)
    alignment = flows.propose(cast.chiara, heard.layer, other.layer)
    flows.confirm(cast.chiara, cast.case, list(AlignedGroup.objects.filter(alignment=alignment)))
    held = flows.anchor_by_quote(cast.chiara, heard.revision, "Nightjar Seven")
    flows.cut(cast.chiara, cast.case, held, "safety", "witness")
    client = client_of(cast.farid)
    assert cues(client, track(heard))[3][1] == "[withheld]"
    assert cues(client, track(other, of=heard)) == [
        ("00:00:01.000 --> 00:00:02.500", "Где котлы?"),
        ("00:00:03.000 --> 00:00:05.000", "Во дворе. Ни одного нет."),
        ("00:00:06.000 --> 00:00:07.000", "Кто пришёл?"),
        # Who reads Russian words reads Russian here.
        ("00:00:08.000 --> 00:00:09.000", "[скрыто]"),
    ]
    page = client.get(f"/cases/{heard.layer.case_id}/testimony/{heard.layer.pk}/?with={other.layer.pk}")
    tree: Tree = html.document_fromstring(page.content.decode())
    assert [each.get("srclang") for each in tree.xpath("//audio//track")] == ["en", "ru"]
    assert len(tree.xpath("//select[@data-subtitles]/option")) == 3


def test_long_turns_are_divided_and_a_text_edited_since_is_given_to_nobody(
    heard: Imported, cast: Cast, client_of: ClientOf
) -> None:
    long = "We carried the kettles out at night. " * 4
    uid = heard.revision.blocks.order_by("start")[1].uid
    flows.revise(cast.chiara, heard.layer, 1, [Wish("fix", uid, long.strip())])
    client = client_of(cast.farid)
    assert client.get(track(heard, 1)).status_code == 404
    shown = cues(client, track(heard, 2))
    assert [words for _, words in shown[1:5]] == ["We carried the kettles out at night."] * 4
    assert shown[1][0] == "00:00:03.000 --> 00:00:03.500"
    assert shown[4][0] == "00:00:04.500 --> 00:00:05.000"


def test_a_long_turn_is_divided_where_its_words_are_heard(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    """Whoever speaks pauses: by their lengths alone the second sentence would come seconds too early."""
    said = (
        "We carried the kettles out at night.",
        "Nobody saw it.",
        "They were all gone by the morning, all.",
    )
    # What a recogniser says of the last sentence goes back: it was said of something else.
    heard = [(0.0, 2.0), (7.5, 8.0), (3.0, 3.5)]
    words = [
        {"word": f" {word}", "start": begins, "end": ends}
        for sentence, (begins, ends) in zip(said, heard, strict=True)
        for word in sentence.split()
    ]
    segment = {"start": 0.0, "end": 10.0, "text": " ".join(said), "words": words}
    kept = keep(json.dumps({"language": "en", "segments": [segment]}), "talk.json", language="en")
    shown = cues(client_of(cast.farid), track(kept))
    shown = [each for each in shown if each[1] in said]
    assert [each for _, each in shown] == list(said)
    assert shown[0][0] == "00:00:00.000 --> 00:00:07.500"
    # What is left is shared by the lengths of the two.
    assert shown[1][0] == "00:00:07.500 --> 00:00:08.160"
    assert shown[2][0] == "00:00:08.160 --> 00:00:10.000"


def test_a_text_without_times_or_a_recording_has_none(keep: Keep, cast: Cast, client_of: ClientOf) -> None:
    plain = keep(OTHER, "ru.txt", language="ru")
    client = client_of(cast.farid)
    assert cues(client, track(plain)) == []
    assert "<track" not in client.get(f"/cases/{cast.case.pk}/testimony/{plain.layer.pk}/").content.decode()
    assert Layer.objects.count() == 1


def test_a_machine_s_draft_says_what_it_is_before_anything_else(
    keep: Keep, cast: Cast, client_of: ClientOf
) -> None:
    draft = keep(SAID, "draft.vtt", language="en", kind="machine").layer
    url = f"/cases/{cast.case.pk}/testimony/{draft.pk}/subtitles/1/"
    told = client_of(cast.farid).get(url).content.decode()
    assert told.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nMachine-made, not checked\n\n")


@pytest.mark.parametrize(
    ("language", "sign"),
    [
        ("ug", "[يوشۇرۇلغان]"), ("ug-Arab", "[يوشۇرۇلغان]"), ("ug-Latn", "[withheld]"),
        ("kk", "[жасырылған]"), ("kk-Arab", "[withheld]"), ("zh-Hans", "[隐去]"), ("zh-Hant", "[withheld]"),
        ("tr", "[withheld]"), ("", "[withheld]"), ("no tag", "[withheld]"),
    ],
)  # fmt: skip
def test_what_is_withheld_is_said_in_the_language_and_script_of_the_words(language: str, sign: str) -> None:
    with translation.override("ru"):
        assert subtitles.sign_in(language) == sign
