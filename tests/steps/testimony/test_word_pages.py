from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.utils import translation

from guwah.accounts.permissions import Permission
from guwah.failures import Refused
from guwah.steps.evidence.models import Outcome
from guwah.steps.testimony import flows, margin
from guwah.steps.testimony.flows import anchor, cut
from guwah.steps.testimony.models import Anchor, Cut, Layer, Note
from kitchen import TALK, led_to, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Seal

    ClientOf = Callable[[Member], Client]


def _url(kept: Imported, more: str = "") -> str:
    return f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/{more}"


def _of_case(cast: Cast, more: str) -> str:
    return f"/cases/{cast.case.pk}/testimony/{more}"


def _said(answer: Any) -> list[str]:  # noqa: ANN401 - the test client's own kind of answer
    return [str(message) for message in get_messages(answer.wsgi_request)]


def _span(words: str) -> dict[str, str]:
    start = TALK.index(words)
    return {"start": str(start), "end": str(start + len(words)), "quote": words}


def test_selected_words_become_an_anchor_and_lead_on(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.chiara).post(
        _url(talk, "select/?action=cut"), _span("жыл жұмыс") | {"revision": str(talk.revision.pk)}
    )

    held = Anchor.objects.get()
    assert held.quote == "жыл жұмыс"
    assert led_to(answer) == _of_case(cast, f"cut/?anchor={held.pk}")


def test_without_an_action_the_words_are_shown_with_what_may_be_done(
    talk: Imported, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.chiara)
    answer = client.post(_url(talk, "select/"), _span("kettles [from"), follow=True)

    page = answer.content.decode()
    assert "kettles [from" in page
    assert f"cut/?anchor={Anchor.objects.get().pk}" in page
    assert f"note/?anchor={Anchor.objects.get().pk}" in page


