"""Rules about labels, each as the smallest text that shows it."""

import pytest

from guwah.instruments.transcripts import Transcript, read


def _read(text: str) -> Transcript:
    return read(text.encode())


def _turns(text: str) -> list[tuple[str, str]]:
    transcript = _read(text)
    return [(turn.speaker, transcript.text_of(turn)) for one in transcript.sessions for turn in one.turns]


def test_labels_that_stand_once_in_a_short_text_of_sentences() -> None:
    assert _turns("Ann: Is it done?\nBen: It is.\n") == [("Ann", "Is it done?"), ("Ben", "It is.")]


@pytest.mark.parametrize(
    "text",
    [
        "Flour: 200 g\nSalt: 5 g\nWater: a cup\n",
        "Name: Ann\nAddress: Mill Lane.\nPhone: none.\n",
        "Note: first.\nNote: second.\nNote: third.\n",
        "Ann: Is it done?\n",
        "A story.\nShe said: no.\nHe said: yes.\nShe said: no.\nHe said: yes.\n",
        "他说：好。\n她说：不。\n他说：好。\n她说：不。\n",
        "http://a.example\nhttp://a.example\n10:30 tea\n10:30 tea\n",
        "1: one\n2: two\n1: three\n2: four\n",
        "What?: yes\nWhat?: no\nWhat?: yes\n",
        "№ five: a.\n№ six: b.\n" * 3,
        "we met at 10:30\nand left at 11:45\nwe met, at 10:30\n",
        "".join(f"Entry {n // 2}: gives word and word.\n" for n in range(1400)),
    ],
)
def test_nobody_is_invented(text: str) -> None:
    assert _turns(text) == []


def test_a_letter_stands_for_a_name_of_the_heading() -> None:
    text = "Conversation with Zoe Quill\nZ: Yes?\nM: Good day.\nZ: Go on.\nM: Well.\n"
    transcript = _read(text)
    assert [one.name for one in transcript.sessions[0].participants] == ["Zoe Quill", None]
    assert [turn.speaker for turn in transcript.sessions[0].turns] == ["Zoe Quill", "M", "Zoe Quill", "M"]


def test_a_letter_that_could_be_two_people_is_nobody_by_name() -> None:
    assert [
        name for name, _ in _turns("Ann Poe: Yes.\nAda Roe: No.\nA: Then?\nA: So.\nP: Ah.\nP: Oh.\n")
    ] == [
        "Ann Poe",
        "Ada Roe",
        "A",
        "A",
        "Ann Poe",
        "Ann Poe",
    ]


def test_initials_of_a_full_name() -> None:
    assert [
        name for name, _ in _turns("Ann Poe: Yes.\nBea Roe: No.\nAP: Then?\nBR: So.\nAP: Ah.\nBR: Oh.\n")
    ] == [
        "Ann Poe",
        "Bea Roe",
        "Ann Poe",
        "Bea Roe",
        "Ann Poe",
        "Bea Roe",
    ]


def test_a_name_that_comes_after_its_letter() -> None:
    assert [name for name, _ in _turns("A: Yes.\nB: No.\nAnn Poe (A): Then.\nB: So.\nA: Ah.\n")][2:] == [
        "Ann Poe",
        "B",
        "Ann Poe",
    ]


def test_roles_and_people_of_a_list() -> None:
    text = (
        "Interviewer: Ann Poe\nWitness: Ben Roe\n\nInterviewer: Well?\nWitness: Yes.\n"
        "Interviewer: And?\nWitness: No.\n"
    )
    transcript = _read(text)
    people = [(one.label, one.name, one.role) for one in transcript.sessions[0].participants]
    assert people == [("Interviewer", "Ann Poe", "interviewer"), ("Witness", "Ben Roe", None)]
    assert len(transcript.sessions[0].turns) == 4


def test_a_role_beside_a_name_is_no_mark() -> None:
    transcript = _read("Ann (interpreter): Yes.\nBen: No.\nAnn: So.\nBen: Ah.\n")
    assert transcript.sessions[0].participants[0].role == "interpreter"
    assert transcript.marks == ()


def test_a_listed_participant_may_speak_once() -> None:
    text = "Participants: Ann Poe, Ben Roe\nAnn Poe: Yes.\nBen Roe: No.\nAnn Poe: So.\n"
    assert [name for name, _ in _turns(text)] == ["Ann Poe", "Ben Roe", "Ann Poe"]


def test_words_after_the_label_may_begin_on_the_next_line() -> None:
    assert _turns("ANN:\nYes.\n\nBEN:\nNo.\nANN:\nSo.\nBEN:\n") == [
        ("ANN", "Yes."),
        ("BEN", "No."),
        ("ANN", "So."),
        ("BEN", ""),
    ]
    assert "empty-turn" in [one.code for one in _read("A: x\nB: y\nA:\nB: z\n").warnings]


