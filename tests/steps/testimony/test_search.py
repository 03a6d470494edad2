"""The index answers as the words themselves do, for those who may read, and never with what is withheld."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from cast import ROLES, STRANGER
from guwah.accounts.guard import NotPermitted, may
from guwah.accounts.models import AuditEntry, Case
from guwah.accounts.permissions import Permission, Role
from guwah.failures import NotUnderstood
from guwah.instruments.words import ask, found
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows import seeing
from guwah.steps.testimony.flows.anchoring import Stretch
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Block, Layer, Participant, Revision, Session
from guwah.steps.testimony.search import answering, commands, words, writing
from guwah.steps.testimony.search.answering import MOST, PAGE, answer
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.search.tables import Entry, Indexed
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep

NOWHERE = Within()
KAZAKH = "Аскар: Мектептерінде екі қазан тұрды.\nБота: Қазанның бірі мектебінде қалды.\n"


def _names(actor: Member, asked: str, within: Within = NOWHERE) -> list[str]:
    """Return `layer:start` of what somebody finds."""
    return [f"{hit.revision.layer_id}:{hit.start}" for hit in answer(actor, asked, within).hits]


def _stretches(revision: Revision) -> list[tuple[int, int]]:
    beside = [
        (start, end) for kind, start, end in revision.reading["beside"] if kind not in {"title", "note"}
    ]
    return sorted([*revision.blocks.values_list("start", "end"), *beside])


def test_the_index_finds_what_the_words_themselves_answer(cast: Cast, talk: Imported, keep: Keep) -> None:
    keep(KAZAKH, "call.txt", language="kk")
    asked = [
        "kettles", "kettle", "ket*", '"the kettles"', "licence -gone", "厨房", "厨", "аспаз", "Аспазы",
        "aspaz", "ashxana", "ئاشخانا", "қазан", "казан", "qazan", "мектеп", "tasaryk", "yes kettles",
        "inaudible", "a", '"NEAR" AND OR', "plain:kettles", "kettles*", '"']  # fmt: skip

    for question in asked:
        if not ask(question):
            continue
        expected = [
            (each.layer_id, start)
            for each in Indexed.objects.select_related("revision__layer").order_by("layer")
            for start, end in _stretches(each.revision)
            if found(
                each.revision.text[start:end],
                ask(question),
                tongue_of(each.revision.text[start:end], each.revision.layer.language).language,
            )
        ]
        hits = answer(cast.farid, question, NOWHERE)
        assert [(hit.revision.layer_id, hit.start) for hit in hits.hits] == expected, question
        assert hits.count == len(expected)


def test_a_hit_says_who_speaks_where_and_when(cast: Cast, talk: Imported) -> None:
    (hit,) = answer(cast.farid, "licence", NOWHERE).hits

    assert hit.block is not None
    assert hit.session is not None
    assert (hit.speaker, hit.session.n, hit.block.n) == ("Alma Serik", 1, 4)
    assert "".join(piece.text for piece in hit.pieces if piece.kind == "found") == "licence"
    assert hit.text == talk.revision.text[hit.start : hit.end]


def test_what_stands_beside_the_turns_is_found_too(cast: Cast, talk: Imported) -> None:
    (hit,) = answer(cast.farid, "Tasaryk", NOWHERE).hits

    assert (hit.block, hit.session, hit.speaker, hit.title) == (None, None, "", "")


def test_the_filters_narrow(cast: Cast, talk: Imported, keep: Keep) -> None:
    other = keep(KAZAKH, "call.txt", language="kk")
    second = Session.objects.get(revision=talk.revision, n=2)

    assert len(_names(cast.farid, "kettles", Within(speaker="Алма"))) == 1
    assert len(_names(cast.farid, "kettles", Within(speaker="Petrov"))) == 2
    assert _names(cast.farid, "kettles", Within(speaker="Nobody")) == []
    assert _names(cast.farid, "kettles", Within(session=second.pk)) == []
    assert len(_names(cast.farid, "today", Within(session=second.pk))) == 1
    assert len(_names(cast.farid, "қазан", Within(language="kk"))) == 2
    assert _names(cast.farid, "қазан", Within(language="ug")) == []
    assert _names(cast.farid, "қазан", Within(layer=talk.layer.pk)) == []
    assert len(_names(cast.farid, "қазан", Within(layer=other.layer.pk, case=cast.case.pk))) == 2


def test_days_narrow_by_when_a_session_was_held_or_its_source_received(
    cast: Cast, talk: Imported, keep: Keep
) -> None:
    Session.objects.filter(revision=talk.revision, n=1).update(held="2019-05")
    Session.objects.filter(revision=talk.revision, n=2).update(held="no date at all")
    letter = keep(KAZAKH, "call.txt")
    letter.layer.source.received = "2021-02-03"
    letter.layer.source.save()

    inside = answer(cast.farid, "kettles", Within(since="2019-05-31", until="2019"))
    assert (inside.count, inside.undated) == (3, 1)
    assert answer(cast.farid, "kettles", Within(since="2019-06")).count == 0
    assert answer(cast.farid, "kettles", Within(until="2019-04")).count == 0
    assert answer(cast.farid, "қазан", Within(since="2021")).count == 2
    with pytest.raises(NotUnderstood, match="no date"):
        answer(cast.farid, "kettles", Within(since="last spring"))


def test_who_may_not_read_finds_nothing_and_is_not_told_of_the_case(cast: Cast, talk: Imported) -> None:
    for name in (*ROLES, STRANGER):
        member = cast.members[name]
        allowed = may(member, Permission.TESTIMONY_READ, cast.case)
        assert bool(_names(member, "kettles")) is allowed, name
        if not allowed:
            with pytest.raises(NotUnderstood, match="no case"):
                answer(member, "kettles", Within(case=cast.case.pk))


def test_only_cases_whose_words_are_shown_stand_in_the_audit_trail(cast: Cast, talk: Imported) -> None:
    Case.objects.create(title="The mill", opened_by=cast.aygul)
    trail = AuditEntry.objects.filter(target="testimony:search")

    answer(cast.boris, "saucepan", NOWHERE)
    assert not trail.exists()
    answer(cast.boris, "kettles", NOWHERE)
    assert [(each.case, each.allowed) for each in trail] == [(cast.case, True)]


def test_a_cut_is_not_found_nor_shown_nor_reached_across(cast: Cast, talk: Imported) -> None:
    before = answer(cast.farid, "licence", NOWHERE).count
    anchor = flows.anchor_by_quote(cast.chiara, talk.revision, "licence” (厨房) was <lo")
    cut = flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")

    for asked in ("licence", "厨房", "lost", "lo*", '"the gone"'):
        assert answer(cast.farid, asked, NOWHERE).count == 0, asked
    (hit,) = answer(cast.farid, "gone", NOWHERE).hits
    shown = "".join(piece.text for piece in hit.pieces) + hit.text
    assert not any(word in shown for word in ("licence", "厨", "房", "lost", "st>"))
    assert [piece.kind for piece in hit.pieces] == ["", "withheld", "", "found", ""]
    assert len(hit.text) == hit.end - hit.start

    flows.lift_cut(cast.aygul, cut, "her own word, by telephone")
    assert answer(cast.farid, "licence", NOWHERE).count == before == 1


def test_should_the_index_be_behind_no_withheld_word_is_shown(cast: Cast, talk: Imported) -> None:
    anchor = flows.anchor_by_quote(cast.chiara, talk.revision, "licence")
    flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")
    assert anchor.block is not None
    row = Entry.objects.get(uid=anchor.block.uid)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {words.TABLE} WHERE rowid = %s", [row.pk])  # noqa: S608 - our own table
    words.add([words.Row(row.pk, "licence gone", "", "", "")])

    assert answer(cast.farid, "licence", NOWHERE).hits == []


def test_who_speaks_and_the_title_are_withheld_with_what_is_cut_over_them(cast: Cast, talk: Imported) -> None:
    text = talk.revision.text
    for words_ in ("?\r\nAlma Serik (quietly): In the sp", "with Alma Serik\r\nBor"):
        start = text.index(words_)
        anchor = flows.anchor(cast.chiara, talk.revision, start, start + len(words_))
        flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")

    (hit,) = answer(cast.farid, "sic", NOWHERE).hits
    assert (hit.speaker, hit.title) == ("", "")
    assert _names(cast.farid, "sic", Within(speaker="Alma")) == []


def test_a_cut_over_the_label_alone_withholds_who_speaks(cast: Cast, talk: Imported) -> None:
    start = talk.revision.text.index("Alma Serik (quietly)")
    anchor = flows.anchor(cast.chiara, talk.revision, start, start + len("Alma Serik"))
    flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")

    (hit,) = answer(cast.farid, "sic", NOWHERE).hits
    assert hit.speaker == ""
    assert _names(cast.farid, "sic", Within(speaker="Alma")) == []


def _next_revision(former: Revision, text: str) -> Revision:
    """Write a later revision of one paragraph, as an edit would."""
    made = Revision.objects.create(
        layer=former.layer, number=former.number + 1, format="plain", text=text, made_by=former.made_by
    )
    Block.objects.create(revision=made, kind=Block.Kind.PARAGRAPH, n=1, uid=1, start=0, end=len(text))
    with transaction.atomic():
        writing.written(made)
    return made


def test_the_newest_revision_takes_the_place_of_the_earlier(cast: Cast, letter: Imported) -> None:
    assert answer(cast.farid, "reader", NOWHERE).count == 1
    flows.cut(
        cast.chiara,
        cast.case,
        flows.anchor_by_quote(cast.chiara, letter.revision, "Somebody took"),
        "third party",
        "witness",
    )

    newer = _next_revision(letter.revision, "A cook wrote: Somebody took the pots.")
    writing.written(letter.revision)

    assert answer(cast.farid, "reader", NOWHERE).count == 0
    assert answer(cast.farid, "pots", NOWHERE).count == 1
    # The cut of the earlier revision holds where its words stand.
    assert answer(cast.farid, "somebody", NOWHERE).count == 0
    assert [each.revision_id for each in Indexed.objects.all()] == [newer.pk]
    assert words.size() == 1
    assert not writing.missing().exists()


def test_a_cut_in_an_earlier_revision_withholds_in_the_newest(cast: Cast, letter: Imported) -> None:
    anchor = flows.anchor_by_quote(cast.chiara, letter.revision, "the kettles, writes")
    _next_revision(letter.revision, "Now: the kettles, writes somebody.")
    assert answer(cast.farid, "kettles", NOWHERE).count == 1

    flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")

    assert answer(cast.farid, "kettles", NOWHERE).count == 0
    assert answer(cast.farid, "somebody", NOWHERE).count == 1


def test_texts_of_an_older_vault_are_counted_as_waiting_until_they_are_in(cast: Cast, talk: Imported) -> None:
    Indexed.objects.all().delete()
    Entry.objects.all().delete()
    assert words.size() == 0
    assert answer(cast.farid, "kettles", NOWHERE).waiting == 1

    writing.take_turn("search:1", {})

    told = answer(cast.farid, "kettles", NOWHERE)
    assert (told.count, told.waiting) == (3, 0)
    Indexed.objects.update(rules=0)
    assert list(writing.missing()) == [talk.layer]


def test_only_who_looks_after_the_vault_makes_the_index_anew(cast: Cast, talk: Imported) -> None:
    with pytest.raises(NotPermitted):
        writing.rebuild(cast.chiara)
    before = words.size()
    assert writing.rebuild(cast.boris) == 1
    assert words.size() == before == Entry.objects.count()


def test_nothing_of_a_revision_that_is_rolled_back_stays(cast: Cast, letter: Imported) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        _next_revision(letter.revision, "Saucepans.")
        raise Stop
    assert answer(cast.farid, "saucepans", NOWHERE).count == 0
    assert answer(cast.farid, "kettles", NOWHERE).count == 2


def test_many_hits_have_pages_and_are_counted_up_to_a_thousand(cast: Cast, keep: Keep) -> None:
    keep("".join(f"Ann: word {n} and pan\nBob: no\n" for n in range(MOST // 2 + 20)))

    first = answer(cast.farid, "pan", NOWHERE)
    last = answer(cast.farid, "pan", NOWHERE, 99)

    assert (len(first.hits), first.count, first.pages, first.many) == (PAGE, 520, 26, False)
    assert (last.page, len(last.hits)) == (26, PAGE)
    assert first.hits[0].start < last.hits[0].start
    assert answering.answer(cast.farid, "pan", NOWHERE, 2).hits[0].start > first.hits[-1].start


def test_a_search_asks_the_database_as_often_for_many_texts_as_for_one(
    cast: Cast, keep: Keep, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        keep(f"Ann: pan {number}\nBob: another pan\n", f"{number}.txt")

    with django_assert_max_num_queries(12):
        assert answer(cast.chiara, "pan", NOWHERE).count == 12


# The command.


def _run(cast: Cast, monkeypatch: pytest.MonkeyPatch, *given: str, stdin: str = "") -> tuple[int, Any]:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.boris)
    done = CliRunner().invoke(commands.search, [*given, "--json"], input=stdin)
    return done.exit_code, json.loads(done.stdout)


def test_the_command_answers_with_place_words_and_offsets(
    cast: Cast, talk: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = _run(cast, monkeypatch, "licence", "--case", str(cast.case.pk), "--speaker", "Алма")

    (one,) = told.pop("results")
    assert code == 0
    assert told == {"count": 1, "more": False, "page": 1, "pages": 1, "undated": 0, "waiting": 0}
    text = talk.revision.text
    assert one.pop("text") == text[one["start"] : one["end"]]
    assert [text[start:end] for start, end in one.pop("found")] == ["licence"]
    del one["start"], one["end"]
    assert one == {
        "case": cast.case.pk,
        "layer": talk.layer.pk,
        "revision": 1,
        "block": "s1-t4",
        "session": 1,
        "turn": 4,
        "speaker": "Alma Serik",
        "language": one["language"],
        "time": None,
    }


def test_the_command_reads_what_nobody_should_see_from_standard_input(
    cast: Cast, talk: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = _run(
        cast, monkeypatch, "-", "--layer", str(talk.layer.pk), "--session", "2", stdin="today\n"
    )

    assert (code, told["count"]) == (0, 1)
    assert _run(cast, monkeypatch, "today", "--layer", str(talk.layer.pk), "--session", "9")[1]["count"] == 0


@pytest.mark.parametrize(
    ("given", "code", "problem"),
    [
        ([], 2, "no-words"),
        (["—"], 3, "no-words"),
        (["pan", "--session", "1"], 2, "no-layer"),
        (["pan", "--case", "99"], 3, "no-such-case"),
        (["pan", "--since", "soon"], 3, "bad-date"),
    ],
)
def test_the_command_says_what_is_wrong(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, given: list[str], code: int, problem: str
) -> None:
    ended, told = _run(cast, monkeypatch, *given)

    assert (ended, told["error"]["code"]) == (code, problem)


def test_in_words_the_command_tells_what_it_found_and_what_it_could_not(
    cast: Cast, talk: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.boris)
    run = CliRunner().invoke

    assert "Alma Serik:" in run(commands.search, ["licence"]).stdout
    assert run(commands.search, ["saucepan"]).stdout == "Nothing was found.\n"
    assert "have no date" in run(commands.search, ["kettles", "--since", "2019"]).stderr
    Indexed.objects.all().delete()
    assert "--rebuild" in run(commands.search, ["Tasaryk"]).stderr
    assert run(commands.search, ["--rebuild"]).stdout == "1 texts are in the index.\n"


def test_a_reader_of_one_case_of_two_finds_in_that_one(cast: Cast, talk: Imported) -> None:
    Case.objects.create(title="The mill", opened_by=cast.aygul).memberships.create(
        member=cast.hanna, role=Role.READER.value
    )

    assert answer(cast.hanna, "kettles", NOWHERE).count == 0
    assert answer(cast.farid, "kettles", NOWHERE).count == 3
    assert Layer.objects.count() == 1
    assert Participant.objects.exists()


# Texts that are edited.


def _edited(cast: Cast, layer: Layer, old: str, new: str) -> None:
    revision = layer.revisions.latest("number")
    block = next(each for each in revision.blocks.all() if old in revision.text[each.start : each.end])
    words_ = revision.text[block.start : block.end].replace(old, new)
    flows.revise(cast.daniyar, layer, revision.number, [Wish("fix", block.uid, words_)])


def test_an_edited_text_is_found_by_its_new_words_and_cuts_go_with_theirs(cast: Cast, talk: Imported) -> None:
    licence = flows.anchor_by_quote(cast.chiara, talk.revision, "licence")
    flows.cut(cast.chiara, cast.case, licence, "third party", "witness")

    # Before the cut, so that it moves; then in it, so that its words are others.
    _edited(cast, talk.layer, "the kettles [from you]", "all of the copper saucepans [from you]")
    assert answer(cast.farid, "saucepans", NOWHERE).count == 1
    assert answer(cast.farid, "licence", NOWHERE).count == 0
    assert answer(cast.farid, "gone", NOWHERE).count == 1

    _edited(cast, talk.layer, "the licence", "the new licencing paper")
    for asked in ("licencing", "licence", "licenc*"):
        assert answer(cast.farid, asked, NOWHERE).count == 0, asked
    (hit,) = answer(cast.farid, "gone", NOWHERE).hits
    assert "licenc" not in "".join(piece.text for piece in hit.pieces) + hit.text
    assert words.size() == Entry.objects.count()


def test_where_somebody_says_that_cut_words_stand_elsewhere_those_are_withheld(
    cast: Cast, talk: Imported
) -> None:
    held = flows.anchor_by_quote(cast.chiara, talk.revision, "the licence” (厨房) was <lost>")
    flows.cut(cast.chiara, cast.case, held, "third party", "witness")
    _edited(cast, talk.layer, "the licence” (厨房) was <lost>", "so")
    newest = talk.layer.revisions.latest("number")
    assert answer(cast.farid, "spring", NOWHERE).count == 1
    start = newest.text.index("In the spring")

    seeing.elsewhere(cast.chiara, held, Stretch(newest, start, start + len("In the spring")))

    assert answer(cast.farid, "spring", NOWHERE).count == 0
