"""Speech in other XML: Transcriber, debates in Akoma Ntoso, utterances of TEI under no root of TEI."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read, write

TRS = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="x" audio_filename="mill" version="1" version_date="190503" xml:lang="{lang}">
<Topics><Topic id="to1" desc="{topic}"/></Topics>
<Speakers>
<Speaker id="spk1" name="{ann}" check="no"/><Speaker id="spk2" name="{bo}" check="no"/>
<Speaker id="spk3" name="speaker#3"/><Speaker id="" name="nobody"/>
</Speakers>
<Episode program="{title}"><Section type="report" topic="to1" startTime="0" endTime="20">
<Turn speaker="spk2" startTime="0" endTime="4.5">
<Sync time="0"/>
{ask}
<Sync time="2.5"/>
{more}
</Turn>
<Turn speaker="spk1 spk2" startTime="4.5" endTime="9">
<Sync time="4.5"/>
<Who nb="1"/>
{answer}
<Who nb="2"/>
{yes}
<Sync time="7"/>
<Who nb="1"/>
{end}
</Turn>
{rest}</Section></Episode></Trans>
"""
# Topic, two names, title, and what is said.
WORDS = {
    "en": [
        "The mill",
        "Ann Low",
        "Interviewer",
        "Mills",
        "Where is it?",
        "Since when?",
        "By the weir.",
        "Yes.",
        "It burned.",
    ],
    "ru": [
        "Мельница",
        "Анна Ларина",
        "Интервьюер",
        "О хлебе",
        "Где она?",
        "Давно?",
        "У плотины.",
        "Да.",
        "Сгорела.",
    ],
    "ug": [
        "تۈگمەن",
        "ئايگۈل",
        "Interviewer",
        "نان",
        "نەدە؟",
        "قاچاندىن؟",
        "توسمىدا.",
        "ھەئە.",
        "كۆيۈپ كەتتى.",
    ],
}


def _trs(language: str, rest: str = "", encoding: str = "UTF-8") -> bytes:
    names = ("topic", "ann", "bo", "title", "ask", "more", "answer", "yes", "end")
    said = dict(zip(names, WORDS[language], strict=True))
    return TRS.format(**said, lang=language, rest=rest, encoding=encoding).encode(encoding)


def _said(found: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, found.text_of(turn)) for one in found.sessions for turn in one.turns]


@pytest.mark.parametrize("name", ["", "talk.trs", "talk.txt", "talk.csv"])
@pytest.mark.parametrize("language", WORDS)
def test_turns_of_transcriber_have_their_speakers_times_and_cues(language: str, name: str) -> None:
    topic, ann, bo, title, ask, more, answer, yes, end = WORDS[language]
    found = read(_trs(language), name)
    (session,) = found.sessions

    assert (found.format, session.title, session.spoken_languages) == ("trs", title, (language,))
    assert _said(found) == [(bo, f"{ask} {more}"), (ann, answer), (bo, yes), (ann, end)]
    assert [turn.time for turn in session.turns] == [(0, 4.5), (4.5, 7), (4.5, 7), (7, 9)]
    assert [cue.time for cue in session.turns[0].segments] == [(0, 2.5), (2.5, 4.5)]
    assert [found.text_of(span) for span in session.matter] == [topic]
    assert {(one.label, one.name) for one in session.participants} >= {(ann, ann)}


def test_a_role_is_no_name_and_an_old_encoding_is_read_as_the_file_says() -> None:
    found = read(_trs("ru", encoding="windows-1251"))

    assert [(one.label, one.name, one.role) for one in found.sessions[0].participants] == [
        ("Интервьюер", None, "interviewer"),
        ("Анна Ларина", "Анна Ларина", None),
    ]
    assert _said(found)[1] == ("Анна Ларина", "У плотины.")


REST = """<Turn startTime="9" endTime="10"><Sync time="9"/><Event desc="[laughter]" type="noise"/></Turn>
<Turn startTime="10" endTime="11"><Sync time="x"/>Nobody knows.</Turn>
<Turn speaker="spk3" startTime="11" endTime="x"><Sync time="11"/>
Well <Event desc="cough" type="noise" extent="begin"/> then <Event desc="cough" type="noise" extent="end"/>
<Vocal desc="inaudible"/> at <Event desc="Weir" type="entities" extent="begin"/> the weir
<Event desc=" " type="noise"/><Background time="12" type="music"/><Comment desc="she points"/></Turn>
<Turn speaker="spk1 spk2" startTime="12" endTime="13"><Sync time="12"/>Both.<Who nb="9"/>Who?</Turn>
<Turn speaker="gone" startTime="13" endTime="14"><Sync time="13"/>I was.</Turn>
"""


