"""Sets the sample's texts side by side, and leaves notes, a cut, checks and terms in the second call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.flows.glossing import Said
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.queries import newest

if TYPE_CHECKING:
    from guwah.cli.sample.filling import Sample

# Two texts, and whether somebody has confirmed what answers to what in them.
PAIRS = (
    ("call-1.kk", "call-1.en", False),
    ("call-2.ug", "call-2.en", True),
    ("call-2.ug", "call-2.zh", True),
    ("call-2.ug", "call-2.kk", True),
    ("call-2.ug", "call-2.ru", True),
)
NOTES = (
    (
        "call-2.ug",
        "ئاشپەزنىڭ ئۇيغۇرچىسى",
        "“A cook’s Uyghur”: what she picked up at the stove. Kept as she says it in every translation.",
    ),
    ("call-2.ug", "ب د ت", "The United Nations, by its three letters."),
    ("call-2.zh", "厨子的维吾尔语", "“厨子”是她自己的说法，不改成“厨师”。"),
    ("call-2.kk", "аспаздың ұйғыршасы", "Бейнелі сөз: ас үйде үйренген тіл."),
)
# She asked for it in the same breath.
ADDRESS = {
    "call-2.ug": "قاينار كوچىسى 7-ئۆيدە",
    "call-2.en": "house 7, Qaynar Lane",
    "call-2.zh": "卡依纳尔巷7号",
    "call-2.kk": "Қайнар тұйығы, 7-үйде",
    "call-2.ru": "переулке Кайнар, дом 7",
}
# Which texts somebody has held against their originals, and what those are.
CHECKED = (("call-2.ug", "recording", "Heard twice, at half the speed."), ("call-2.en", "text", ""))
TERMS = (
    Said(
        "ب د ت",
        language="ug",
        meaning="بىرلەشكەن دۆلەتلەر تەشكىلاتى",
        renderings={"en": "the UN", "zh-Hans": "联合国", "kk": "БҰҰ", "ru": "ООН"},
    ),
    Said(
        "рұқсат",
        language="kk",
        meaning="The paper that lets one bake for sale.",
        renderings={"en": "permit", "zh-Hans": "许可证", "ru": "лицензия"},
    ),
)


def set_beside(sample: Sample) -> None:
    """Align the pairs, confirm those that somebody has read, keep notes, a cut, checks and terms."""
    for one, other, read in PAIRS:
        pair = sample.texts[one].layer, sample.texts[other].layer
        alignment = testimony.propose(sample.actor, *pair)
        if read:
            testimony.confirm(sample.actor, sample.case, list(queries.live(alignment)))
    for text, quote, words in NOTES:
        testimony.note(sample.actor, sample.case, sample.words(text, quote), words)
    for text, quote in ADDRESS.items():
        testimony.cut(sample.actor, sample.case, sample.words(text, quote), "where she lives", "witness")
    for text, against, words in CHECKED:
        layer, base = sample.texts[text].layer, sample.texts[text].number
        above = newest(layer.translated_from).number if layer.translated_from else None
        testimony.check(sample.actor, layer, base, against, words, original=above)
    for said in TERMS:
        testimony.keep_term(sample.actor, sample.case, said)
