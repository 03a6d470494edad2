"""Invented talks in five languages, and the vault that is filled with them."""

from __future__ import annotations

import itertools
import random
import time
from typing import TYPE_CHECKING, Any

from ground.vaults import open_vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.accounts.models import Member

TURNS = 400
CASES = 20
_WORDS, _VOCABULARY = 26, 15_000
# How often a turn holds the common word and the rare one.
_COMMON, _RARE = 0.02, 0.0005
# Consonants and vowels of invented words, what stands between words, endings, a common and a rare word.
_TONGUES = {
    "kk": ("бгджзклмнпрстшқ", "аеиоұыі", " ", ("", "", "", "лар", "дың", "да", "мен"), "қазан", "Жұлдызай"),
    "ru": ("бвгджзклмнпрст", "аеиоуы", " ", ("", "", "а", "ов", "ами", "у"), "печь", "Жулдызай"),
    "en": ("bcdfghklmnprst", "aeiou", " ", ("", "", "s", "ed", "ing"), "oven", "Zhuldyzai"),
    "ug": ("بتجدرزسشغقكلمن", "اەوۇىې", " ", ("", "", "لار", "نىڭ", "دا"), "قازان", "جۇلدىزاي"),
    "zh": ("我他在有人这中大来上国", "厨房炉灶面包冬天夜里", "", ("", "了", "的"), "炉灶", "朱勒德孜"),
}


def texts(sessions: int) -> Iterator[tuple[str, list[str]]]:
    """Yield a language and the turns of a session; the same ones each time."""
    dice = random.Random(7)
    known = {tongue: _vocabulary(dice, tongue) for tongue in _TONGUES}
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
    for number in range(sessions):
        tongue = list(_TONGUES)[number % len(_TONGUES)]
        between, (common, rare) = _TONGUES[tongue][2], _TONGUES[tongue][4:]
        turns = []
        for _ in range(TURNS):
            words = dice.choices(known[tongue], cum_weights=weights, k=dice.randint(4, 2 * _WORDS - 4))
            at = dice.randrange(len(words))
            words[at:at] = [common] * (dice.random() < _COMMON) + [rare] * (dice.random() < _RARE)
            turns.append(between.join(words))
        yield tongue, turns


def _vocabulary(dice: random.Random, tongue: str) -> list[str]:
    one, two, _, endings, *_ = _TONGUES[tongue]
    found: dict[str, None] = {}
    while len(found) < _VOCABULARY:
        root = "".join(dice.choice(one) + dice.choice(two) for _ in range(dice.randint(1, 3)))
        found[root + dice.choice(endings)] = None
    return list(found)


def fill(sessions: int) -> Member:
    """Write the texts into the vault, each a layer of one session, and bring them into the index."""
    from guwah.accounts.members import _create
    from guwah.accounts.models import Case
    from guwah.accounts.permissions import Role
    from guwah.steps.testimony.search import writing

    member = _create("owner", "Owner", Role.OWNER)
    cases = [Case.objects.create(title=f"Case {n}", opened_by=member, invented=True) for n in range(CASES)]
    for number, (tongue, turns) in enumerate(texts(sessions)):
        _layer(cases[number % CASES], member, tongue, turns)
    started = time.perf_counter()
    done = writing.catch_up()
    print(f"{done} texts brought into the index in {time.perf_counter() - started:.0f} s")
    return member


def _layer(case: Any, member: Member, tongue: str, turns: list[str]) -> None:  # noqa: ANN401 - models load after Django
    from guwah.steps.evidence.models import Source
    from guwah.steps.testimony.models import Block, Layer, Participant, Revision, Session
    from guwah.vault.rows import written

    number = case.sources.count() + 1
    source = Source.objects.create(case=case, number=number, title=f"Talk {number}", added_by=member)
    layer = Layer.objects.create(case=case, source=source, made_by=member, language=tongue)
    text = "".join(f"Ann: {turn}\n" for turn in turns)
    revision = Revision.objects.create(
        layer=layer, number=1, format="labelled-text", text=text, made_by=member
    )
    session = Session.objects.create(revision=revision, n=1, start=0, end=len(text), held="2019-05")
    person = Participant.objects.create(session=session, label="Ann", name="Ann")
    blocks, at = [], 0
    for n, turn in enumerate(turns, 1):
        start = at + len("Ann: ")
        at = start + len(turn) + 1
        place: dict[str, Any] = {"start": start, "end": at - 1, "n": n, "uid": n, "kind": Block.Kind.TURN}
        blocks.append(Block(revision=revision, session=session, participant=person, label="Ann", **place))
    written(blocks)


def opened(folder: Path, sessions: int) -> Member:
    """Return the member of a filled vault, made now or by an earlier run."""
    from guwah.accounts.models import Member

    open_vault(folder)
    return Member.objects.first() or fill(sessions)