def test_a_later_step_offers_its_own_page(
    talk: Imported, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = margin.Action("weigh", "Weigh", "claim", "evidence", Permission.CLAIM_MAKE, 1)
    monkeypatch.setattr(margin, "_actions", {**margin._actions, "weigh": action})

    answer = client_of(cast.chiara).post(_url(talk, "select/?action=weigh"), _span("kettles"))

    assert led_to(answer) == f"/cases/{cast.case.pk}/evidence/?anchor={Anchor.objects.get().pk}"
    assert "Weigh" in client_of(cast.chiara).get(_url(talk)).content.decode()
    assert "Weigh" not in client_of(cast.daniyar).get(_url(talk)).content.decode()


@pytest.mark.parametrize("quote", ["And then?\r\r\n\r\n[inaudible]", "And then?[inaudible]"])
def test_line_ends_a_browser_changed_are_no_other_words(
    talk: Imported, cast: Cast, client_of: ClientOf, quote: str
) -> None:
    words = "And then?\r\n[inaudible]"
    given = _span(words) | {"quote": quote}

    client_of(cast.chiara).post(_url(talk, "select/"), given)

    assert Anchor.objects.get().quote == words


@pytest.mark.parametrize(
    "given",
    [
        {"start": "0", "end": "3", "quote": "the"},
        {"start": "0", "end": "999999", "quote": TALK},
        {"start": "0", "end": "9" * 50, "quote": "x"},
        {"start": "", "end": "", "quote": ""},
        {"start": "", "end": "", "quote": "kettles"},
        {"start": "", "end": "", "quote": "kettles", "turn": "1"},
        {"start": "", "end": "", "quote": "kettles", "turn": "samovar"},
        {"start": "", "end": "", "quote": "kettles", "turn": "9.9"},
        {"start": "0", "end": "3", "quote": "Two", "revision": "0"},
    ],
)
def test_words_that_cannot_be_held_change_nothing_and_say_so(
    talk: Imported, cast: Cast, client_of: ClientOf, given: dict[str, str]
) -> None:
    answer = client_of(cast.chiara).post(_url(talk, "select/?action=cut"), given)

    assert answer.status_code == 302
    assert led_to(answer).startswith(_url(talk))
    assert len(_said(answer)) == 1
    assert not Anchor.objects.exists()


@pytest.mark.parametrize("turn", ["6", "1.6", "s1-t6"])
def test_without_script_words_are_chosen_by_quoting_them(
    talk: Imported, cast: Cast, client_of: ClientOf, turn: str
) -> None:
    client_of(cast.chiara).post(_url(talk, "select/?action=note"), {"turn": turn, "quote": "kettles"})

    held = Anchor.objects.get()
    assert place_of(held.block) == (1, 6)


def test_every_turn_has_a_page_to_choose_words_on(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.chiara)

    page = client.get(_url(talk, "select/s1-t4/")).content.decode()

    assert "&lt;lost&gt;" in page
    assert 'name="turn" value="s1-t4"' in page
    assert client.get(_url(talk, "select/s9-t4/")).status_code == 404
    assert client.get(_url(talk, "select/here/")).status_code == 404
    assert _url(talk, "select/s1-t4/") in client.get(_url(talk)).content.decode()
    assert "/select/" not in client_of(cast.farid).get(_url(talk)).content.decode()


def test_who_may_only_read_holds_no_words(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.farid).post(_url(talk, "select/"), _span("kettles"))

    assert led_to(answer).startswith(_url(talk))
    assert not Anchor.objects.exists()


def test_a_cut_is_made_and_lifted_on_its_pages(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.chiara)
    held = anchor(cast.chiara, talk.revision, 97, 110)
    address = _of_case(cast, f"cut/?anchor={held.pk}")

    assert client.get(address).status_code == 200
    assert not client.post(address, {"by": "witness", "reason": " "}).context["form"].is_valid()
    answer = client.post(address, {"by": "witness", "reason": "she asked"})

    made = Cut.objects.get()
    assert led_to(answer) == _url(talk, "?from=97#o97") or led_to(answer).endswith("#s1-t1")
    assert "she asked" in client.get(_of_case(cast, f"words/{held.pk}/")).content.decode()
    lifting = _of_case(cast, f"cuts/{made.pk}/lift/")
    assert client.get(lifting).status_code == 200
    assert led_to(client.post(lifting, {"because": "she said so"})) == _of_case(cast, f"words/{held.pk}/")
    assert client.post(lifting, {"because": "again"}).context["form"].non_field_errors()
    assert "she said so" in client.get(_of_case(cast, f"words/{held.pk}/")).content.decode()


def test_a_note_is_kept_on_its_page(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    held = anchor(cast.chiara, talk.revision, 99, 110)
    address = _of_case(cast, f"note/?anchor={held.pk}")
    client = client_of(cast.daniyar)

    assert client.get(address).status_code == 200
    client.post(address, {"words": " "})
    assert not Note.objects.exists()
    client.post(address, {"words": "check"})

    assert Note.objects.get().words == "check"
    assert "check" in client.get(_of_case(cast, f"words/{held.pk}/")).content.decode()


@pytest.mark.parametrize(
    ("page", "given"), [("cut", {"by": "witness", "reason": "r"}), ("note", {"words": "w"})]
)
def test_a_refusal_of_the_flow_is_told_on_the_form(
    talk: Imported,
    cast: Cast,
    client_of: ClientOf,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    given: dict[str, str],
) -> None:
    def refuse(*_: object) -> None:
        raise Refused("lost", "You have just lost this permission.")

    held = anchor(cast.chiara, talk.revision, 99, 110)
    monkeypatch.setattr(flows, page, refuse)

    answer = client_of(cast.chiara).post(_of_case(cast, f"{page}/?anchor={held.pk}"), given)

    assert "just lost this permission" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["cut/", "note/", "cut/?anchor=x", "note/?anchor=999", "words/999/", "cuts/999/lift/"]
)
def test_pages_of_words_that_are_not_held_do_not_exist(
    talk: Imported, cast: Cast, client_of: ClientOf, page: str
) -> None:
    assert client_of(cast.aygul).get(_of_case(cast, page)).status_code == 404


def test_a_reviewer_may_cut_and_may_not_lift(talk: Imported, cast: Cast, client_of: ClientOf) -> None:
    held = anchor(cast.emine, talk.revision, 99, 110)
    made = cut(cast.emine, cast.case, held, "r", "editor")
    client = client_of(cast.emine)

    assert client.get(_of_case(cast, f"cuts/{made.pk}/lift/")).status_code == 403
    assert "/lift/" not in client.get(_of_case(cast, f"words/{held.pk}/")).content.decode()
    assert client.get(_of_case(cast, f"note/?anchor={held.pk}")).status_code == 403


def test_the_layers_of_a_case_stand_under_their_sources(
    talk: Imported, letter: Imported, cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.farid).get(_of_case(cast, "")).content.decode()

    assert "10 turns" in page
    assert "3 paragraphs" in page
    assert _url(talk) in page
    assert _url(letter) in page
    assert "/testimony/import/" not in page


def test_an_empty_case_says_where_to_begin(cast: Cast, client_of: ClientOf) -> None:
    assert "/testimony/import/" in client_of(cast.chiara).get(_of_case(cast, "")).content.decode()
    assert "/evidence/" in client_of(cast.chiara).get(_of_case(cast, "import/")).content.decode()


def test_a_sealed_text_is_previewed_then_kept(cast: Cast, seal: Seal, client_of: ClientOf) -> None:
    item, client = seal(TALK.encode(), "talk.txt"), client_of(cast.chiara)
    wishes = {"item": str(item.pk), "format": "", "language": "", "kind": "original"}

    seen = client.get(_of_case(cast, "import/"), wishes).content.decode()

    assert "Session 1" in seen
    assert "6 turns" in seen
    assert "Boris Petrov" in seen
    assert not Layer.objects.exists()
    assert not Outcome.objects.filter(step="testimony").exists()
    answer = client.post(_of_case(cast, "import/"), wishes)
    assert led_to(answer) == _of_case(cast, f"{Layer.objects.get().pk}/")
    assert "taken in already" in client.get(_of_case(cast, "import/")).content.decode()


def test_the_preview_shows_every_warning_with_its_line(cast: Cast, seal: Seal, client_of: ClientOf) -> None:
    item = seal(b"One line.\n\nAnother\xe2\x80\xaeone.\n", "letter.txt")

    seen = (
        client_of(cast.chiara)
        .get(_of_case(cast, "import/"), {"item": str(item.pk), "kind": "original"})
        .content.decode()
    )

    assert "line 3" in seen
    assert "Nobody speaks in this text" in seen


def test_a_text_that_is_none_is_told_with_its_line_and_recorded(
    cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    item, client = seal(b"A: Hello\nB: \xff no\n", "talk.txt"), client_of(cast.chiara)
    wishes = {"item": str(item.pk), "kind": "original"}

    looked = client.get(_of_case(cast, "import/"), wishes)
    assert "line 2" in looked.content.decode()
    assert not Outcome.objects.filter(step="testimony").exists()
    kept = client.post(_of_case(cast, "import/"), wishes)

    assert kept.status_code == 200
    assert "line 2" in kept.content.decode()
    assert Outcome.objects.get(step="testimony").code == "bad-encoding"
    assert not Layer.objects.exists()


def test_only_items_of_the_case_can_be_chosen(cast: Cast, client_of: ClientOf, seal: Seal) -> None:
    seal(b"Alma: Hello.\n", "talk.txt")

    answer = client_of(cast.chiara).post(_of_case(cast, "import/"), {"item": "999", "kind": "original"})

    assert answer.status_code == 200
    assert "item" in answer.context["form"].errors
    assert client_of(cast.farid).get(_of_case(cast, "import/")).status_code == 403


def test_a_recording_is_put_beside_the_words(
    talk: Imported, cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    sound, client = seal(b"RIFF\x24\x00\x00\x00WAVEfmt ", "talk.wav"), client_of(cast.chiara)

    assert "talk.wav" in client.get(_url(talk)).content.decode()
    wrong = client.post(_url(talk, "recording/"), {"item": "999"})
    assert "no recording" in _said(wrong)[0]
    client.post(_url(talk, "recording/"), {"item": str(sound.pk)})

    assert Layer.objects.get(pk=talk.layer.pk).recording == sound
    other = seal(b"RIFF\x25\x00\x00\x00WAVEfmt ", "other.wav")
    refused = client.post(_url(talk, "recording/"), {"item": str(other.pk)})
    assert "has a recording already" in " ".join(_said(refused))
    assert client_of(cast.farid).post(_url(talk, "recording/"), {"item": str(sound.pk)}).status_code == 403


@pytest.mark.parametrize(
    ("by", "language", "said"),
    [("witness", "ru", "свидетель"), ("family", "en", "the family"), ("Gulya", "ug", "Gulya")],
)
def test_whose_wish_a_cut_was_is_said_in_the_language_of_the_page(by: str, language: str, said: str) -> None:
    with translation.override(language):
        assert Cut(by_wish_of=by).wish == said
