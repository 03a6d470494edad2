"""TextGrid in its three forms: a tier is one speaker unless its name or its times say otherwise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read

Rows = list[tuple[float, float, str]]
TALK: dict[str, Rows] = {
    "Ann": [(0, 2, 'Where was the "oven"?'), (2, 5, ""), (5, 6.5, "And then?"), (6.5, 9, "sil")],
    "Айсұлу": [(0, 2, ""), (2, 4, "Аулада."), (4, 5, "[laughter]"), (5, 9, "Өртенді.")],
}


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _long(tiers: dict[str, Rows]) -> str:
    out = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0 \nxmax = 9 \n'
    out += f"tiers? <exists> \nsize = {len(tiers)} \nitem []: \n"
    for n, (name, rows) in enumerate(tiers.items(), start=1):
        out += f'    item [{n}]:\n        class = "IntervalTier" \n        name = {_quoted(name)} \n'
        out += f"        xmin = 0 \n        xmax = 9 \n        intervals: size = {len(rows)} \n"
        for index, (start, end, words) in enumerate(rows, start=1):
            out += f"        intervals [{index}]:\n            xmin = {start} \n            xmax = {end} \n"
            out += f"            text = {_quoted(words)} \n"
    return out


def _short(tiers: dict[str, Rows]) -> str:
    out = f'File type = "ooTextFile"\n"TextGrid"\n\n0\n9\n<exists>\n{len(tiers)}\n'
    for name, rows in tiers.items():
        out += f'"IntervalTier"\n{_quoted(name)}\n0\n9\n{len(rows)}\n'
        out += "".join(f"{start}\n{end}\n{_quoted(words)}\n" for start, end, words in rows)
    return out


def _by_time(tiers: dict[str, Rows]) -> str:
    out = (
        f'"Praat chronological TextGrid text file"\n0 9   ! Time domain.\n{len(tiers)}   ! Number of tiers.\n'
    )
    out += "".join(f'"IntervalTier" {_quoted(name)} 0 9\n' for name in tiers)
    rows = [(start, n, end, words) for n, all_ in enumerate(tiers.values(), 1) for start, end, words in all_]
    return out + "".join(f"\n{n} {start} {end}\n{_quoted(words)}\n" for start, n, end, words in sorted(rows))


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _codes(found: Transcript) -> list[str]:
    return [one.code for one in found.warnings if one.code != "other-encoding"]


@pytest.mark.parametrize("form", [_long, _short, _by_time])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_tiers_of_speakers_become_turns_in_the_order_of_time(form: object, encoding: str) -> None:
    assert callable(form)
    raw = form(TALK).encode(encoding)
    raw = b"\xfe\xff" + raw if encoding == "utf-16-be" else raw
    found = read(raw, "talk.txt")
    assert (found.format, found.origin.raw) == ("textgrid", raw)
    assert _turns(found) == [
        ("Ann", 'Where was the "oven"?', (0, 2)),
        ("Айсұлу", "Аулада. [laughter]", (2, 5)),
        ("Ann", "And then?", (5, 6.5)),
        ("Айсұлу", "Өртенді.", (5, 9)),
    ]
    assert [(found.text_of(one), one.time) for one in found.sessions[0].turns[1].segments] == [
        ("Аулада.", (2, 4)),
        ("[laughter]", (4, 5)),
    ]
    assert [one.kind for one in found.marks] == ["vocal"]
    assert _codes(found) == ["tier-as-speaker", "cues-overlap"]


def test_a_tier_with_the_times_of_another_is_said_of_its_words_and_no_voice() -> None:
    other = [(start, end, words and f"tr: {words}") for start, end, words in TALK["Айсұлу"]]
    found = read(_long({**TALK, "kk-en": other}).encode())
    assert {one.label for one in found.sessions[0].participants} == {"Ann", "Айсұлу"}
    notes = [
        (dict(one.attributes), found.text[: one.end][-3:], one.turn)
        for one in found.marks
        if one.kind == "note"
    ]
    assert notes == [
        ({"words": "tr: Аулада.", "what": "kk-en"}, "да.", 2),
        ({"words": "tr: [laughter]", "what": "kk-en"}, "er]", 2),
        ({"words": "tr: Өртенді.", "what": "kk-en"}, "ді.", 4),
    ]
    assert "tr:" not in found.text
    elsewhere = read(_short({"Ann": TALK["Ann"], "notes": [(7, 8, "a door"), (0, 2, "asks")]}).encode())
    assert _codes(elsewhere) == ["tier-as-speaker", "notes-left-out"]


@pytest.mark.parametrize("name", ["utterances", "Text", "tier 1", "", "Sentences", "реплика", "文本"])
def test_a_tier_called_by_what_it_holds_is_nobodys(name: str) -> None:
    found = read(_long({name: TALK["Ann"]}).encode())
    assert found.sessions == ()
    assert [(found.text_of(one), one.time) for one in found.blocks] == [
        ('Where was the "oven"?', (0, 2)),
        ("And then?", (5, 6.5)),
    ]
    assert _codes(found) == ["no-turns"]


def test_a_tier_of_speakers_says_whose_the_words_are() -> None:
    names: Rows = [(0, 4, "Ann"), (4, 9, "Ben  Lee")]
    rows: Rows = [(0, 2, "Where was it?"), (2, 4, "And when?"), (4, 8, "In the yard."), (9, 9.5, "Ah")]
    found = read(_long({"Speaker": names, "utterance": rows}).encode())
    assert _turns(found) == [
        ("Ann", "Where was it? And when?", (0, 4)),
        ("Ben Lee", "In the yard.", (4, 8)),
        ("", "Ah", (9, 9.5)),
    ]
    assert _codes(found) == ["no-voice"]


@pytest.mark.parametrize("name", ["Topic", "background noise", "events", "IPA", "шум", "主题", "تېما"])
def test_a_tier_of_what_nobody_says_is_no_speaker(name: str) -> None:
    found = read(_short({"Ann": TALK["Ann"], name: [(0, 9, "a door, then the mill")]}).encode())
    assert {one.label for one in found.sessions[0].participants} == {"Ann"}
    assert "door" not in found.text
    assert _codes(found) == ["tier-as-speaker", "tiers-left-out"]


def test_words_and_sounds_are_read_only_where_there_is_nothing_else() -> None:
    words: Rows = [(0, 1, "We"), (1, 2, "bake"), (2, 3, "")]
    sounds: Rows = [(0, 0.5, "w"), (0.5, 1, "i")]
    aligned = read(_short({"Ann - words": words, "Ann - phones": sounds}).encode())
    assert _turns(aligned) == [("Ann", "We bake", (0, 2))]
    assert _codes(aligned) == ["tier-as-speaker", "tiers-left-out"]
    both = read(_short({"ORT-MAU": words, "MAU": sounds, "Ben - utterances": [(0, 3, "We bake")]}).encode())
    assert _turns(both) == [("Ben", "We bake", (0, 3))]
    bare = read(_short({"word": words}).encode())
    assert bare.sessions == ()


def test_points_are_no_words() -> None:
    raw = b'"ooTextFile"\n"TextGrid"\n0 9 <exists> 2\n"TextTier" "bell" 0 9 1\n3.5 "ding"\n'
    raw += b'"IntervalTier" "Ann" 0 9 1\n0 9 "Ah"\n'
    found = read(raw)
    assert _turns(found) == [("Ann", "Ah", (0, 9))]
    assert _codes(found) == ["tier-as-speaker", "tiers-left-out"]


def test_what_stands_between_strings_and_numbers_is_comment() -> None:
    raw = b'File type = "ooTextFile short"\n"TextGrid"\n! 5 <absent> "x"\n-0.5s 9!8\n<exists> 1tier here2\r'
    raw += b'"IntervalTier" "Ann" [7] 0 9 1 ! "y"\n0 9 "a\n! ""b"""'
    found = read(raw)
    assert _turns(found) == [("Ann", 'a ! "b"', (0, 9))]