def test_tabs_divide_only_where_labels_recur() -> None:
    assert _turns("Ann\tYes.\nBen\tNo.\nAnn\tSo.\nBen\tAh.\n")[0] == ("Ann", "Yes.")
    assert _turns("1\tAnn\tYes.\n2\tBen\tNo.\n3\tAnn\tSo.\n4\tBen\tAh.\n")[3] == ("Ben", "Ah.")
    assert _turns("Ann\tYes.\nBen\tNo.\n") == []


def test_small_lettered_labels_of_a_text_that_breaks_off() -> None:
    text = "baker: where is the key?\nclerk: we kept it.\nbaker: and the oven?\nclerk: the oven is still"
    assert [name for name, _ in _turns(text)] == ["baker", "clerk", "baker", "clerk"]
    assert [name for name, _ in _turns(text.replace("we kept it.", "we kept it"))] != ["baker", "clerk"] * 2


def test_a_small_lettered_label_needs_to_recur_often() -> None:
    assert len(_turns("the baker: a.\nthe cook: b.\n" * 3)) == 6
    assert _turns("the baker: a.\nthe cook: b.\n" * 2) == []


def test_a_short_line_in_a_turn_is_no_title() -> None:
    text = (
        "Ann Poe (A): One.\nBen Roe (B): Two.\nA: Welcome.\nHere is our guest\n"
        "Cleo Day (C): Three.\nB: Four.\nA: Five.\n"
    )
    assert len(_read(text).sessions) == 1
    asked = "Ann Poe (A): One.\nCleo, are you there?\nCleo Day (C): Three.\nA: Five.\nC: Six.\n"
    assert len(_read(asked).sessions) == 1


def test_a_title_without_known_words_begins_a_session_when_all_are_introduced() -> None:
    text = (
        "By the river\nAnn Poe (A): One.\nBen Roe (B): Two.\nA: Three.\n"
        "At the mill\nAnn Poe (A): Four.\nDee Fox (D): Five.\nA: Six.\n"
    )
    transcript = _read(text)
    assert [one.title for one in transcript.sessions] == ["By the river", "At the mill"]
    assert [one.start for one in transcript.sessions[1:]] == [text.index("At the mill")]
    plain = text.replace("Ann Poe (A): Four.", "A: Four.").replace("Dee Fox (D): Five.", "Dee Fox: Five.")
    assert len(_read(plain).sessions) == 1


def test_full_names_then_letters_introduce_as_well() -> None:
    text = (
        "Ann Poe: One.\nBen Roe: Two.\nA: Three.\nB: Four.\nAt the mill\n"
        "Ann Poe: Five.\nDee Fox: Six.\nA: Seven.\nD: Eight.\nA: Ten.\nD: No.\n"
    )
    transcript = _read(text)
    assert [one.title for one in transcript.sessions] == [None, "At the mill"]
    assert transcript.sessions[1].turns[2].speaker == "Ann Poe"


def test_a_title_with_header_lines_begins_a_session() -> None:
    text = "Ann: One.\nBen: Two.\nAnn: Three.\nThe second evening\nDate: 4 May\nAnn: Four.\nBen: Five.\n"
    assert [one.title for one in _read(text).sessions] == [None, "The second evening"]


def test_labels_of_another_session_mean_nothing() -> None:
    text = "Interview 1\nAnn Poe (A): One.\nB: Two.\nA: Three.\nInterview 2\nA: Four.\nB: Five.\nA: Six.\n"
    first, second = _read(text).sessions
    assert first.turns[0].speaker == "Ann Poe"
    assert second.turns[0].speaker == "A"


def test_a_lone_bracket_is_an_event_between_turns_and_a_mark_inside_one() -> None:
    between = _read("A: One.\n[laughter]\nB: Two.\nA: x\nB: y\n")
    assert [(e.kind, e.after_turn) for e in between.sessions[0].events] == [("vocal", 1)]
    inside = _read("A: One.\n[laughter]\nStill me.\nB: Two.\nA: x\nB: y\n")
    assert inside.sessions[0].events == ()
    assert [(m.kind, m.turn) for m in inside.marks] == [("vocal", 1)]


@pytest.mark.parametrize(
    ("bracket", "kind"),
    [
        ("[inaudible 00:12]", "unheard"),
        ("<[?]>", "unheard"),
        ("(+++)", "unheard"),
        ("[call dropped]", "line-drop"),
        ("【录音结束】", "tape-end"),
        ("[Private session]", "session-change"),
        ("[page break]", "page-break"),
        ("(вздыхает)", "vocal"),
    ],
)
def test_kinds_of_events(bracket: str, kind: str) -> None:
    transcript = _read(f"{bracket}\nA: One.\nB: Two.\n{bracket}\nA: x\nB: y\n")
    events = transcript.sessions[0].events
    assert [(event.kind, event.after_turn) for event in events] == [(kind, 0), (kind, 2)]


