"""An invented talk about an oven in three languages as a DOCX, and the copy somebody corrected in Word."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph


@dataclass(frozen=True)
class Talk:
    """A talk and how it is corrected.

    Attributes:
        lines: its six turns, label and words.
        word: a word of the second turn and what is typed in its place.
        tracked: a word of the third turn and what tracked changes put in its place.
        speaker: the label that the fifth turn gets.
        halves: the words at which the sixth turn begins anew.
    """

    language: str
    lines: tuple[tuple[str, str], ...]
    word: tuple[str, str]
    tracked: tuple[str, str]
    speaker: str
    halves: str


KAZAKH = Talk(
    "kk",
    (
        ("Айша", "Пешті кім алып кетті?"),
        ("Болат", "Оны екі адам таңертең алып кетті, есік алдында көршілер тұрды."),
        ("Айша", "Олар сізге қандай қағаз көрсетті, есіңізде ме?"),
        ("Болат", "Ешқандай қағаз көрсеткен жоқ."),
        ("Айша", "Сонда нан қайда пісірілді?"),
        ("Болат", "Біз көшенің арғы бетінде пісірдік. Қыс бойы солай болды."),
    ),
    ("таңертең", "кешке"),
    ("қандай", "қай"),
    ("Дина"),
    "Қыс",
)
UYGHUR = Talk(
    "ug",
    (
        ("ئايشە", "تونۇرنى كىم ئېلىپ كەتتى؟"),
        ("تۇرسۇن", "ئۇنى ئىككى كىشى ئەتىگەندە ئېلىپ كەتتى، ئىشىك ئالدىدا قوشنىلار تۇراتتى."),
        ("ئايشە", "ئۇلار سىزگە قانداق قەغەز كۆرسەتتى، ئېسىڭىزدىمۇ؟"),
        ("تۇرسۇن", "ھېچقانداق قەغەز كۆرسەتمىدى."),
        ("ئايشە", "ئۇنداقتا نان نەدە يېقىلدى؟"),
        ("تۇرسۇن", "بىز كوچىنىڭ ئۇ تەرىپىدە ياقتۇق. قىش بويى شۇنداق بولدى."),
    ),
    ("ئەتىگەندە", "كەچتە"),
    ("قانداق", "قايسى"),
    "دىلنۇر",
    "قىش",
)
CHINESE = Talk(
    "zh",
    (
        ("安娜", "是谁把烤炉搬走的？"),
        ("王明", "那天早上来了两个人把它搬走了，邻居们都站在门口看着。"),
        ("安娜", "他们给您看了什么文件，您还记得吗？"),
        ("王明", "什么文件也没有给我看。"),
        ("安娜", "那么面包是在哪里烤的？"),
        ("王明", "我们在街对面烤面包。整个冬天都是这样。"),
    ),
    ("早上", "晚上"),
    ("什么", "哪份"),
    "李花",
    "整个",
)
TALKS = (KAZAKH, UYGHUR, CHINESE)


def original(talk: Talk) -> bytes:
    """The talk as a word processor writes it: one paragraph for each turn."""
    document = docx.Document()
    for label, words in talk.lines:
        document.add_paragraph(f"{label}: {words}")
    return _bytes(document)


def corrected(talk: Talk) -> bytes:
    """The copy: a word, a tracked change, a comment, another speaker, and a turn that is two now."""
    document = docx.Document(io.BytesIO(original(talk)))
    _, second, third, fourth, fifth, sixth = document.paragraphs
    second.runs[0].text = second.text.replace(*talk.word)
    _track(third, *talk.tracked)
    document.add_comment(fourth.runs, text="Is this right?", author="E.", initials="E")
    fifth.runs[0].text = fifth.text.replace(talk.lines[4][0], talk.speaker, 1)
    first, rest = sixth.text.split(talk.halves)
    sixth.runs[0].text = first.rstrip()
    _after(sixth, f"{talk.lines[5][0]}: {talk.halves}{rest}")
    return _bytes(document)


def _bytes(document: Doc) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _after(paragraph: Paragraph, text: str) -> None:
    later = deepcopy(paragraph._p)
    paragraph._p.addnext(later)
    type(paragraph)(later, paragraph._parent).runs[0].text = text


def _track(paragraph: Paragraph, old: str, new: str) -> None:
    """Take a word out and put one in as Word does with changes tracked: both stand in the file."""
    before, after = paragraph.text.split(old, 1)
    run = paragraph.runs[0]
    run.text = before
    place: Any = run._r
    for kind, tag, words in (("w:del", "w:delText", old), ("w:ins", "w:t", new), ("", "w:t", after)):
        made = OxmlElement("w:r")
        text = OxmlElement(tag)
        text.set(qn("xml:space"), "preserve")
        text.text = words
        made.append(text)
        if kind:
            change = OxmlElement(kind)
            change.set(qn("w:id"), "7")
            change.set(qn("w:author"), "E.")
            change.append(made)
            made = change
        place.addnext(made)
        place = made