LINES = _long(TALK).splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("".join(LINES[:21]), "bad-textgrid", 21),
        ("".join(LINES[:18]) + 'text = "open\n', "bad-textgrid", 19),
        (_long(TALK).replace("size = 2", "size = two"), "bad-textgrid", 10),
        (_long(TALK).replace("size = 2", "size = 2.5"), "bad-textgrid", 7),
        (_long(TALK).replace("size = 2", "size = 9999999"), "bad-textgrid", 7),
        (_short(TALK).replace("<exists>", "<absent>"), "empty-file", None),
        (_short({"Ann": [(0, 9, " ")]}), "empty-file", None),
        (_by_time(TALK).replace("\n2 5 9\n", "\n3 5 9\n"), "bad-textgrid", 25),
        (_by_time(TALK).replace("\n2 5 9\n", "\n0 5 9\n"), "bad-textgrid", 25),
        ('"ooTextFile"\n"PitchTier"\n"TextGrid"\n0 1\n', "bad-textgrid", 3),
        ("ANN: Where?\n", "bad-textgrid", 1),
    ],
)
def test_a_broken_grid_is_refused_with_its_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text.encode(), "talk.TextGrid", "textgrid")
    assert (refused.value.code, refused.value.line) == (code, line)


def test_unmarked_utf16_is_refused_and_a_hostile_grid_costs_no_time() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(_long(TALK).encode("utf-16-le"), "talk.TextGrid")
    assert refused.value.code == "bad-encoding"
    many = {f"Tier {n}": [(float(k), k + 1.0, "x") for k in range(400)] for n in range(40)}
    assert len(read(_short(many).encode()).text) > 0
    with pytest.raises(NotUnderstood):
        read(b'"ooTextFile"\n"TextGrid"\n' + b'""' * 300_000 + b'"', format="textgrid")