def test_a_bracket_that_tells_something_else_stands_outside_turns() -> None:
    transcript = _read("A: One.\n[She shows a photograph]\nB: Two.\n(one more)\nA: x\nB: y\n")
    assert [(m.kind, m.session, m.turn) for m in transcript.marks] == [("description", 1, None)] * 2
    assert transcript.sessions[0].events == ()


def test_many_lines_with_controls_are_told_in_short() -> None:
    transcript = _read("A: \u202eone.\nB: two.\n" * 60)
    told = [one for one in transcript.warnings if one.code == "bidi-control"]
    assert len(told) == 51
    assert told[-1].message.startswith("10 more")


def test_a_time_that_runs_back_gives_no_end() -> None:
    turns = _read("[00:10] A: x\n[00:05] B: y\nA (00:20): z\nB: w\n").sessions[0].turns
    assert [turn.time for turn in turns] == [(10, None), (5, 20), (20, None), None]


@pytest.mark.parametrize(
    "text", ["Dr. Poe: a.\nMr. Roe: b.\n", "O'Neil: a.\nRoe-Fox: b.\n", "SPEAKER_00: a.\nSPEAKER_01: b.\n"]
)
def test_shapes_of_names(text: str) -> None:
    assert len(_turns(text * 2)) == 4


def test_a_letter_given_to_somebody_else_changes_hands() -> None:
    text = "Ann Poe (A): One.\nBen Roe (B): Two.\nA: Three.\nAda Fox (A): Four.\nA: Five.\nB: Six.\n"
    assert [name for name, _ in _turns(text)] == [
        "Ann Poe",
        "Ben Roe",
        "Ann Poe",
        "Ada Fox",
        "Ada Fox",
        "Ben Roe",
    ]


def test_a_heading_may_name_several() -> None:
    text = "Talk with Ann Poe, Ben Roe at home\nA: One.\nB: Two.\nA: Three.\nB: Four.\n"
    assert [name for name, _ in _turns(text)][:2] == ["Ann Poe", "Ben Roe"]


def test_introductions_over_long_turns_still_begin_a_session() -> None:
    text = (
        "Ann Poe (A): One.\nBen Roe (B): Two.\nA: Three.\nAt the mill\n"
        "Ann Poe (A): Four.\nAnd more of it.\nDee Fox (D): Five.\nA: Six.\n"
    )
    assert [one.title for one in _read(text).sessions] == [None, "At the mill"]


def test_of_two_titles_in_a_row_the_first_begins_the_session() -> None:
    text = "A: x\nB: y\nPart 2\nInterview with Ann\nA: z\nB: w\n"
    transcript = _read(text)
    assert [one.title for one in transcript.sessions] == [None, "Part 2"]
    assert [transcript.text_of(span) for span in transcript.sessions[1].matter] == ["Interview with Ann"]


def test_a_role_letter_alone_is_only_a_letter() -> None:
    pair = _read("Q: x\nA: y\nQ: z\nA: w\n").sessions[0].participants
    assert [one.role for one in pair] == ["interviewer", None]
    alone = _read("Q: x\nB: y\nQ: z\nB: w\n").sessions[0].participants
    assert [one.role for one in alone] == [None, None]
    named = _read("Вера (В): x\nНина (Н): y\nВ: z\nН: w\n").sessions[0].participants
    assert [(one.name, one.role) for one in named] == [("Вера", None), ("Нина", None)]


TALK = "Journalist: Hello, who are you?\nBaker: I am Ann.\nJ: When?\nB: In May.\nB: And later.\n"
TALK_RU = "Журналист: Кто вы?\nПлотник: Я Анна.\nЖ: Когда?\nП: В мае.\nП: И потом.\n"


def _labels(text: str) -> list[str]:
    return [turn.label for one in _read(text).sessions for turn in one.turns]


def _asked(text: str) -> list[tuple[int | None, str]]:
    return [(one.line, one.message) for one in _read(text).warnings if one.code == "possible-label"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"Call, 3 May 2021\n\n{TALK}", "Journalist Baker J B B"),
        (f"Звонок, 3 мая 2021\n\n{TALK_RU}", "Журналист Плотник Ж П П"),
        (TALK.replace("Journalist", "Potter").replace("J:", "P:"), "Potter Baker P B B"),
        (f"Note: from a tape\nCall: 3 May\nPlace: Almaty\n\n{TALK}", "Journalist Baker J B B"),
        ("Interpreter: I am here.\nB: One.\nC: Two.\nB: Three.\nC: Four.\n", "Interpreter B C B C"),
        ("Interpreter:\nI am here.\nB: One.\nC: Two.\nB: x\nC: y\n", "Interpreter B C B C"),
    ],
)
def test_the_first_turn_is_taken_though_its_initial_stands_once(text: str, labels: str) -> None:
    assert " ".join(_labels(text)) == labels


