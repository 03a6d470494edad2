"""Times of single words: read where a file has them, carried exactly or dropped, written where one can."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import Span, Transcript, Word, operations, read, to_json, write
from guwah.instruments.transcripts.choosing import choosing, chosen
from guwah.instruments.transcripts.machine import headed, without_head
from guwah.instruments.transcripts.masking import masked
from guwah.instruments.transcripts.rereading import read_again
from guwah.instruments.transcripts.revising import CannotRevise, Draft, Revised
from guwah.instruments.transcripts.word_times import Said, inside, located, packed, said_in, unpacked, within
from transcribed import documents

if TYPE_CHECKING:
    from collections.abc import Iterable

# Five scripts; each turn ends with a sign that no word holds.
TURNS = (
    ("Ann", "Where is the oven, then?"),
    ("Бек", "Пешті екі адам «алып» кетті."),
    ("Ann", "Кто это видел?"),
    ("تۇرسۇن", "ئۇنى مەنمۇ كۆردۈم، شۇ كۈنى."),
    ("李明", "面包店关了。"),
)
# Everybody speaks more than once: a label that stands alone is none.
TALK = "\n\n".join(f"{who}: {words}" for who, words in (*TURNS, *((who, "Нан?") for who, _ in TURNS))) + "\n"


def timed(transcript: Transcript) -> list[tuple[str, float, float]]:
    """Return the words with a time, and when."""
    return [(transcript.text_of(one), *one.time) for one in transcript.words]


def every_word(text: str, spans: Iterable[tuple[int, int]]) -> list[Word]:
    """Give every word of stretches a tenth of a second of its own."""
    found: list[Word] = []
    for start, end in spans:
        for match in re.finditer(r"[一-龥]|[^\W一-龥]+", text[start:end]):
            at = len(found) / 4
            found.append(Word(start + match.start(), start + match.end(), (at, at + 0.1)))
    return found


def known(draft: Draft) -> list[tuple[str, tuple[float, float]]]:
    """Return the words of a draft with a time, and when, by their time."""
    found = [
        (draft.text[word.start : word.end], word.time)
        for unit in draft.units
        for word in unpacked(draft.heard.get(unit.uid, ""), unit.start)
    ]
    return sorted(found, key=lambda each: each[1])


@pytest.fixture
def draft() -> Draft:
    """The talk, every word of it timed."""
    return drawn()


def drawn() -> Draft:
    document = read(TALK.encode(), "talk.txt", "labelled-text")
    words = every_word(document.text, [(t.start, t.end) for s in document.sessions for t in s.turns])
    return read_again(Draft("", ()), _with(document, words), 1).draft


def _with(document: Transcript, words: Iterable[Word]) -> Transcript:
    return replace(document, words=tuple(words))


# Finding words in a text


def test_words_are_found_whatever_signs_and_capitals_stand_around_them() -> None:
    text = "“Bread,” she said – twice."
    said = [
        Said(" bread", 0.0, 0.4),
        Said("She", 0.4, 0.9),
        Said("SAID,", 0.9, None),
        Said("twice", 2.0, None),
    ]
    found = located(text, Span(0, len(text)), said, 3.0)
    assert [(text[one.start : one.end], one.time) for one in found] == [
        ("Bread", (0.0, 0.4)), ("she", (0.4, 0.9)), ("said", (0.9, 2.0)), ("twice", (2.0, 3.0)),
    ]  # fmt: skip


@pytest.mark.parametrize("said", [["Bread", "rises"], ["Bread"], ["Bread", "burns", "now"]])
def test_where_a_letter_differs_no_word_has_a_time(said: list[str]) -> None:
    assert located("Bread burns.", Span(0, 12), [Said(one, 0.0, 1.0) for one in said]) == []


@given(
    st.lists(st.text("aBё\u0301ئ面7.,!«'-? ", max_size=6), min_size=1, max_size=6),
    st.sampled_from(("", " ", "\n ")),
)
def test_words_stand_where_they_did_though_signs_are_put_between_them(words: list[str], edge: str) -> None:
    """Words that are all of a text are found by themselves; with a strange sign between, by their letters."""
    said = [Said(one, float(at), at + 0.5) for at, one in enumerate(words)]
    found = []
    for between in (" ", " … "):
        text = "x" + edge + between.join(words) + edge + "x"
        heard = located(text, Span(1, len(text) - 1), said)
        found.append([(text[one.start : one.end], one.time) for one in heard])
    assert found[0] == found[1]
    assert len(found[0]) == sum(any(map(str.isalnum, one)) or "\u0301" in one for one in words)


def test_times_that_cannot_be_are_none_and_a_word_without_one_has_none() -> None:
    said = [
        Said("a", 1.0, 0.5),
        Said("b", -1.0, 2.0),
        Said("c", None, 2.0),
        Said("d", 3.0),
        Said("?", 4.0, 4.5),
    ]
    assert located("a b c d ?", Span(0, 9), said) == [Word(6, 7, (3.0, 4.0))]
    assert located("d", Span(0, 1), [Said("d", 3.0)]) == []


def test_pieces_of_a_word_are_one_word_but_chinese_words_stand_side_by_side() -> None:
    cut = [Said(" ba", 0.0, 0.2), Said("king", 0.2, 0.5), Said(" bread", 0.5, 0.9)]
    assert located("baking bread", Span(0, 12), cut) == [Word(0, 6, (0.0, 0.5)), Word(7, 12, (0.5, 0.9))]
    han = [Said("面包", 0.0, 0.4), Said("店", 0.4, 0.6)]
    assert located("面包店", Span(0, 3), han) == [Word(0, 2, (0.0, 0.4)), Word(2, 3, (0.4, 0.6))]


@given(documents())
def test_the_compact_form_comes_back_and_a_stretch_is_all_of_its_words(document: Transcript) -> None:
    places: list[Span] = [Span(t.start, t.end) for s in document.sessions for t in s.turns]
    places += [Span(one.start, one.end) for one in document.blocks]
    for place in places:
        words = within(document.words, place)
        assert unpacked(packed(words, place.start), place.start) == words
        said = said_in(document.text, place, words)
        assert "".join(one.words for one in said) == document.text_of(place)
        assert located(document.text, place, said) == words


def test_words_that_are_not_within_a_time_said_anew_are_none() -> None:
    kept = packed([Word(0, 3, (1.0, 1.5)), Word(4, 7, (2.0, 2.5))], 0)
    assert unpacked(inside(kept, (1.5, None)), 9) == [Word(13, 16, (2.0, 2.5))]
    assert inside(kept, (0.0, 1.5)) == packed([Word(0, 3, (1.0, 1.5))], 0)
    assert inside(kept, None) == ""


# Carrying them through edits

_pieces = st.sampled_from(["bread", "нан", "хлеб", "نان", "面包", " ", ". ", ", ", "e\u0301", "x"])
_steps = st.lists(
    st.tuples(
        st.sampled_from(["fix", "fix", "fix", "split", "merge", "cut-off", "attribute"]),
        st.integers(0, 6), st.integers(0, 40), st.integers(0, 9), st.lists(_pieces, max_size=3).map("".join),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def _done(draft: Draft, step: tuple[str, int, int, int, str], new: int) -> Revised:
    kind, which, at, length, words = step
    unit = draft.units[which % len(draft.units)]
    said = draft.words(unit)
    at = at % (len(said) + 1)
    if kind == "fix":
        return operations.fix(draft, unit.uid, said[:at] + words + said[at + length :])
    if kind == "split":
        return operations.split(draft, unit.uid, at, new)
    if kind == "merge":
        return operations.merge(draft, unit.uid)
    if kind == "attribute":
        return operations.attribute(draft, unit.uid, "Somebody Else", None)
    return operations.cut_off(draft, unit.uid, unit.uid)


@settings(max_examples=300)
@given(_steps)
def test_after_any_edits_a_word_has_the_time_it_had_or_none(
    steps: list[tuple[str, int, int, int, str]],
) -> None:
    now = drawn()
    times = {time: word for word, time in known(now)}
    for number, step in enumerate(steps, start=100):
        try:
            now = _done(now, step, number).draft
        except CannotRevise:
            continue
        for unit in now.units:
            for word in unpacked(now.heard.get(unit.uid, ""), unit.start):
                assert unit.start <= word.start < word.end <= unit.end
                assert now.text[word.start : word.end] == times[word.time]
        assert len(known(now)) == len({time for _, time in known(now)})


@settings(max_examples=200)
@given(st.integers(0, 4), st.data())
def test_only_the_word_that_was_changed_loses_its_time(which: int, data: st.DataObject) -> None:
    before = drawn()
    assert [before.words(each) for each in before.units[:5]] == [words for _, words in TURNS]
    unit = before.units[which]
    words = unpacked(before.heard[unit.uid], unit.start)
    chosen = data.draw(st.sampled_from(words))
    said = before.words(unit)
    first, last = chosen.start - unit.start, chosen.end - unit.start
    changed = operations.fix(before, unit.uid, said[:first] + "Ӂ" + said[last:]).draft
    assert known(changed) == [each for each in known(before) if each[1] != chosen.time]
    signs = operations.fix(before, unit.uid, said.rstrip(".。?") + "!").draft
    assert known(signs) == known(before)


def test_words_go_with_a_split_and_come_together_in_a_merge(draft: Draft) -> None:
    at = draft.words(draft.units[1]).index("адам")
    parted = operations.split(draft, 2, at, 90).draft
    assert [len(unpacked(parted.heard[uid], 0)) for uid in (2, 90)] == [2, 3]
    # Neither a split nor a merge touches a word.
    assert known(parted) == known(draft)
    assert known(operations.merge(parted, 90).draft) == known(draft)
    assert operations.merge(parted, 90).draft.heard == draft.heard


def test_a_time_said_anew_keeps_the_words_that_lie_within_it(draft: Draft) -> None:
    assert len(unpacked(draft.heard[1], 0)) == 5
    retimed = operations.retime(draft, 1, (0.25, 0.9)).draft
    assert [time[0] for _, time in known(retimed)][:2] == [0.25, 0.5]
    assert not operations.retime(draft, 1, (99.0, None)).draft.heard[1]


def test_a_copy_without_times_keeps_those_of_the_words_it_left_alone(draft: Draft) -> None:
    copy = read(TALK.replace("oven", "mill").encode(), "copy.txt", "labelled-text")
    again = read_again(draft, copy, 20)
    assert known(again.draft) == [each for each in known(draft) if each[0] != "oven"]
    # A copy with times of its own is believed.
    own = _with(copy, [Word(copy.text.index("mill"), copy.text.index("mill") + 4, (7.0, 7.5))])
    assert known(read_again(draft, own, 20).draft) == [("mill", (7.0, 7.5))]


def test_words_between_changed_ones_keep_their_times(draft: Draft) -> None:
    other = "When is the mill, then?"
    lost = [each for each in known(draft) if each[0] not in {"Where", "oven"}]
    assert known(operations.fix(draft, 1, other).draft) == lost
    copy = read(TALK.replace(TURNS[0][1], other).encode(), "copy.txt", "labelled-text")
    assert known(read_again(draft, copy, 20).draft) == lost


def test_a_copy_that_says_when_a_turn_is_heard_keeps_only_words_of_that_time() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Where <00:02.000>now?\n"
    first = read_again(Draft("", ()), read(cues.encode()), 1).draft
    assert known(first) == [("Where", (1.0, 2.0)), ("now", (2.0, 3.0))]
    moved = cues.replace("01.000 -->", "01.500 -->").replace("<00:02.000>", "")
    assert known(read_again(first, read(moved.encode()), 9).draft) == [("now", (2.0, 3.0))]


def test_of_a_copy_taken_in_part_each_turn_has_the_times_of_its_own_words(draft: Draft) -> None:
    copy = read(TALK.replace("oven", "mill").replace("видел", "знал").encode(), "copy.txt", "labelled-text")
    told = choosing(draft, read_again(draft, copy, 20))
    refused = {change.n for change in told.changes if "mill" in copy.text[change.new.start : change.new.end]}
    assert refused
    made = chosen(told, refused)
    assert known(made) == [each for each in known(draft) if each[0] != "видел"]


# What goes out


@given(documents(), st.data())
def test_what_is_withheld_has_no_time_and_all_else_keeps_its_own(
    document: Transcript, data: st.DataObject
) -> None:
    assume(document.words)
    hole = data.draw(st.sampled_from(document.words))
    copy = masked(document, [(hole.start, hole.end)], "Head")
    assert timed(copy) == [
        each for each in timed(document) if each != (document.text_of(hole), *hole.time)
    ] or (timed(document).count((document.text_of(hole), *hole.time)) > 1)
    assert len(copy.words) == len(document.words) - 1
    part = masked(document, [(hole.start, hole.start + 1)])
    assert len(part.words) == len(document.words) - 1


def test_the_line_over_a_draft_moves_the_words_and_comes_off_again() -> None:
    document = _with(read(TALK.encode(), "talk.txt", "labelled-text"), [Word(5, 10, (0.0, 1.0))])
    assert timed(headed(document)) == timed(document) == [("Where", 0.0, 1.0)]
    assert timed(without_head(headed(document))) == timed(document)


def test_the_json_of_the_command_names_them_only_where_there_are_any() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Where <00:02.000>now?\n"
    told = to_json(read(cues.encode()))["words"]
    assert told == [
        {"start": 0, "end": 5, "time": [1.0, 2.0]},
        {"start": 6, "end": 9, "time": [2.0, 3.0]},
    ]
    assert "words" not in to_json(read(cues.replace("<00:02.000>", "").encode()))


# Formats

SPOKEN = [("面包", 1.0, 1.4), ("ئۇنى", 1.5, 2.0), ("Нан", 2.0, 2.25), ("bread", 2.25, 2.75)]


def _json(**segment: object) -> Transcript:
    words = " ".join(word for word, _, _ in SPOKEN)
    whole = {"start": 1.0, "end": 3.0, "text": f" {words}.", **segment}
    return read(json.dumps({"segments": [whole]}).encode(), format="whisper-json")


def test_recognisers_say_when_each_word_is_heard() -> None:
    words = [{"word": f" {word}", "start": a, "end": b, "probability": 0.9} for word, a, b in SPOKEN]
    assert timed(_json(words=words)) == SPOKEN
    tokens = [
        {"text": word, "offsets": {"from": round(a * 1000), "to": round(b * 1000)}} for word, a, b in SPOKEN
    ]
    assert timed(_json(tokens=[{"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}}, *tokens])) == SPOKEN
    # As one service answers: words beside the segments, and no signs in them.
    beside = {
        "segments": [
            {"start": 1.0, "end": 2.0, "text": "面包 ئۇنى,"},
            {"start": 2.0, "end": 3.0, "text": "Нан bread!"},
        ]
    }
    found = read(json.dumps(beside | {"words": words}).encode(), format="whisper-json")
    assert timed(found) == SPOKEN
    assert "word-times-left-out" not in {one.code for one in found.warnings}


def test_words_that_are_not_those_of_the_segment_are_told_and_have_no_time() -> None:
    words = [{"word": "bread", "start": 1.0, "end": 1.5}]
    found = _json(words=words)
    assert found.words == ()
    assert [one.code for one in found.warnings].count("word-times-left-out") == 1


def test_captions_may_have_times_inside_a_cue_and_are_written_with_them() -> None:
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>面包<00:01.500> R&amp;D <00:02.000>said <i>she</i>\n"
        "<00:03.000>now.\n\n00:04.000 --> 00:06.000\n<v Ann>“Yes,” <00:05.000><v Bob>no.\n"
    )
    found = read(cues.encode())
    assert timed(found) == [
        ("面包", 1.0, 1.5), ("R&D", 1.5, 2.0), ("said she", 2.0, 3.0), ("now", 3.0, 4.0),
        ("Yes", 4.0, 5.0), ("no", 5.0, 6.0),
    ]  # fmt: skip
    again = read(write(read(cues.encode()), "tei").data)
    written = write(again, "webvtt")
    assert timed(read(written.data)) == timed(found)
    assert not written.losses


def test_a_word_whose_end_only_another_voice_could_tell_has_no_time() -> None:
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One <00:02.000>two</v> <v Bob>three <00:03.000>four</v>\n"
    )
    assert timed(read(cues.encode())) == [("One", 1.0, 2.0), ("four", 3.0, 4.0)]


def test_times_that_go_back_or_out_of_the_cue_are_not_written_and_told() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One <00:02.000>two <00:03.000>three\n"
    found = read(cues.encode())
    one, two, three = found.words
    odd = _with(found, (one, Word(two.start, two.end, (1.5, 9.0)), Word(three.start, three.end, (0.5, 0.75))))
    written = write(read(write(odd, "tei").data), "webvtt")
    assert {loss.kind: loss.count for loss in written.losses} == {"word-times": 3}
    assert b"<00:00:01.500>" in written.data
    assert b"9.000" not in written.data


def test_chat_has_a_tier_for_the_times_of_words() -> None:
    lines = (
        "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tANN Ann Witness\n"
        "*ANN:\tbread burns . \x150_900\x15\n%wor:\tbread \x150_400\x15 burns \x15400_900\x15 .\n"
        "*ANN:\twell bread &=laughs . \x151000_1900\x15\n%wor:\twell bread \x151000_1400\x15 .\n"
        "*ANN:\tand then . \x152000_2900\x15\n%wor:\tand then \x152500_2900\x15 .\n@End\n"
    )
    found = read(lines.encode(), format="chat")
    assert timed(found) == [("bread", 0.0, 0.4), ("burns", 0.4, 0.9), ("then", 2.5, 2.9)]
    # The main line of the second has a code that the tier has not.
    assert [one.code for one in found.warnings] == ["word-times-left-out"]


def test_tei_of_others_times_words_by_their_attributes() -> None:
    when = "".join(f'<when xml:id="T{n}" interval="{n}.0" since="#T0"/>' for n in range(1, 5))
    said = (
        'so <w start="#T1" end="#T2">نان</w> <w synch="#T2">bread</w><pc>,</pc> <w>and</w> '
        '<w synch="#T3 #T4">rye</w> !'
    )
    tei = (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><timeline><when xml:id="T0"/>{when}</timeline><body>'
        f'<annotationBlock who="#A" start="#T0" end="#T4"><u>{said}</u></annotationBlock></body></text></TEI>'
    )
    found = read(tei.encode())
    assert timed(found) == [("نان", 1.0, 2.0), ("bread", 2.0, 3.0), ("rye", 3.0, 4.0)]


def _grid(*tiers: tuple[str, list[tuple[float, float, str]]]) -> Transcript:
    said = "".join(
        f'"IntervalTier"\n"{name}"\n0\n9\n{len(rows)}\n'
        + "".join(f'{a}\n{b}\n"{words}"\n' for a, b, words in rows)
        for name, rows in tiers
    )
    head = f'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n9\n<exists>\n{len(tiers)}\n'
    return read((head + said).encode(), format="textgrid")


def test_a_grid_may_have_a_tier_of_words_below_that_of_sentences() -> None:
    said = ("Ann", [(0.0, 4.0, "Нан бар."), (4.0, 8.0, "نان يوق.")])
    words = [(0.0, 1.0, "Нан"), (1.0, 4.0, "бар"), (4.0, 5.5, "نان"), (5.5, 8.0, "يوق")]
    found = _grid(said, ("words", words))
    assert timed(found) == [(word, a, b) for a, b, word in words]
    assert [one.code for one in found.warnings] == ["tier-as-speaker"]
    other = _grid(said, ("words", [*words[:2], (4.0, 5.5, "су"), *words[3:]]))
    assert timed(other) == [("Нан", 0.0, 1.0), ("бар", 1.0, 4.0)]
    assert [one.code for one in other.warnings] == ["tier-as-speaker", "word-times-left-out"]
    none = _grid(said, ("words", [(0.0, 1.0, "су"), (8.5, 9.0, "ун")]))
    assert none.words == ()
    assert [one.code for one in none.warnings] == [
        "tier-as-speaker",
        "tiers-left-out:not-words".partition(":")[0],
    ]


def test_elan_has_a_tier_of_words_below_each_speaker() -> None:
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One two <00:02.000>three <00:03.000>four!\n\n"
        "00:05.000 --> 00:06.000\n<v Ann>Five.\n"
    )
    found = read(cues.encode())
    early = _with(found, [Word(4, 7, (1.5, 2.0)), *found.words[1:]])
    written = write(read(write(early, "tei").data), "elan")
    assert b'TIER_ID="words@Ann"' in written.data
    # The word before that has no time is heard before the others, and gets the time until then.
    assert {loss.kind: loss.count for loss in written.losses} == {"word-times": 1}
    back = timed(read(written.data))
    assert back == [("One", 1.0, 1.5), ("two", 1.5, 2.0), ("three", 2.0, 3.0), ("four", 3.0, 4.0)]


@pytest.mark.parametrize("time", [(0.5, 2.0), (1.5, 4.5), (3.5, 4.0)])
def test_words_out_of_order_or_out_of_their_cue_have_no_tier_in_elan_and_that_is_told(
    time: tuple[float, float],
) -> None:
    found = read(b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One <00:02.000>two <00:03.000>three.\n")
    one, two, three = found.words
    odd = read(write(_with(found, (one, Word(two.start, two.end, time), three)), "tei").data)
    written = write(odd, "elan")
    assert b"words@" not in written.data
    assert {loss.kind: loss.count for loss in written.losses} == {"word-times": 3}


@pytest.mark.parametrize("to", ["srt", "docx", "labelled-text", "pdf"])
def test_a_format_without_such_times_says_how_many_it_lacks(to: str) -> None:
    found = read(b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One <00:02.000>two <00:03.000>three.\n")
    assert {loss.kind: loss.count for loss in write(found, to).losses}["word-times"] == 3


def test_a_word_that_is_its_whole_cue_says_nothing_new() -> None:
    one = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>One.\n\n00:04.000 --> 00:05.000\n<v Ann>Two.\n"
    found = _with(read(one), [Word(0, 3, (1.0, 4.0)), Word(5, 8, (4.0, 4.5))])
    assert not write(read(write(_with(found, found.words[:1]), "tei").data), "webvtt").losses
    kept = read(write(found, "tei").data)
    assert {loss.kind: loss.count for loss in write(kept, "srt").losses}["word-times"] == 1
    assert said_in("", Span(0, 0), []) == []
    odd = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><u>so <w> </w>it is</u></body></text></TEI>'
    assert read(odd.encode()).words == ()