def test_what_is_heard_is_a_sign_what_is_noted_a_note_and_nobody_is_made_up() -> None:
    found = read(_trs("en", REST))
    (session,) = found.sessions
    marks = [
        (mark.kind, mark.turn, mark.attributes.get("words", found.text_of(mark))) for mark in found.marks
    ]

    assert _said(found)[4:] == [
        ("", "Nobody knows."),
        ("speaker#3", "Well [cough] then [inaudible] at the weir"),
        ("", "Both."),
        ("", "Who?"),
        ("", "I was."),
    ]
    assert [(one.kind, one.after_turn) for one in session.events] == [("vocal", 4)]
    assert marks == [
        ("vocal", 6, "[cough]"),
        ("unheard", 6, "[inaudible]"),
        ("note", 6, "Weir"),
        ("note", 6, "she points"),
    ]
    assert [one.name for one in session.participants if one.label == "speaker#3"] == [None]
    assert session.turns[5].time == (11, None)
    assert "no-voice" in [one.code for one in found.warnings]


AKN = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso{space}><debate name="x"><meta><references source="#x">
<TLCPerson {key}="low" href="/low" showAs="{ann}"/><TLCPerson {key}="chair" href="/chair" showAs="{bo}"/>
<TLCPerson showAs="nobody"/></references></meta>
<preface><p><docTitle>{title}</docTitle></p></preface>
<debateBody><debateSection name="x"><num>1.</num><heading>{topic}</heading><scene>(laughter)</scene>
<speech by="#chair"><num>2</num><from>{bo}:</from><p>{ask}</p>
<p>{more}<authorialNote><p>So printed.</p></authorialNote></p></speech>
<questions><question by="#low"><from>x</from><p>{answer}<remark>[inaudible]</remark></p></question>
<answer by="#hale"><from>Mr Hale:</from><p>{yes}<eol/><i>{end}</i> <noteRef/></p></answer></questions>
<narrative>{topic}.</narrative><speech><recordedTime time="10:00"/>{yes}<p/>{end}</speech>
</debateSection></debateBody></debate></akomaNtoso>
"""
SPACES = [
    "",
    ' xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"',
    ' xmlns="http://www.akomantoso.org/2.0"',
]


def _akn(language: str, space: str = SPACES[1]) -> bytes:
    names = ("topic", "ann", "bo", "title", "ask", "more", "answer", "yes", "end")
    said = dict(zip(names, WORDS[language], strict=True))
    return AKN.format(**said, space=space, key="id" if "2.0" in space else "eId").encode()


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("language", WORDS)
def test_speeches_of_a_debate_are_turns_of_whom_they_refer_to_or_print(language: str, space: str) -> None:
    topic, ann, bo, title, ask, more, answer, yes, end = WORDS[language]
    found = read(_akn(language, space), "debate.xml")
    (session,) = found.sessions

    assert (found.format, session.title) == ("akoma-ntoso", title)
    assert _said(found) == [
        (bo, f"{ask} {more}"),
        (ann, f"{answer} [inaudible]"),
        ("Mr Hale", f"{yes} {end}"),
        ("", f"{yes} {end}"),
    ]
    assert [found.text_of(span) for span in session.matter] == [title, "1.", topic, "2", f"{topic}."]
    assert [(one.kind, one.after_turn) for one in session.events] == [("vocal", 0)]
    assert [(mark.kind, mark.turn, mark.attributes.get("words")) for mark in found.marks] == [
        ("note", 1, "So printed."),
        ("unheard", 2, None),
    ]
    assert [one.code for one in found.warnings] == ["no-voice"]


def test_an_act_is_a_text_of_paragraphs() -> None:
    section = "<num>1</num><heading>Of mills</heading><content><p>Bread is bread.</p></content>"
    found = read(f"<akomaNtoso><act><body>{section}</body></act></akomaNtoso>".encode())

    assert found.sessions == ()
    assert [found.text_of(one) for one in found.blocks] == ["1", "Of mills", "Bread is bread."]


UTTERANCES = '<u who="#A">{}</u>\n<u who="#B">{}</u>\n<u who="#A">{}</u>'


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "\ufeff{}",
        "<dialogue>{}</dialogue>",
        '<?xml version="1.0"?>\n<transcript><head>Mills</head>{}</transcript>',
        "<talk><text>{}</text></talk>",
        "<text>{}</text>",
    ],
)
@pytest.mark.parametrize("language", WORDS)
def test_utterances_under_any_root_or_none_are_turns(language: str, around: str) -> None:
    said = WORDS[language][4:7]
    found = read(around.format(UTTERANCES.format(*said)).encode(), "talk.txt")

    assert found.format == "tei"
    assert _said(found) == list(zip("ABA", said, strict=True))


def test_who_may_be_a_whole_name_that_points_to_nobody() -> None:
    said = '<u who="Ann Low">Where?</u><u who="Айгүл  Ө.">Here.</u><u who="#a #b">So.</u><u who="b c">No.</u>'
    head = '<person xml:id="b"><persName>Bo Hay</persName></person>'
    found = read(f"<talk>{head}{said}</talk>".encode())

    assert [who for who, _ in _said(found)] == ["Ann Low", "Айгүл Ө.", "a", "Bo Hay"]


@pytest.mark.parametrize(
    ("raw", "format_", "code"),
    [
        (b"<Trans><Episode>", None, "not-trs"),
        (b"<a><b/></a>", "trs", "not-trs"),
        (b"<Trans></Trans>", None, "empty-file"),
        (b"<akomaNtoso><debate>", None, "not-akoma-ntoso"),
        (b"<a><b/></a>", "akoma-ntoso", "not-akoma-ntoso"),
        (b"<akomaNtoso><debate/></akomaNtoso>", None, "empty-file"),
        (b"<a><u>words</u></a>", "tei", "not-tei"),
        (b"<a><u>words</u></a>", None, "unread-format"),
        (b'<CHAT><u who="A"><w>words</w></u></CHAT>', None, "unread-format"),
        (b'<u who="A">words', "tei", "not-tei"),
        (b'<!DOCTYPE Trans [<!ENTITY a "words">]><Trans>&a;</Trans>', None, "xml-bomb"),
        (
            b'<!DOCTYPE akomaNtoso [<!ENTITY a SYSTEM "/etc/passwd">]><akomaNtoso>&a;</akomaNtoso>',
            None,
            "xml-bomb",
        ),
    ],
)
def test_what_is_none_of_them_is_refused(raw: bytes, format_: str | None, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(raw, "talk.xml", format=format_)

    assert refused.value.code == code


@pytest.mark.parametrize("raw", [_trs("ru", REST), _akn("ug")], ids=["trs", "akoma-ntoso"])
def test_they_go_into_tei_and_come_back_whole(raw: bytes) -> None:
    found = read(raw)
    written = write(found, "tei")

    assert written.losses == ()
    assert _said(read(written.data)) == _said(found)
    assert write(found, found.format).data == raw


_WORD = st.text("abжзدې中<&>\"' ", min_size=1, max_size=12).filter(lambda said: said.strip())
_TURN = st.tuples(st.sampled_from(["a", "b", "c", ""]), _WORD)


def _as_trs(turns: list[tuple[str, str]]) -> str:
    people = "".join(f'<Speaker id="{key}" name="{key.upper()}n Low"/>' for key in "ab")
    body = "".join(
        f'<Turn speaker="{who}" startTime="{n}" endTime="{n + 1}"><Sync time="{n}"/>{escape(said)}</Turn>'
        for n, (who, said) in enumerate(turns)
    )
    return f"<Trans><Speakers>{people}</Speakers><Episode><Section>{body}</Section></Episode></Trans>"


def _as_akn(turns: list[tuple[str, str]]) -> str:
    people = "".join(f'<TLCPerson eId="{key}" showAs="{key.upper()}n Low"/>' for key in "ab")
    body = "".join(f'<speech by="#{who}"><p>{escape(said)}</p></speech>' for who, said in turns)
    return f"<akomaNtoso><debate><meta>{people}</meta><debateBody>{body}</debateBody></debate></akomaNtoso>"


@settings(max_examples=60)
@given(st.lists(_TURN, min_size=1, max_size=8))
def test_every_turn_is_there_once_with_who_said_it(turns: list[tuple[str, str]]) -> None:
    names = {"a": "An Low", "b": "Bn Low"}
    want = [(names.get(who, ""), " ".join(said.split())) for who, said in turns]

    for made in (_as_trs(turns), _as_akn(turns)):
        assert _said(read(made.encode())) == want
    timed = read(_as_trs(turns).encode()).sessions[0].turns
    assert [turn.time for turn in timed] == [(n, n + 1) for n in range(len(turns))]
