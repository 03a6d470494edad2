"""The call sheet: two languages side by side, and what becomes of what is ticked and written on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from guwah.instruments.permissions.model import Custody, Kind, Material, Use
from guwah.steps.consent import queries as consent
from guwah.steps.consent.flows import set_situation
from guwah.steps.consent.models import ConsentRecord
from guwah.steps.evidence.models import Assurance, Source
from guwah.steps.testimony.taking.tables import Call
from guwah.steps.vigil.models import Watch
from guwah.vault.models import LogEntry, Opening
from guwah.web import call_sheet_words
from guwah.web.call_sheet_words import ASKS, POINTS, columns
from guwah.web.review import Review
from kept import keep

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member

LANGUAGES = ("en", "ru", "zh-hans", "kk", "ug")
BEGUN: dict[str, Any] = {"key": "0a1b2c3d", "person": "Zeynep", "next_zone": "UTC"}


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(cast: Cast, witness: str = "en", **more: object) -> Any:  # noqa: ANN401 - Django's test answer
    where = reverse("call-sheet", args=[cast.case.pk])
    told = {**BEGUN, "keeper": cast.chiara.pk, **more}
    return client_of(cast.chiara).post(f"{where}?caller=en&witness={witness}", told)


def taken(code: str) -> ConsentRecord:
    return ConsentRecord.objects.get(external_id=f"call-0a1b2c3d-{code}")


@pytest.mark.parametrize("witness", LANGUAGES)
def test_both_languages_stand_side_by_side_with_the_english_while_one_is_unchecked(
    cast: Cast, witness: str
) -> None:
    where = reverse("call-sheet", args=[cast.case.pk])
    page = client_of(cast.chiara).get(f"{where}?caller=ru&witness={witness}").content.decode()
    shown = columns("ru", witness)
    assert [column.code for column in shown] == list(dict.fromkeys(["ru", witness, "en"]))
    cells = re.findall(r'<p lang="([\w-]+)" dir="(ltr|rtl)">', page)
    row = [(column.tag, column.direction) for column in shown]
    assert cells == row * (len(POINTS) + len(ASKS))
    assert (("ug", "rtl") in cells) == (witness == "ug")


def test_no_english_is_added_to_languages_that_two_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(call_sheet_words, "review_state", lambda *_: Review(("a", "b")))
    assert [(column.code, column.checked) for column in columns("ru", "ug")] == [("ru", True), ("ug", True)]
    monkeypatch.setattr(call_sheet_words, "review_state", lambda *_: Review(("a",)))
    assert [column.code for column in columns("ru", "ug")] == ["ru", "ug", "en"]


def test_an_unknown_language_is_not_taken_from_the_address(cast: Cast) -> None:
    where = reverse("call-sheet", args=[cast.case.pk])
    page = client_of(cast.chiara).get(f"{where}?caller=xx&witness=<b>").content.decode()
    assert {tag for tag, _way in re.findall(r'<p lang="([\w-]+)" dir="(ltr|rtl)">', page)} == {"en"}


def test_nothing_is_ticked_beforehand(cast: Cast) -> None:
    page = client_of(cast.chiara).get(reverse("call-sheet", args=[cast.case.pk])).content.decode()
    ticked = re.findall(r"<input[^>]*checked[^>]*>", page)
    assert ticked
    assert all('value=""' in each for each in ticked)


def test_ticks_become_notes_of_a_conversation_of_its_own(cast: Cast) -> None:
    answer = send(
        cast, held="2031-05-04", said_who="on", said_danger="on", note_danger=" Her cousin <b>Ilyas</b> "
    )
    call = Call.objects.get()
    assert answer.url == reverse("call", args=[cast.case.pk, call.pk])
    assert (call.said, call.notes) == (["who", "danger"], {"danger": "Her cousin <b>Ilyas</b>"})
    assert (call.source.title, call.source.kind) == ("Call with Zeynep, 2031-05-04", "call_recording")
    assert (call.language, call.checked) == ("en", True)
    assert not ConsentRecord.objects.exists()
    assert not Watch.objects.exists()
    page = client_of(cast.chiara).get(answer.url).content.decode()
    assert "Her cousin &lt;b&gt;Ilyas&lt;/b&gt;" in page
    assert page.count("not noted that it was said") == len(POINTS) - 2


def test_a_conversation_that_is_known_is_not_named_again(cast: Cast) -> None:
    source = Source.objects.create(case=cast.case, number=7, title="The first call", added_by=cast.aygul)
    send(cast, source="7")
    assert Call.objects.get().source == source
    assert Source.objects.count() == 1


def test_sent_twice_it_is_kept_once(cast: Cast) -> None:
    for _time in range(2):
        assert send(cast, answer_again="given", ask_her="Which oven?").status_code == 302
    assert (Call.objects.count(), Source.objects.count()) == (1, 1)
    assert (Assurance.objects.count(), ConsentRecord.objects.count()) == (1, 1)


def test_how_they_know_each_other_is_noted_inside_and_each_answer_follows_its_question(cast: Cast) -> None:
    send(
        cast,
        ask_her="Which oven burnt?",
        her_answer="The left one",
        our_answer="In spring",
        doubt="A click on the line",
    )
    notes = list(Assurance.objects.order_by("pk"))
    assert [(each.kind, each.side) for each in notes] == [
        ("asked", "caller"),
        ("answered", "witness"),
        ("answered", "caller"),
        ("doubted", "other"),
    ]
    assert [each.follows for each in notes] == [None, notes[0], None, None]
    assert {each.source for each in notes} == {Call.objects.get().source}
    opened = " ".join(str(each.value) for each in Opening.objects.all())
    assert "oven" not in opened
    assert "click" not in opened
    assert "call-noted" in LogEntry.objects.values_list("act", flat=True)


def test_the_next_call_becomes_a_watch_at_the_hour_of_her_clock(cast: Cast) -> None:
    send(cast, next_hour="2031-05-04T17:00", next_zone="Asia/Almaty", if_not="Ask the baker")
    watch = Watch.objects.get()
    assert watch.due_at == datetime(2031, 5, 4, 12, tzinfo=UTC)
    assert (watch.keeper, watch.if_no_answer) == (cast.chiara, "Ask the baker")
    assert Assurance.objects.get().words == "Call Zeynep again, as promised: 2031-05-04 17:00 Asia/Almaty"


def test_a_yes_allows_what_the_sentence_says_and_a_no_forbids_it(cast: Cast) -> None:
    send(
        cast,
        said_who="on",
        alone="on",
        answer_record="given",
        answer_write="refused",
        answer_again="unclear",
        words_record="Yes, do",
    )
    yes, no, open_ = taken("record"), taken("write"), taken("again")
    assert (yes.kind, yes.by, yes.scope["state"]) == ("grant", "Zeynep", "given")
    assert yes.scope["actions"] == ["record", "keep"]
    assert yes.scope["quality"] == {"documenter_identified": True, "line_safe": True}
    assert (yes.scope["capture"], yes.scope["note"]) == ("spoken_recorded", "Yes, do")
    assert (no.kind, no.scope["state"]) == ("prohibition", "refused")
    assert (open_.kind, open_.scope["state"]) == ("grant", "unclear")
    assert yes.scope["material"] == [f"source:{Call.objects.get().source.number}"]
    assert {each.kind for each in consent.engine_records(cast.case)} == {Kind.GRANT, Kind.PROHIBITION}


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "unclear"),
        ({"words_publish": "ماقۇل"}, "unclear"),
        ({"spoken_by": "Rana"}, "unclear"),
        ({"spoken_by": " ", "words_publish": "ماقۇل"}, "unclear"),
        ({"spoken_by": "Rana", "words_publish": "ماقۇل"}, "given"),
    ],
)
def test_unchecked_words_cannot_capture_consent_alone(cast: Cast, more: dict[str, str], state: str) -> None:
    send(cast, "ug", answer_publish="given", **more)
    record = taken("publish")
    assert record.scope["state"] == state
    set_situation(cast.chiara, cast.case, Custody.FREE.value, reachable=True)
    use = Use(
        action="publish_text",
        audience="public",
        material=Material(source=record.scope["material"][0]),
        identity=("anonymous",),
        medium="text",
        language="en",
    )
    reasons = {reason.code for reason in consent.decide(cast.case, [use])[0].reasons}
    assert ("grant-not-live" in reasons) == (state == "unclear")
    assert not Call.objects.get().checked


def test_a_no_to_unchecked_words_is_a_no(cast: Cast) -> None:
    send(cast, "ug", answer_publish="refused")
    assert taken("publish").kind == "prohibition"


def test_one_sentence_that_is_not_confirmed_is_enough_to_leave_it_unclear(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state(_language: str, words: str) -> Review:
        return Review(("a",)) if words == POINTS[2].words else Review(("a", "b"))

    monkeypatch.setattr(call_sheet_words, "review_state", state)
    send(cast, "ug", answer_again="given")
    assert taken("again").scope["state"] == "unclear"
    monkeypatch.setattr(call_sheet_words, "review_state", lambda *_: Review(("a", "b")))
    send(cast, "ug", key="00000001", answer_again="given")
    later = ConsentRecord.objects.get(external_id="call-00000001-again")
    assert later.scope["state"] == "given"


def test_what_she_wants_left_out_is_cut_before_anything_leaves_the_group(cast: Cast) -> None:
    send(
        cast,
        note_leave_out="the name of the mill",
        answer_publish="given",
        answer_write="given",
        answer_un="given_conditional",
        condition_un="review_before",
        answer_partners="given_conditional",
        condition_partners="redact_first",
    )
    cut = ("redact_first", {"about": "the name of the mill"})
    found = {
        code: [(each.code, each.params) for each in taken(code).conditions.all()]
        for code in ("publish", "write", "un", "partners")
    }
    assert found == {"publish": [cut], "write": [], "un": [("review_before", {}), cut], "partners": [cut]}
    assert taken("publish").scope["state"] == "given_conditional"
    assert taken("write").scope["state"] == "given"
    assert {each.code for each in queries_open(cast)} == {"redact_first"}


def queries_open(cast: Cast) -> list[Any]:
    return [each.condition for each in consent.open_cut_conditions(cast.case)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"person": " "}, "This field is required."),
        ({"answer_un": "given_conditional"}, "Say which condition this is."),
        ({"condition_un": "review_before"}, "There is a condition and no yes that depends on it."),
        ({"answer_un": "refused", "condition_un": "notify"}, "no yes that depends on it."),
        ({"held": "last spring"}, "EDTF"),
        ({"next_hour": "soon"}, "Enter a valid date/time."),
    ],
)
def test_what_cannot_be_taken_comes_back_whole_and_nothing_of_it_is_kept(
    cast: Cast, wrong: dict[str, str], said: str
) -> None:
    answer = send(cast, ask_her="Which oven?", answer_again="given", **wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Which oven?"' in page
    for table in (Call, Source, Assurance, ConsentRecord, Watch):
        assert not table._default_manager.exists()


def test_a_call_of_another_case_is_not_there(cast: Cast) -> None:
    send(cast)
    call = Call.objects.get()
    assert client_of(cast.farid).get(reverse("call", args=[cast.case.pk, call.pk])).status_code == 403
    assert client_of(cast.chiara).get(reverse("call", args=[cast.case.pk, call.pk + 1])).status_code == 404


def test_the_sheet_is_found_from_the_texts_by_who_may_keep_calls(cast: Cast) -> None:
    where = reverse("call-sheet", args=[cast.case.pk])
    texts = reverse("testimony", args=[cast.case.pk])
    assert where in client_of(cast.chiara).get(texts).content.decode()
    assert where not in client_of(cast.farid).get(texts).content.decode()


@pytest.mark.parametrize("tag", [None, "ky", "enm", "zh", "cmn"])
def test_a_yes_is_unclear_where_nobody_said_which_language_she_understands(
    cast: Cast, tag: str | None
) -> None:
    if tag:
        layer = keep(cast, "Talk", "A: One.\nB: Two.\n").layer
        layer.language = tag
        layer.save()
    told = {**BEGUN, "keeper": cast.chiara.pk, "answer_publish": "given"}
    client = client_of(cast.chiara)
    where = reverse("call-sheet", args=[cast.case.pk])
    assert "call-warning" in client.get(where).content.decode()
    kept = client.post(where, told)
    assert taken("publish").scope["state"] == "unclear"
    call = Call.objects.get()
    assert (call.language, call.checked) == ("zh-hans" if tag in {"zh", "cmn"} else "und", False)
    assert client.get(kept["Location"]).status_code == 200
