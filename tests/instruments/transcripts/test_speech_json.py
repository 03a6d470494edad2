"""Recognisers' JSON: a machine's draft whose times stay; nobody speaks whom the file does not name."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read

WORDS = [("Where was it?", 0.0, 2.0), ("In the yard.", 2.0, 4.5), ("It burned.", 4.5, 6.0)]


def _read(data: object, name: str = "talk.txt", indent: int | None = None) -> Transcript:
    return read(json.dumps(data, ensure_ascii=False, indent=indent).encode(), name)


def _turns(found: Transcript) -> list[tuple[str, str, object]]:
    return [(one.speaker, found.text_of(one), one.time) for s in found.sessions for one in s.turns]


def _codes(found: Transcript) -> list[str]:
    return [one.code for one in found.warnings]


def _clock(seconds: float) -> str:
    return f"00:00:{int(seconds):02},{int(seconds * 1000) % 1000:03}"


WITHOUT = {
    "whisper": {
        "text": " Where was it? In the yard. It burned.",
        "language": "en",
        "segments": [
            {"id": n, "seek": 0, "start": a, "end": b, "text": " " + t, "tokens": [1], "no_speech_prob": 0.1}
            for n, (t, a, b) in enumerate(WORDS)
        ],
    },
    "faster-whisper": [{"start": a, "end": b, "text": " " + t, "words": None} for t, a, b in WORDS],
    "whisper.cpp": {
        "systeminfo": "",
        "transcription": [
            {
                "timestamps": {"from": _clock(a), "to": _clock(b)},
                "offsets": {"from": int(a * 1000), "to": int(b * 1000)},
                "text": " " + t,
            }
            for t, a, b in WORDS
        ],
    },
    "whisper.cpp without offsets": {
        "transcription": [
            {"timestamps": {"from": _clock(a), "to": _clock(b)}, "text": t} for t, a, b in WORDS
        ]
    },
    "a service": {"output": {"segments": [{"start": a, "end": b, "text": t} for t, a, b in WORDS]}},
    "transformers": {"text": "", "chunks": [{"timestamp": [a, b], "text": t} for t, a, b in WORDS]},
}
VOICED = [(f"SPEAKER_0{n % 2}", *one) for n, one in enumerate(WORDS)]
NAMED = {
    "whisperx": {"segments": [{"start": a, "end": b, "text": t, "speaker": v} for v, t, a, b in VOICED]},
    "podcast": {
        "version": "1.0.0",
        "segments": [{"speaker": v, "startTime": a, "endTime": b, "body": t} for v, t, a, b in VOICED],
    },
    "assemblyai": {
        "audio_duration": 7,
        "utterances": [
            {"speaker": v, "start": int(a * 1000), "end": int(b * 1000), "text": t} for v, t, a, b in VOICED
        ],
        "words": [],
    },
    "deepgram": {
        "results": {
            "channels": [],
            "utterances": [{"speaker": v, "start": a, "end": b, "transcript": t} for v, t, a, b in VOICED],
        },
    },
    "deepgram in paragraphs": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": "x",
                            "paragraphs": {
                                "paragraphs": [
                                    {"sentences": [{"text": t}], "speaker": v, "start": a, "end": b}
                                    for v, t, a, b in VOICED
                                ]
                            },
                        }
                    ]
                }
            ]
        }
    },
    "amazon": {
        "results": {
            "audio_segments": [
                {"speaker_label": v, "start_time": str(a), "end_time": str(b), "transcript": t}
                for v, t, a, b in VOICED
            ]
        }
    },
    "rev": {
        "monologues": [
            {
                "speaker": v,
                "elements": [
                    {"type": "text", "value": t.split()[0], "ts": a, "end_ts": a, "confidence": 0.9},
                    {"type": "punct", "value": " " + " ".join(t.split()[1:])},
                    {"type": "text", "value": "", "ts": b, "end_ts": b},
                ],
            }
            for v, t, a, b in VOICED
        ]
    },
}


@pytest.mark.parametrize("shape", WITHOUT)
def test_where_no_speakers_are_named_the_segments_are_paragraphs_with_times(shape: str) -> None:
    found = _read(WITHOUT[shape])
    assert (found.format, found.sessions) == ("whisper-json", ())
    assert [(found.text_of(one), *(one.time or ())) for one in found.blocks] == WORDS
    assert _codes(found) == ["machine-draft", "no-turns"]


@pytest.mark.parametrize("shape", NAMED)
def test_speakers_that_a_program_names_have_their_turns(shape: str) -> None:
    found = _read(NAMED[shape], indent=1)
    told = [(one.speaker, found.text_of(one), *(one.time or ())) for one in found.sessions[0].turns]
    assert told == VOICED
    # A number is nobody's name.
    assert [one.name for one in found.sessions[0].participants] == [None, None]
    assert _codes(found) == ["machine-draft"]


def test_segments_of_one_voice_are_one_turn_and_a_voiceless_one_is_nobodys() -> None:
    segments = [
        {"start": 0, "end": 1, "text": "We bake", "speaker": 1},
        {"start": 1, "end": 2, "text": "at night.", "speaker": "1"},
        {"start": 2, "end": 3, "text": "Why?"},
        {"start": 3, "end": 4, "text": "[laughter]", "speaker": ""},
        {"start": 4, "end": 5, "text": "Ah\n so.", "speaker": "Ann  Poe"},
        {"start": 5, "end": 6, "text": " ", "speaker": "Ann Poe"},
    ]
    found = _read({"segments": segments})
    assert _turns(found) == [
        ("Speaker 1", "We bake at night.", (0, 2)),
        ("", "Why?", (2, 3)),
        ("Ann Poe", "Ah so.", (4, 5)),
    ]
    assert [one.time for one in found.sessions[0].turns[0].segments] == [(0, 1), (1, 2)]
    assert [(one.kind, one.after_turn) for one in found.sessions[0].events] == [("vocal", 2)]
    assert "no-voice" in _codes(found)


def test_numbers_of_speakers_are_names_where_a_list_says_so_and_tags_are_signs_and_no_words() -> None:
    elements = [
        {"type": "text", "value": "We bake"},
        {"type": "tag", "value": "inaudible", "timestamp": "00:00:07,000"},
        {"type": "unknown", "value": "<unknown>"},
        {"type": "text", "value": "bread", "timestamp": "00:00:20,000", "end_timestamp": "00:00:20,500"},
    ]
    who: list[dict[str, object]] = [
        {"speaker": 1},
        {"speaker": 2, "speaker_name": "Ben"},
        {"speaker": 3},
        {"speaker": "1"},
    ]
    said: list[dict[str, object]] = [{**one, "elements": elements} for one in who]
    speakers: list[object] = [{"id": 1, "name": "Ann  Poe"}, {"id": 3}, 7]
    found = _read({"speakers": speakers, "monologues": said})
    assert [speaker for speaker, _, _ in _turns(found)] == ["Ann Poe", "Ben", "Speaker 3", "Ann Poe"]
    assert _turns(found)[0][1:] == ("We bake [inaudible]  [unknown] bread", (7.0, 20.5))
    assert found.marks[0].kind == "unheard"


def test_words_one_by_one_are_turns_by_their_voice_and_a_text_alone_is_nobodys() -> None:
    said = [("We", 0), ("bake.", 0), ("Why?", 1)]
    words = [
        {"word": w.lower(), "punctuated_word": w, "speaker": v, "start": n, "end": n + 1}
        for n, (w, v) in enumerate(said)
    ]
    found = _read({"results": {"channels": [{"alternatives": [{"words": words}]}]}})
    assert _turns(found) == [("Speaker 0", "We bake.", (0, 2)), ("Speaker 1", "Why?", (2, 3))]
    alone = _read({"text": "We bake.\nAt night.", "language": "en", "segments": []})
    assert [alone.text_of(one) for one in alone.blocks] == ["We bake. At night."]
    assert _codes(alone) == ["machine-draft", "no-turns"]


def test_labels_in_the_words_of_a_draft_are_labels() -> None:
    found = _read([{"start": n, "end": n + 1, "text": f"{who}: words"} for n, who in enumerate("ABAB")])
    told = [(speaker, time) for speaker, _, time in _turns(found)]
    assert told == [("A", (0, 1)), ("B", (1, 2)), ("A", (2, 3)), ("B", (3, 4))]


def test_words_the_program_doubts_are_counted_and_left_as_they_are() -> None:
    words = [{"word": "bread", "probability": 0.2}, {"word": "oven", "probability": 0.9}, {"word": "x"}, 3]
    found = _read({"segments": [{"start": 0, "end": 1, "text": "bread oven", "words": words}]})
    assert found.text == "bread oven"
    assert found.marks == ()
    doubt = next(one for one in found.warnings if one.code == "low-probability")
    assert "doubts 1 words" in doubt.message


@pytest.mark.parametrize("time", [True, "soon", -1, 1e300, None, [1], {"x": 1}])
def test_a_time_that_is_none_leaves_the_words(time: object) -> None:
    found = _read({"segments": [{"start": time, "end": 1.5, "text": "bread"}]})
    assert [one.time for one in found.blocks] == [None]
    assert [one.time for one in read(b'[{"start": NaN, "end": 1, "text": "x"}]').blocks] == [None]


OTR = {
    "text": '<p><span class="timestamp" contenteditable="false" data-timestamp="1.2">0:01</span>&nbsp;ANN: '
    "Where &amp; when?</p>"
    '<p><span class="timestamp" data-timestamp="4">0:04</span> <b>BEN:</b> In the\nyard.<br/>At night.</p>'
    "<script>alert(1)</script><p>ANN: So <span>it was</span>.</p>",
    "media": "talk.mp3",
    "media-time": 12.5,
}


def test_a_file_of_otranscribe_is_a_persons_text_with_its_stamps() -> None:
    found = _read(OTR, "talk.otr")
    assert _turns(found) == [
        ("ANN", "Where & when?", (1.0, 4.0)),
        ("BEN", "In the yard.\nAt night.", (4.0, None)),
        ("ANN", "So it was.", None),
    ]
    assert "machine-draft" not in _codes(found)
    with pytest.raises(NotUnderstood) as refused:
        _read({"text": "<p></p>", "media": ""})
    assert refused.value.code == "empty-file"


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b'{"segments": [\n{"start": 0, "text": "cut o', "not-json", 2),
        (b'{"segments": [], "text": "x", "title": "y"}', "unknown-json", 1),
        (b'{"results": {"channels": [{"alternatives": []}]}}', "unknown-json", 1),
        (b'{"text": "a letter"}', "unknown-json", 1),
        (b'[{"text": "a message", "author": "x"}]', "unknown-json", 1),
        (b'{"segments": [{"start": 0, "end": 1, "text": "x"}, {"start": 2}]}', "unknown-json", 1),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not-json", 1),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not-json", 1),
        (b'{"segments": [{"start": 0, "end": 1, "text": "  "}]}', "empty-file", None),
        (b"ANN: hello", "not-json", 1),
    ],
)
def test_what_is_no_transcript_is_refused_and_not_read_as_prose(
    raw: bytes, code: str, line: int | None
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, "talk.json", "whisper-json")
    assert (refused.value.code, refused.value.line) == (code, line)


def test_a_long_file_on_one_line_is_read() -> None:
    words = [{"word": "bread", "start": 0, "end": 1}] * 200
    data = {
        "segments": [{"start": n, "end": n + 1, "text": f"bread {n}", "words": words} for n in range(200)]
    }
    assert len(json.dumps(data)) > 1_000_000
    assert len(_read(data).blocks) == 200


said = st.sampled_from(["Нан", "хлеб.", "نان", "面包", "bread?", "[inaudible]", 'a "b" \\', "e\u0301"])
voices = st.sampled_from(["Ann Poe", "Айсұлу", "ئالىم", "李明"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(voices, said), min_size=1, max_size=8), st.sampled_from([None, 2]), st.booleans())
def test_every_segment_keeps_its_words_speaker_and_time(
    rows: list[tuple[str, str]], indent: int | None, ascii_only: bool
) -> None:
    data = {
        "segments": [
            {"start": n + 0.25, "end": n + 1, "text": t, "speaker": v} for n, (v, t) in enumerate(rows)
        ]
    }
    found = read(json.dumps(data, indent=indent, ensure_ascii=ascii_only).encode())
    told = [
        (turn.speaker, found.text_of(one), one.time)
        for turn in found.sessions[0].turns
        for one in turn.segments
    ]
    assert told == [(v, t, (n + 0.25, float(n + 1))) for n, (v, t) in enumerate(rows)]
    turns = found.sessions[0].turns
    assert all(one.speaker != after.speaker for one, after in pairwise(turns))


def test_turns_of_sections_with_their_blocks_are_read() -> None:
    turns = [
        {
            "start": a,
            "stop": b,
            "speaker": {"ID": n, "name": who},
            "text_blocks": [{"text": words}, {"text": "So."}, 1],
        }
        for n, (who, (words, a, b)) in enumerate(zip(("Ann Low", "Bo Hale", "Ann Low"), WORDS, strict=True))
    ]
    data = {
        "id": 1,
        "transcript": {"sections": [{"turns": turns[:2]}, {"turns": turns[2:]}, {"turns": 1}, "x"]},
    }

    assert _turns(_read(data)) == [
        (who, f"{words} So.", (a, b))
        for who, (words, a, b) in zip(("Ann Low", "Bo Hale", "Ann Low"), WORDS, strict=True)
    ]
    nothing: list[object] = [1, [{"turns": []}]]
    for sections in nothing:
        with pytest.raises(NotUnderstood):
            _read({"transcript": {"sections": sections}})


def test_segments_under_a_name_of_their_own_are_found_the_longest_list_first() -> None:
    rows = [{"start": a, "end": b, "speaker_id": "ann", "text": t} for t, a, b in WORDS]
    data = {
        "meeting": 1,
        "few": rows[:1],
        "interesting_segments": rows,
        "tags": ["a"],
        "people": [{"name": "x"}],
    }

    assert [who for who, _, _ in _turns(_read(data))] == ["ann"]
    assert _turns(_read(data))[0][1].endswith(WORDS[-1][0])


def test_a_word_without_letters_takes_no_time_from_the_others() -> None:
    words = [{"start": 0.0, "end": 1.0}, {"word": "Bread", "start": 1.0, "end": 2.0}]
    found = _read({"segments": [{"start": 0.0, "end": 2.0, "text": "Bread", "words": words}]})

    assert [found.text_of(one) for one in found.blocks] == ["Bread"]


def _heard(word: str, start: float, **more: object) -> dict[str, object]:
    sure = [{"confidence": "0.4" if word == "oven" else "0.99", "content": word}]
    return {
        "type": "pronunciation",
        "start_time": f"{start}",
        "end_time": f"{start + 0.5}",
        "alternatives": sure,
    } | more


def _sign(sign: str, **more: object) -> dict[str, object]:
    return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": sign}]} | more


HEARD = [
    _heard("Where", 1.0),
    _heard("was", 2.0),
    _sign("?"),
    _heard("The", 4.0),
    _heard("oven", 5.0),
    _sign("."),
]


def _amazon(items: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {"jobName": "m", "results": {"transcripts": [{"transcript": "Where was?"}], "items": items} | more}


def test_words_of_an_older_service_have_the_voices_of_the_list_beside_them() -> None:
    told = [("4.0", "spk_1"), ("0.9", "spk_0"), (None, "spk_9"), ("3.0", None)]
    listed: list[object] = [
        {"start_time": at, "end_time": "9", "speaker_label": who, "items": []} for at, who in told
    ]
    listed.append("none")
    found = _read(_amazon(HEARD, speaker_labels={"speakers": 2, "segments": listed}))

    assert _turns(found) == [("spk_0", "Where was?", (1.0, 2.5)), ("spk_1", "The oven.", (4.0, 5.5))]
    assert "low-probability" in _codes(found)


def test_words_that_name_their_voice_are_turns_of_it() -> None:
    voices = ["spk_0"] * 3 + ["spk_1"] * 3
    found = _read(_amazon([one | {"speaker_label": who} for one, who in zip(HEARD, voices, strict=True)]))

    assert [who for who, _, _ in _turns(found)] == ["spk_0", "spk_1"]


def test_without_voices_sentences_are_paragraphs_with_times() -> None:
    found = _read(_amazon([*HEARD, _heard("It", 0.0) | {"start_time": None, "end_time": None}]))

    assert _turns(found) == []
    assert [(found.text_of(one), one.time) for one in found.blocks] == [
        ("Where was?", (1.0, 2.5)),
        ("The oven.", (4.0, 5.5)),
        ("It", None),
    ]


def test_a_word_before_the_first_voice_is_nobodys() -> None:
    listed = [{"start_time": "4.0", "speaker_label": "spk_1"}]
    found = _read(_amazon(HEARD, speaker_labels={"segments": listed}))

    assert [who for who, _, _ in _turns(found)] == ["", "spk_1"]


@pytest.mark.parametrize(
    "results",
    [
        [],
        {"items": []},
        {"items": "words"},
        {"items": [{"type": "pronunciation"}]},
        {"items": [{"alternatives": ["a"]}]},
        {"items": [{"alternatives": [{"content": 1}]}]},
        {"items": ["a"]},
    ],
)
def test_a_list_of_other_items_is_no_transcript(results: object) -> None:
    with pytest.raises(NotUnderstood) as refused:
        _read({"results": results})
    assert refused.value.code == "unknown-json"


@pytest.mark.parametrize("key", ["turns", "dialogue", "conversation"])
def test_a_talk_without_times_has_the_turns_it_names(key: str) -> None:
    talk = [{"speaker": "guest", "text": "Bread?"}, {"speaker": "baker", "text": "Yes."}]
    found = _read({"id": "oven-1", key: talk})
    assert _turns(found) == [("guest", "Bread?", None), ("baker", "Yes.", None)]


def test_single_words_have_their_times_only_where_the_program_says_them() -> None:
    words = [{"word": "Bread", "start": 0.0, "end": 0.5}, {"word": "burns.", "start": 0.5, "end": 1.0}]
    segment = {"start": 0.0, "end": 1.0, "text": "Bread burns.", "words": words}
    assert [one.time for one in _read({"segments": [segment]}).words] == [(0.0, 0.5), (0.5, 1.0)]
    bare = [{key: value for key, value in one.items() if key == "word"} for one in words]
    for kept in (bare, None, "x", [1]):
        found = _read({"segments": [segment | {"words": kept}]})
        assert not found.words
        assert "word-times-left-out" not in _codes(found)
