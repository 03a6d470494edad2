"""Searching many sessions: how long words take to be found, beside plain SQLite FTS5 and a search of files.

Usage: ./dev bench search   (GUWAH_BENCH_SESSIONS: how many of 400 turns, default 1,000; GUWAH_BENCH_FOLDER
keeps the vault). The peers read the same texts in the clear: FTS5 with its own tokeniser in a database of its
own, and ripgrep, or grep where there is none, over a file for each session. They find other things: neither
knows endings, other scripts, members or cuts.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guwah.vault.setup import prepare_django
from pages import open_vault, p95

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
_ASKED = (
    ("a common word", "oven"),
    ("a rare name in another script", "Zhuldyzai"),
    ("the same in Arabic script", "جۇلدىزاي"),
    ("a Kazakh word with an ending", "қазандардың"),
    ("a Uyghur word", "قازاننىڭ"),
    ("two Chinese characters", "炉灶"),
    ("one Chinese character", "炉"),
    ("two words", "oven Zhuldyzai"),
    ("words in a row", '"oven Zhuldyzai"'),
    ("a beginning of two letters", "zh*"),
    ("a word that is nowhere", "quorkstone"),
)


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


def ask(member: Member) -> None:
    """Ask each question, over everything and narrowed, and tell the slowest but one in twenty."""
    from guwah.steps.testimony.search.answering import answer
    from guwah.steps.testimony.search.narrowing import Within

    everything: list[Callable[[], object]] = []
    for name, words in _ASKED:
        works = [partial(answer, member, words, Within())] * 5
        print(f"{name:34} {answer(member, words, Within()).count:5} places  {p95(works)}")
        everything += works
    ways = {
        "speaker": Within(speaker="Энн"),
        "days": Within(since="2019-05"),
        "language": Within(language="en"),
    }
    for name, within in ways.items():
        works = [partial(answer, member, "oven", within)] * 5
        print(f"a common word, narrowed by {name:13}   {p95(works)}")
        everything += works
    print(f"{'any question':34}               {p95(everything)}")


def pages(member: Member) -> None:
    """Ask for the pages: an answer, its fiftieth part, the reader of a session."""
    from django.conf import settings
    from django.test import Client

    from guwah.steps.testimony import flows
    from guwah.steps.testimony.models import Layer
    from guwah.steps.testimony.search.narrowing import Within
    from guwah.vault.keyring import KEYRING

    # Filling takes longer than anybody may be away before the vault locks itself.
    KEYRING.touch()
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    asked = [flows.look_for(member, words, Within()).pk for _, words in _ASKED]
    layers = Layer.objects.order_by("pk")[:40]
    kinds = {
        "page of an answer": [f"/search/{number}/" for number in asked] * 3,
        "its last page": [f"/search/{asked[0]}/?page=50"] * 20,
        "reader": [f"/cases/{each.case_id}/testimony/{each.pk}/" for each in layers],
    }
    for name, addresses in kinds.items():
        if client.get(addresses[0]).status_code != HTTPStatus.OK:
            raise SystemExit(f"{name}: not answered")
        print(f"{name:34}               {p95([partial(client.get, each) for each in addresses])}")


def peers(sessions: int, folder: Path) -> None:
    """Search the same texts in the clear: plain FTS5, and files."""
    files = folder / "plain"
    files.mkdir()
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("CREATE VIRTUAL TABLE turns USING fts5(words)")
    for number, (_, turns) in enumerate(texts(sessions)):
        (files / f"{number}.txt").write_text("\n".join(turns), encoding="utf-8")
        plain.executemany("INSERT INTO turns VALUES (?)", ((turn,) for turn in turns))
    plain.commit()
    for name, words in (
        ("a common word", "oven"),
        ("a rare name", "Zhuldyzai"),
        ("nowhere", "quorkstone"),
    ):
        print(f"plain FTS5, {name:22}               {p95([partial(_fts5, plain, words)] * 10)}")
        tool = "rg" if shutil.which("rg") else "grep"
        found = p95([partial(_files, tool, words, files)] * 5)
        print(f"{tool + ', ' + name:34}               {found}")
    plain.close()


def _fts5(plain: sqlite3.Connection, words: str) -> Sequence[Any]:
    asked = "SELECT rowid, snippet(turns, 0, '[', ']', '…', 20) FROM turns WHERE turns MATCH ? LIMIT 20"
    plain.execute("SELECT count(*) FROM (SELECT 1 FROM turns WHERE turns MATCH ? LIMIT 1000)", [words])
    return plain.execute(asked, [words]).fetchall()


def _files(tool: str, words: str, files: Path) -> None:
    options = ["-i", "-F", "-c"] if tool == "rg" else ["-i", "-F", "-c", "-r"]
    subprocess.run([tool, *options, words, str(files)], stdout=subprocess.DEVNULL, check=False)


def main() -> None:
    """Fill, ask, print; then the peers."""
    sessions = int(os.environ.get("GUWAH_BENCH_SESSIONS", "1000"))
    prepare_django()
    with tempfile.TemporaryDirectory() as throw_away:
        folder = Path(os.environ.get("GUWAH_BENCH_FOLDER", throw_away))
        started = time.perf_counter()
        member = opened(folder, sessions)
        print(f"{sessions} sessions of {TURNS} turns are there after {time.perf_counter() - started:.0f} s")
        print(f"database {(folder / 'vault' / 'guwah.db').stat().st_size / 1e6:.0f} MB")
        ask(member)
        pages(member)
        peers(sessions, Path(throw_away))


if __name__ == "__main__":
    main()
