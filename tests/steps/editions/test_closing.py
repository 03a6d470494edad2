"""Whatever is cut in one of two texts, no word that only the cut has is in any file of the edition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.accounts.models import Case
from guwah.instruments.redaction.spans import Spans
from guwah.steps.editions.checkers import CHECKERS
from guwah.steps.editions.rendering import Cover, files_of
from guwah.steps.editions.scope import parts_of, versions
from guwah.steps.editions.withholding import withhold
from guwah.steps.testimony.flows import cut
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.steps.testimony.layers.tables import TextReview
from kept import keep
from oven import forms

if TYPE_CHECKING:
    from cast import Cast
    from kept import Kept

_WORD = re.compile(r"\w{6,}")
_LATIN = st.sampled_from(
    ["kettle", "thresholds", "millstone", "sieve", "flourdust", "bellows", "yeasty", "at", "the"]
)
_CYRILLIC = st.sampled_from(["мельница", "жерновами", "котёл", "закваска", "тестомес", "порог", "и", "на"])
_TEXTS = st.lists(
    st.tuples(st.lists(_LATIN, min_size=1, max_size=7), st.lists(_CYRILLIC, min_size=1, max_size=7)),
    min_size=1,
    max_size=5,
)
# Which of the two texts, and where the cut begins and how much of the rest it takes.
_CUTS = st.lists(st.tuples(st.booleans(), st.floats(0, 0.99), st.floats(0.01, 1)), min_size=1, max_size=3)


def written(turns: list[list[str]], names: tuple[str, str]) -> str:
    """Write turns that no two have alike: a word of a turn carries the number of its turn now and then."""
    lines = [
        f"{names[number % 2]}: "
        + " ".join(f"{word}{'x' * number if len(word) > 6 else ''}" for word in turn)
        + "."
        for number, turn in enumerate(turns)
    ]
    return "\n\n".join(["Conversation 1", *lines, ""])


def two_texts(cast: Cast, turns: list[tuple[list[str], list[str]]]) -> tuple[Case, Kept, Kept]:
    """Keep a talk and its translation, turn by turn, in a case of their own."""
    case = Case.objects.create(title="Generated", opened_by=cast.aygul, invented=True)
    there = replace(cast, case=case)
    original = keep(there, "one", written([pair[0] for pair in turns], ("Rahat", "Zeynep")))
    other = keep(there, "other", written([pair[1] for pair in turns], ("Рахат", "Зейнеп")), "translation")
    other.layer.translated_from = original.layer
    other.layer.save()
    return case, original, other


def make_cut(cast: Cast, case: Case, kept: Kept, begins: float, share: float) -> None:
    text = kept.revision.text
    start = int(begins * len(text))
    end = max(start + 1, start + int(share * (len(text) - start)))
    if text[start:end].strip():
        anchor = hold(cast.boris, Stretch(kept.revision, start, end))
        cut(cast.boris, case, anchor, "a reason", "witness")


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=_TEXTS, cuts=_CUTS)
def test_no_word_of_a_cut_alone_is_in_any_file(
    cast: Cast, turns: list[tuple[list[str], list[str]]], cuts: list[tuple[bool, float, float]]
) -> None:
    case, original, other = two_texts(cast, turns)
    for first, begins, share in cuts:
        make_cut(cast, case, original if first else other, begins, share)

    parts = parts_of(case)
    withheld = withhold(case, parts, frozenset())
    files = files_of(Cover(case, 1, "public", "en", "2031-05-05"), parts, withheld, {})
    open_words: set[str] = set()
    cut_words: set[str] = set()
    for part in parts:
        for match in _WORD.finditer(part.revision.text):
            covered = withheld.cuts[part.key].covers(Spans.of([match.span()]))
            (cut_words if covered else open_words).add(match[0])
    alone = [word for word in cut_words if not any(word in other for other in open_words)]
    for path, data in files.items():
        for word in alone if path not in CHECKERS else ():
            assert not any(form in data for form in forms(word)), path


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=_TEXTS, number=st.integers(0, 4))
def test_a_turn_cut_in_one_text_is_wholly_cut_in_the_other(
    cast: Cast, turns: list[tuple[list[str], list[str]]], number: int
) -> None:
    case, original, other = two_texts(cast, turns)
    here = list(original.revision.blocks.order_by("start"))
    there = list(other.revision.blocks.order_by("start"))
    at = number % len(here)
    cut(
        cast.boris,
        case,
        hold(cast.boris, Stretch(original.revision, here[at].start, here[at].end)),
        "r",
        "witness",
    )

    parts = parts_of(case)
    withheld = withhold(case, parts, frozenset())
    spans = Spans.of([(there[at].start, there[at].end)])
    assert len(here) == len(there)
    assert withheld.cuts[f"layer:{other.layer.pk}"].covers(spans)


def _made_from(cast: Cast, above: Kept, title: str, text: str, kind: str) -> Kept:
    made = keep(cast, title, text, kind)
    made.layer.translated_from = above.layer
    made.layer.save()
    return made


def test_a_cut_in_a_machine_draft_reaches_the_text_it_was_made_from(cast: Cast) -> None:
    talk = keep(cast, "one", "A: The granary burned.\nB: So.\nA: Yes.\nB: Good.\n")
    russian = "А: Амбар сгорел.\nБ: Так.\nА: Да.\nБ: Хорошо.\n"
    draft = _made_from(cast, talk, "two", russian, "machine")
    cut(cast.chiara, cast.case, draft.at("Амбар сгорел"), "safety", "witness")
    parts = parts_of(cast.case)
    assert [part.layer for part in parts] == [talk.layer]
    kept = withhold(cast.case, parts, frozenset()).cuts[parts[0].key]
    assert "".join(talk.revision.text[a:b] for a, b in kept) == "The granary burned."


def test_a_cut_goes_through_a_machine_draft_to_what_was_made_from_it(cast: Cast) -> None:
    talk = keep(cast, "one", "A: The granary burned.\nB: So.\nA: Yes.\nB: Good.\n")
    draft = _made_from(cast, talk, "two", "A: Qamba kuidi.\nB: Solai.\nA: Iya.\nB: Jaqsy.\n", "machine")
    other = _made_from(cast, draft, "three", "А: Амбар сгорел.\nБ: Так.\nА: Да.\nБ: Хорошо.\n", "translation")
    against = TextReview.Against.RECORDING
    TextReview.objects.create(revision=other.revision, against=against, made_by=cast.daniyar)
    cut(cast.chiara, cast.case, talk.at("The granary burned"), "safety", "witness")
    parts = parts_of(cast.case)
    kept = withhold(cast.case, parts, frozenset()).cuts[f"layer:{other.layer.pk}"]
    assert "".join(other.revision.text[a:b] for a, b in kept) == "Амбар сгорел."
    assert [len(group) for group in versions(parts)] == [2]
