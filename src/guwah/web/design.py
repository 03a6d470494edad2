"""The living page of the design system: every part, with invented words in five scripts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms

from guwah.instruments.languages.direction import direction
from guwah.web.runs import Range

# One invented sentence of a school cook, as it would look in each script the interface is made for.
SCRIPTS = (
    ("en", "English", "I cooked for four hundred children; then they took the bakery licence."),
    ("ru", "Русский", "Я готовила на четыреста детей; потом они забрали разрешение на пекарню."),
    ("kk", "Қазақша", "Мен төрт жүз балаға тамақ пісірдім; содан кейін наубайхананың рұқсатын әкетті."),
    (
        "kk-Arab",
        "قازاقشا",
        "مەن ٴتورت ٴجۇز بالاعا تاماق ٴپىسىردىم؛ سودان كەيىن ناۋبايحانانىڭ رۇقساتىن اكەتتى.",
    ),
    (
        "ug",
        "ئۇيغۇرچە",
        "مەن تۆت يۈز بالىغا تاماق ئېتىتتىم؛ كېيىن ئۇلار ناۋايخانىنىڭ ئىجازەتنامىسىنى ئېلىپ كەتتى.",
    ),
    ("zh-Hans", "简体中文", "我给四百个孩子做饭；后来，他们拿走了面包房的许可证。"),
)
HUES = ("claim", "conflict", "withheld", "given", "open", "refused", "machine", "unheard", "sealed", "risk")


class SampleForm(forms.Form):
    """One field of each sort, so that labels, help, errors and choices can be looked at."""

    title = forms.CharField(label="Name of the case", help_text="As the people who work on it call it.")
    words = forms.CharField(
        label="In these words",
        widget=forms.Textarea(attrs={"rows": 3, "class": "text", "dir": "auto"}),
        required=False,
    )
    audience = forms.ChoiceField(
        label="For whom", choices=(("public", "Everybody"), ("un", "A body of the UN, confidential"))
    )
    forms_of_name = forms.ChoiceField(
        label="Under which name",
        choices=(("full", "Full name"), ("initials", "Initials"), ("none", "No name")),
        widget=forms.RadioSelect,
    )
    read_back = forms.BooleanField(label="It was read back to her", required=False)


def samples() -> dict[str, Any]:
    """Return the context of `design.html`; nothing in it exists outside this file."""
    form = SampleForm(
        {"title": "", "words": SCRIPTS[2][2], "audience": "public", "forms_of_name": "initials"}
    )
    return {
        "invented": True,
        "hues": HUES,
        "scripts": [(tag, name, direction(tag), text) for tag, name, text in SCRIPTS],
        "form": form,
        "blocks": _blocks(),
        "layer": 1,
        "revision": 1,
        "actions": _actions(),
        "sound": {"url": "", "title": "Alice and Bob, first talk"},
        "claim": _claim(),
        "conflict": _conflict(),
        "consent": _consent(),
        "refusals": _refusals(),
        "entry": _entry(),
        "digest": "3f0c9e51a7d24b60" * 4,
    }


def _actions() -> list[dict[str, object]]:
    rows = (
        ("claim", "Make a claim", "claim"),
        ("cut", "Cut", "cut"),
        ("note", "Note", "note"),
        ("consent", "Consent", "given"),
    )
    return [
        {"name": name, "label": label, "icon": icon, "url": "#", "first": name == "claim"}
        for name, label, icon in rows
    ]


# (speaker, words, what is said about stretches of them): each stretch is named by its characters.
ENGLISH_TURNS: tuple[tuple[str, str, tuple[tuple[str, str, str, str, str], ...]], ...] = (
    ("Bob", "When did they close the kitchen?", ()),
    (
        "Alice",
        "It was [in the spring,] on 3 March. They came [laughs] with a paper (рұқсат) and locked the store.",
        (
            ("[in the spring,]", "mark", "insertion", "", ""),
            ("3 March", "claim", "", "1", "#claim-1"),
            ("[laughs]", "mark", "vocal", "", ""),
            ("(рұқсат)", "mark", "gloss", "", ""),
        ),
    ),
    (
        "Alice",
        "My neighbour [unheard] saw it. Her number is 000 000. You may print the rest, but take that out.",
        (
            ("[unheard]", "mark", "unheard", "", ""),
            ("Her number is 000 000.", "cut", "", "", ""),
            ("000 000", "personal", "", "", ""),
            ("You may print the rest, but take that out.", "condition", "", "2", "#consent"),
        ),
    ),
    (
        "Alice",
        "By the end of April [she means May: ed.] I was back at the stove, <perhaps> the 2nd. [weeps]",
        (
            ("the end of April", "conflict", "", "3", "#conflict-1"),
            ("[she means May: ed.]", "mark", "correction", "", ""),
            ("<perhaps>", "mark", "uncertain", "", ""),
            ("[weeps]", "mark", "description", "", ""),
        ),
    ),
    (
        "Charlie",
        "[Note: second tape.] [withheld] And the children?",
        (("[Note: second tape.]", "mark", "note", "", ""), ("[withheld]", "mark", "withheld", "", "")),
    ),
)
EVENT_AFTER = 2


def _blocks() -> list[dict[str, Any]]:
    said = [(speaker, "en", text, stretches) for speaker, text, stretches in ENGLISH_TURNS]
    said += [("Alice", tag, text, ()) for tag, _, text in SCRIPTS[1:]]
    blocks: list[dict[str, Any]] = []
    place = 0
    for number, (speaker, tag, text, stretches) in enumerate(said, start=1):
        ranges = [_range(place, text, each) for each in stretches]
        blocks.append(_turn(number, place, (speaker, tag, text), ranges))
        place += len(text) + 1
        if number == EVENT_AFTER:
            blocks.append({"is_event": True, "kind": "unheard", "text": "[inaudible]"})
    return blocks


def _range(place: int, text: str, stretch: tuple[str, str, str, str, str]) -> Range:
    quote, kind, code, number, url = stretch
    start = place + text.index(quote)
    return Range(start, start + len(quote), kind, code, number, url)


def _turn(number: int, place: int, said: tuple[str, str, str], ranges: list[Range]) -> dict[str, Any]:
    speaker, tag, text = said
    notes = [
        {"hue": each.kind, "title": f"Claim {each.number}", "words": "", "url": each.url}
        for each in ranges
        if each.url
    ]
    notes = [
        {**note, "hue": "open", "title": "A condition"} if note["hue"] == "condition" else note
        for note in notes
    ]
    if any(each.kind == "cut" for each in ranges):
        notes.append(
            {"hue": "withheld", "title": "Cut at her wish", "words": "somebody else’s number", "url": ""}
        )
    return {
        "anchor": f"s1t{number}",
        "n": number,
        "speaker": speaker,
        "witness": speaker == "Alice",
        "language": tag,
        "direction": direction(tag),
        "text": text,
        "start": place,
        "ranges": ranges,
        "notes": notes,
        "time_start": number * 6.5 - 6.5,
        "time_end": number * 6.5,
        "time_words": f"{int(number * 6.5 - 6.5) // 60}:{int(number * 6.5 - 6.5) % 60:02}",
    }


def _claim() -> dict[str, Any]:
    return {
        "number": 1,
        "url": "#claim-1",
        "claimant": "Alice",
        "says": "The kitchen was closed",
        "edtf": "2016-03-03",
        "language": "ug",
        "direction": "rtl",
        "quote": SCRIPTS[4][2],
        "source": "Alice and Bob, first talk, turn 2",
        "source_url": "#s1t2",
        "knows": "saw it herself",
    }


def _conflict() -> dict[str, Any]:
    return {
        "number": 1,
        "kind": "The witness with herself",
        "state": "open, nobody has asked her yet",
        "why": "One closing of one kitchen cannot end both in April and on 2 May.",
        "settle": "The page of the kitchen book for that spring, or asking her which school year she means.",
        "members": [
            _member("April 2016", "en", "By the end of April", "first talk, turn 4"),
            _member("2 May 2016", "zh-Hans", "五月二号我又回到灶台前了。", "second talk, turn 9"),
        ],
    }


def _member(value: str, tag: str, quote: str, source: str) -> dict[str, Any]:
    return {
        "value": value,
        "claimant": "Alice",
        "quote": quote,
        "language": tag,
        "direction": direction(tag),
        "source": source,
        "source_url": "#s1t4",
    }


def _consent() -> dict[str, Any]:
    return {
        "state": "given_conditional",
        "by": "Alice",
        "at": "2016-05-09",
        "language": "kk",
        "direction": "ltr",
        "quote": "Жариялаңыз, бірақ көршімнің нөмірін алып тастаңыз.",
        "facts": [
            ("May be done", "printed and read aloud"),
            ("For", "everybody"),
            ("Under the name", "initials"),
            ("Until", "she says otherwise"),
        ],
        "conditions": [
            {"words": "Cut the neighbour’s number.", "met": False, "passages": "1 passage marked"},
            {"words": "Read it back to her first.", "met": True, "passages": ""},
        ],
    }


def _refusals() -> list[dict[str, Any]]:
    return [
        {
            "text": "She allowed this on condition that the neighbour’s number is cut. It is not cut.",
            "record": "Consent of 9 May 2016",
            "record_url": "#consent",
            "passages": [{"words": "first talk, turn 3, characters 31 to 53", "url": "#s1t3"}],
        },
        {"text": "Nobody has decided about 2 names in the text.", "record": "", "passages": []},
    ]


def _entry() -> dict[str, Any]:
    return {
        "number": 17,
        "act": "Item sealed",
        "at": datetime(2016, 5, 9, 14, 3, 11, tzinfo=UTC),
        "actor": "bob",
        "leaf": "b7" * 32,
        "facts": [("Item", "first talk.docx"), ("Bytes", "18,204")],
    }