words_of = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=9
)
said = words_of.filter(
    lambda words: (
        any(map(str.isalnum, words))
        and words.casefold().strip() not in {"sil", "sp", "silent", "silence", "sounding"}
    )
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["Ann", "ئالىم", "李明"]), said), min_size=1, max_size=7),
    st.sampled_from([_long, _short, _by_time]),
)
def test_every_stretch_keeps_its_words_speaker_and_time(rows: list[tuple[str, str]], form: object) -> None:
    assert callable(form)
    tiers: dict[str, Rows] = {}
    for n, (name, words) in enumerate(rows):
        tiers.setdefault(name, []).append((n, n + 0.5, words))
    found = read(form(tiers).encode())
    told = [
        (turn.speaker, found.text_of(one), one.time)
        for turn in found.sessions[0].turns
        for one in turn.segments
    ]
    assert told == [(name, words.strip(), (n, n + 0.5)) for n, (name, words) in enumerate(rows)]


def test_a_tier_called_participant_that_holds_sentences_is_what_a_participant_says() -> None:
    found = read(
        _long(
            {
                "participant": [
                    (0, 3, "We baked bread in the upper mill."),
                    (5, 9, "And then came the flood."),
                ],
                "interviewer": [(3, 5, "And then?")],
            }
        ).encode()
    )
    assert [who for who, _, _ in _turns(found)] == ["participant", "interviewer", "participant"]


def test_a_tier_that_holds_names_still_says_who_speaks() -> None:
    found = read(
        _short(
            {"speaker": [(0, 4, "Ann Low"), (4, 9, "Tom")], "Text": [(0, 4, "Where?"), (4, 9, "There.")]}
        ).encode()
    )
    assert _turns(found) == [("Ann Low", "Where?", (0.0, 4.0)), ("Tom", "There.", (4.0, 9.0))]


def test_quotes_around_the_name_of_a_tier_are_none_of_it() -> None:
    rows: Rows = [(0, 1, "bread"), (1, 2, "came")]
    found = read(_short({'"word"': rows, '"Ann"': [(0, 2, "bread came")]}).encode())
    assert _turns(found) == [("Ann", "bread came", (0.0, 2.0))]


_NAMES = st.lists(
    st.sampled_from(["participant", "Speaker", "Ann", '"Tom"', "interviewer", "says", "рассказчик"]),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(_NAMES, st.data())
def test_no_tier_of_sentences_is_lost_whatever_it_is_called(names: list[str], data: st.DataObject) -> None:
    sentences = {
        name: f"the miller of number {n} said so" * data.draw(st.integers(1, 2))
        for n, name in enumerate(names)
    }
    # Stretches of their own: those of the same times would be a translation of the tier above.
    tiers: dict[str, Rows] = {name: [(n, n + 1, words)] for n, (name, words) in enumerate(sentences.items())}
    text = read(_long(tiers).encode()).text
    assert all(words in text for words in sentences.values())