@pytest.mark.parametrize(
    "heading",
    [
        "Oven: Mill Lane",
        "Jetty: Mill Lane",
        "Interpreter: Ida",
        "Call: 3 May",
        "Kitchen: warm",
    ],
)
def test_headings_above_the_talk_are_nobody(heading: str) -> None:
    body = TALK.replace("J: When?\n", "").replace("Journalist: Hello, who are you?\n", "")
    text = f"{heading}\n{body}J: When?\nC: Soon.\nC: Now.\n"
    assert _labels(text) == ["Baker", "B", "B", "J", "C", "C"]


def test_what_is_lost_above_the_first_turn_is_told() -> None:
    text = f"Note: from a tape\nCall: 3 May\nKitchen: warm\nthe guard: stop\n\n{TALK}"
    asked = _asked(text)
    assert [line for line, _ in asked] == [3, 4]
    assert all("before the first turn" in why for _, why in asked)
    later = _asked(TALK + "the guard: stop\n")
    assert [line for line, _ in later] == [6]
    assert "turn before it" in later[0][1]


def test_once_somebody_is_introduced_a_name_may_speak_once() -> None:
    text = "Ann Poe (A): One.\nBea Roe (B): Two.\nA: Three.\nGuard: Stop.\nB: Four.\nA: Five.\n"
    assert _labels(text)[3] == "Guard"
    assert ("label-once", 4) in [(one.code, one.line) for one in _read(text).warnings]
    assert _labels("李明（李）：好。\n王：不。\n李：好。\n王：不。\n门卫：停。\n")[-1] == "门卫"
    assert (
        len(
            _labels(
                "李明（李）：好。\n王：不。\n李：好。\n王：不。\n我们昨天晚上在磨坊那里又看见的那个人：停。\n"
            )
        )
        == 4
    )


def test_a_heading_with_the_letter_of_a_known_name_introduces_nobody() -> None:
    text = "Annex: cold\nAnn Poe (A): One.\nBen: Two.\nA: Three.\nC: Four.\nC: Five.\n"
    assert _labels(text) == ["Ann Poe (A)", "Ben", "A", "C", "C"]


def test_more_introduced_names_than_any_talk_has_are_a_list() -> None:
    assert _labels("".join(f"Ann{n} Poe (A): word.\n" for n in range(400))) == []


def test_a_name_written_with_its_marks_apart_is_the_same_speaker() -> None:
    found = read("G\u00fcn: Bir.\nAli: Iki.\nGu\u0308n: Uc.\nAli: Tort.\n".encode())

    assert len(found.sessions[0].participants) == 2
    assert [turn.speaker for turn in found.sessions[0].turns][::2] == ["G\u00fcn"] * 2


@pytest.mark.parametrize(
    "value", ["[Emine, A]", '["Emine", "A"]', "[ 'Emine','A' ]", "Emine, A", "“Emine”, A"]
)
@pytest.mark.parametrize("key", ["Participants", "speakers", "Участники"])
def test_brackets_and_quotes_of_a_list_are_no_part_of_names(key: str, value: str) -> None:
    text = f"---\ntitle: Call 4\n{key}: {value}\n---\n\nEmine: When?\nA: In spring.\nEmine: Who?\nA: Three.\n"
    people = read(text.encode()).sessions[0].participants

    # A letter in a list names nobody.
    assert [(one.label, one.name) for one in people] == [("Emine", "Emine"), ("A", None)]


@pytest.mark.parametrize(
    ("role", "ann", "bo"),
    [("Witness", "Ann", "Bo"), ("Свидетель", "Анна", "Олег"), ("Куәгер", "Айнұр", "Болат")],
)
def test_a_role_above_the_talk_with_the_name_of_one_who_speaks_is_no_turn(
    role: str, ann: str, bo: str
) -> None:
    talk = f"{bo}: When?\n{ann}: In spring.\n{bo}: Who?\n{ann}: Three.\n{role}: They left.\n"
    turns = [one.speaker for one in read(f"Place: Mill\n{role}: {ann}\n\n{talk}".encode()).sessions[0].turns]

    assert turns == [bo, ann, bo, ann, ann]
    stranger = read(f"Place: Mill\n{role}: Cay\n\n{talk}".encode()).sessions[0]
    assert stranger.turns[0].speaker == role


def test_a_guest_in_a_title_is_no_part_of_a_name() -> None:
    talk = "Ann: Where was the mill?\n\nKyle: By the weir.\n\n" * 2
    found = read(f"# The Mill, and Special Guest Kyle\n\n{talk}".encode())

    assert [turn.speaker for turn in found.sessions[0].turns] == ["Ann", "Kyle"] * 2
