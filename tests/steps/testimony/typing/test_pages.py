"""The pages of typing, as somebody without script uses them and as the island speaks to them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.utils import translation
from django.utils.translation import gettext
from lxml import html

from guwah.accounts import drafts
from guwah.accounts.typed import Typed, TypedPage
from guwah.steps.evidence.flows import Tool, add_derived, add_file
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.typing import queries, writing
from guwah.steps.testimony.typing.tables import OtherWords, Transcription
from guwah.steps.testimony.typing.telling import ToldTurn
from guwah.web import statics

if TYPE_CHECKING:
    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item

SignIn = Callable[["Member"], "Client"]
PAGE, FIRST, SECOND = "c" * 32, "1" * 32, "2" * 32


def at(typed: Transcription, rest: str = "") -> str:
    return f"/cases/{typed.case_id}/testimony/typing/{typed.pk}/{rest}"


def tell(
    client: Client, typed: Transcription, *turns: dict[str, Any], since: int = 0, page: str = PAGE
) -> Any:  # noqa: ANN401 - JSON
    told = {"page": page, "since": since, "turns": [{"speaker": 0, "start": None} | each for each in turns]}
    headers = {"X-Guwah-Page": page}
    return client.post(at(typed, "tell/"), json.dumps(told), content_type="application/json", headers=headers)


def said(answer: Any) -> list[str]:  # noqa: ANN401 - an answer as the test client makes it
    return [str(message) for message in get_messages(answer.wsgi_request)]


def words(typed: Transcription) -> list[str]:
    return [each.turn.words for each in queries.turns(typed)]


def test_a_recording_is_chosen_and_begun(cast: Cast, recording: Item, client_of: SignIn) -> None:
    client, where = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/typing/"
    assert "call.wav" in client.get(f"{where}?item={recording.pk}").content.decode()

    begun = client.post(
        where,
        {"item": recording.pk, "language": "ug", "name_1": "Ann", "role_1": "interviewer", "name_3": "M."},
    )

    made = Transcription.objects.get()
    assert begun["Location"] == at(made)
    # The keys follow the names that were given, without a gap.
    assert made.people == [{"name": "Ann", "role": "interviewer"}, {"name": "M.", "role": ""}]
    page = client.get(at(made)).content.decode()
    assert 'data-key="Digit2"' in page
    assert 'data-key="Digit3"' not in page
    assert 'lang="ug" dir="rtl"' in page
    assert at(made) in client.get(f"/cases/{cast.case.pk}/testimony/").content.decode()


def test_names_that_cannot_be_told_apart_are_said_so(cast: Cast, recording: Item, client_of: SignIn) -> None:
    client, where = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/typing/"
    answer = client.post(where, {"item": recording.pk, "name_1": "Ann", "name_2": "ann"})
    assert "Two people have the same name" in answer.content.decode()
    assert not Transcription.objects.exists()


def test_without_a_recording_the_page_says_where_one_comes_from(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.chiara).get(f"/cases/{cast.case.pk}/testimony/typing/").content.decode()
    assert "There is no recording in this case yet" in page


def test_turns_are_typed_without_script(cast: Cast, typed: Transcription, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    turn = {
        "uid": FIRST,
        "base": "0",
        "after": "",
        "speaker": "1",
        "start": "0:07,5",
        "words": "so\r\nit was",
    }

    answer = client.post(at(typed, "turn/"), turn)

    assert answer["Location"] == at(typed) + f"#t-{FIRST}"
    (shown,) = queries.turns(typed)
    assert (shown.turn.words, shown.turn.speaker, shown.time) == ("so\nit was", 1, "0:07.5")
    page = client.get(at(typed)).content.decode()
    assert page.count(f'name="uid" value="{FIRST}"') == 1
    client.post(at(typed, "turn/"), turn | {"base": "1", "gone": "1"})
    assert words(typed) == []
    refused = client.post(at(typed, "turn/"), turn | {"speaker": "king"})
    assert "could not be understood" in said(refused)[0]


def test_two_forms_of_one_turn_show_both_and_let_a_person_choose(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    turn = {"uid": FIRST, "base": "0", "after": "", "speaker": "1", "start": "", "words": "one"}
    client.post(at(typed, "turn/"), turn)
    writing.tell(cast.daniyar, typed, "d" * 32, [ToldTurn(FIRST, 1, words="won")])

    late = client.post(at(typed, "turn/"), turn | {"base": "1", "words": "one!"})

    assert "Both are kept" in said(late)[0]
    page = client.get(at(typed)).content.decode()
    columns = html.fromstring(page).findall(".//div[@class='typed-both']/div")
    assert [" ".join("".join(map(str, each.itertext())).split()) for each in columns] == [
        "Stands in the turn now · Daniyar won Take theirs",
        "Typed at the same time · you one! Take mine",
    ]
    # Whoever did neither sees who did which.
    boris = client_of(cast.boris).get(at(typed)).content.decode()
    assert "Take the words of Daniyar" in boris
    client = client_of(cast.chiara)
    beside = OtherWords.objects.get(kind="beside")
    client.post(at(typed, f"other/{beside.pk}/"), {"choice": "mine"})
    assert words(typed) == ["one!"]
    assert client.post(at(typed, "other/999/"), {"choice": "mine"}).status_code == 404
    assert said(client.post(at(typed, f"other/{beside.pk}/"), {"choice": "mine"}))


def test_a_page_tells_its_turns_and_hears_of_others(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    first = tell(client, typed, {"uid": FIRST, "base": 0, "words": "one"}).json()
    assert [(each["uid"], each["version"], each["other"]) for each in first["kept"]] == [(FIRST, 1, 0)]
    assert (first["news"], first["here"]) == ([], "")
    writing.tell(cast.daniyar, typed, "d" * 32, [ToldTurn(SECOND, 0, FIRST, words="two")])

    heard = tell(client, typed, since=first["sequence"]).json()

    assert [(each["uid"], each["after"], each["words"]) for each in heard["news"]] == [(SECOND, FIRST, "two")]
    assert heard["here"] == "Also typing here: Daniyar"
    # Asking alone is no writing: the number does not grow.
    assert tell(client, typed, since=heard["sequence"]).json()["sequence"] == heard["sequence"]


@pytest.mark.parametrize(("raw", "status"), [(b"{", 400), (b"x" * ((4 << 20) + 1), 400)])
def test_what_is_no_telling_changes_nothing(
    cast: Cast, typed: Transcription, client_of: SignIn, raw: bytes, status: int
) -> None:
    headers = {"X-Guwah-Page": PAGE}
    answer = client_of(cast.chiara).post(
        at(typed, "tell/"), raw, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, "bad-typing")


def test_another_site_can_tell_nothing(cast: Cast, typed: Transcription, client_of: SignIn) -> None:
    told = {"page": PAGE, "since": 0, "turns": [{"uid": FIRST, "base": 0, "words": "foreign"}]}
    answer = client_of(cast.chiara).post(at(typed, "tell/"), json.dumps(told), content_type="text/plain")
    assert answer.status_code == 400
    assert words(typed) == []


def test_what_waits_from_a_locked_vault_is_put_in_its_place(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    form = json.dumps(
        {"turn": FIRST, "base": 0, "after": "", "speaker": 1, "start": 2}, separators=(",", ":")
    )
    drafts.keep(
        cast.chiara.actor, TypedPage(PAGE, at(typed), 1, (Typed(form, FIRST, "", "typed in the dark"),))
    )
    assert "1 turn was typed while the vault was locked" in client.get(at(typed)).content.decode()

    client.post(at(typed, "take-up/"))

    assert words(typed) == ["typed in the dark"]
    assert "data-take-up" not in client.get(at(typed)).content.decode()


def test_kept_the_text_opens_and_the_page_says_where_it_went(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client = client_of(cast.daniyar)
    empty = client.post(at(typed, "end/"), {"how": "keep"})
    assert said(empty) == ["Nothing has been typed yet."]
    tell(client, typed, {"uid": FIRST, "base": 0, "words": "We baked.", "speaker": 2, "start": 0.0})

    kept = client.post(at(typed, "end/"), {"how": "keep"})

    typed.refresh_from_db()
    assert typed.kept_as is not None
    assert kept["Location"] == f"/cases/{typed.case_id}/testimony/{typed.kept_as_id}/"
    assert newest(typed.kept_as).text == "[0:00:00] M.: We baked.\n"
    assert "We baked." in client.get(kept["Location"]).content.decode()
    after = client.get(at(typed)).content.decode()
    assert "This was kept as a text" in after
    assert "data-transcribe" not in after
    assert tell(client, typed, {"uid": SECOND, "base": 0, "words": "late"}).status_code == 409


def test_laid_aside_and_taken_up_again(cast: Cast, typed: Transcription, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    client.post(at(typed, "end/"), {"how": "aside"})
    assert "laid aside" in client.get(at(typed)).content.decode()
    assert at(typed) in client.get(f"/cases/{typed.case_id}/testimony/typing/").content.decode()

    client.post(at(typed, "end/"), {"how": "again"})

    assert "data-transcribe" in client.get(at(typed)).content.decode()


def test_names_are_changed_on_the_page(cast: Cast, typed: Transcription, client_of: SignIn) -> None:
    client = client_of(cast.chiara)
    client.post(at(typed, "people/"), {"name_1": "Ann", "name_2": "Meryem", "role_2": "victim"})
    typed.refresh_from_db()
    assert [each["name"] for each in typed.people] == ["Ann", "Meryem"]
    assert said(client.post(at(typed, "people/"), {"name_1": "x" * 121}))


def test_the_shape_of_a_recording_is_given_or_said_not_to_be(
    cast: Cast, recording: Item, client_of: SignIn
) -> None:
    answer = client_of(cast.chiara).get(f"/cases/{cast.case.pk}/testimony/typing/wave/{recording.pk}/")
    assert answer.json() == {"seconds": 0, "peaks": [], "levels": ""}
    gone = client_of(cast.chiara).get(f"/cases/{cast.case.pk}/testimony/typing/wave/999/")
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("drawn", "seconds"),
    [(b'{"seconds":2.0,"peaks":[[-1,1]],"levels":"11"}', 2.0), (b"[]", 0), (b"{", 0)],
)
def test_what_was_drawn_of_a_recording_is_shown_above_the_player(
    cast: Cast, recording: Item, client_of: SignIn, drawn: bytes, seconds: float
) -> None:
    add_derived(cast.chiara, recording, io.BytesIO(drawn), "waveform.json", Tool("waveform (FFmpeg)", "7"))
    answer = client_of(cast.chiara).get(f"/cases/{cast.case.pk}/testimony/typing/wave/{recording.pk}/")
    assert answer.json()["seconds"] == seconds
    assert set(answer.json()) == {"seconds", "peaks", "levels"}


def test_a_film_is_typed_with_its_pictures(cast: Cast, client_of: SignIn) -> None:
    bytes_of = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01webm" + b"\0" * 40 + b"V_VP9"
    film = add_file(cast.chiara, cast.case, io.BytesIO(bytes_of), "call.webm").item
    assert film.kind == "video"
    typed = writing.begin(cast.chiara, cast.case, film, [])
    page = client_of(cast.chiara).get(at(typed)).content.decode()
    assert "<video controls" in page
    assert "<audio" not in page


def test_a_transcription_of_another_case_does_not_exist_here(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    assert client_of(cast.chiara).get(at(typed).replace(f"/{typed.pk}/", "/999/")).status_code == 404


def test_without_built_scripts_the_pages_say_so_and_can_be_typed_on(
    cast: Cast, typed: Transcription, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, record = client_of(cast.chiara), f"/cases/{cast.case.pk}/testimony/typing/record/"
    assert "installed without its scripts" not in client.get(at(typed)).content.decode()
    assert "installed without its scripts" not in client.get(record).content.decode()

    monkeypatch.setattr(statics, "exists", lambda _path: False)

    page = client.get(at(typed)).content.decode()
    assert "installed without its scripts" in page
    assert "<kbd>F8</kbd>" not in page
    # The field for the next turn stands outside of `noscript`: the browser has script, we have none.
    plain = page.split("<noscript>")[0].split("<template")[0]
    uid = re.findall(r'name="uid" value="([0-9a-f]{32})"', plain)[-1]
    client.post(at(typed, "turn/"), {"uid": uid, "base": "0", "after": "", "speaker": "1", "words": "Heard."})
    assert words(typed) == ["Heard."]
    page = client.get(record).content.decode()
    assert "This page cannot record then" in page


def test_names_given_for_a_recording_that_is_being_typed_are_kept(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client, where = client_of(cast.daniyar), f"/cases/{cast.case.pk}/testimony/typing/"
    given = {f"name_{n}": f"Person {n}" for n in range(1, 9)}

    begun = client.post(where, {"item": typed.recording_id, **given})

    typed.refresh_from_db()
    assert begun["Location"] == at(typed)
    assert [each["name"] for each in typed.people] == [
        "Ann Low",
        "M.",
        *(f"Person {n}" for n in range(1, 8)),
    ]
    assert said(begun) == [
        "This recording is being typed already: you go on with it. Nothing was lost.",
        "There was no key left for: Person 8",
    ]
    # A page that was open before is told who speaks now.
    assert tell(client_of(cast.chiara), typed).json()["people"] == [each["name"] for each in typed.people]


def test_before_a_text_is_kept_turns_that_name_nobody_are_told_and_named_in_one_go(
    cast: Cast, typed: Transcription, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    tell(client, typed, {"uid": FIRST, "base": 0, "words": "Who came?"})
    tell(client, typed, {"uid": SECOND, "base": 0, "after": FIRST, "words": "Three men.", "speaker": 2})

    asked = client.post(at(typed, "end/"), {"how": "keep"}, follow=True)

    typed.refresh_from_db()
    assert typed.kept_as is None
    page = asked.content.decode()
    assert "1 turn names nobody" in page
    assert f'<a href="#t-{FIRST}"><bdi lang="en">Who came?</bdi></a>' in page
    assert "names nobody" not in client.get(at(typed)).content.decode()

    client.post(at(typed, "end/"), {"how": "keep", "nameless": "1"})

    typed.refresh_from_db()
    assert typed.kept_as is not None
    assert newest(typed.kept_as).text == "Ann Low: Who came?\n\nM.: Three men.\n"


@pytest.mark.parametrize("language", ["en", "ru", "ug"])
def test_turns_that_name_nobody_may_stay_so_and_are_shown_so_in_every_language(
    cast: Cast, typed: Transcription, client_of: SignIn, language: str
) -> None:
    client = client_of(cast.chiara)
    client.cookies["guwah_language"] = language
    tell(client, typed, {"uid": FIRST, "base": 0, "words": "Who came?"})

    client.post(at(typed, "end/"), {"how": "keep", "nameless": "0"})

    typed.refresh_from_db()
    assert typed.kept_as is not None
    assert newest(typed.kept_as).text == "—: Who came?\n"
    with translation.override(language):
        shown = gettext("not named")
    page = client.get(f"/cases/{cast.case.pk}/testimony/{typed.kept_as.pk}/").content.decode()
    assert f'<span class="turn-speaker turn-unnamed"><bdi>{shown}</bdi></span>' in page
