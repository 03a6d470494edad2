"""Searching many sessions: how long words take to be found, beside plain SQLite FTS5 and ripgrep.

Usage: ./dev bench search   (GUWAH_BENCH_SESSIONS: how many of 400 turns, default 1,000; GUWAH_BENCH_FOLDER
keeps the vault). The peers read the same texts in the clear: FTS5 with its own tokeniser in a database of its
own, and ripgrep (`apt-get install ripgrep`), or grep where there is none, over a file for each session. Each
question is asked of all three in the same run. They find other things: the peers know no endings, scripts,
members or cuts, so the places each of them found are told beside the times.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from ground.talks import TURNS, opened, texts
from ground.timing import HEAD, parts_of, spread
from ground.vaults import signed_in
from guwah.vault.setup import prepare_django

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.accounts.models import Member

ROUNDS = 20
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


def ask(member: Member, plain: sqlite3.Connection, files: Path) -> None:
    """Ask each question of Guwah, of plain FTS5 and of the files, in turn."""
    from guwah.steps.testimony.search.answering import answer
    from guwah.steps.testimony.search.narrowing import Within

    tool = "rg" if shutil.which("rg") else "grep"
    if tool == "grep":
        print("ripgrep is not there, grep takes its place: apt-get install ripgrep, then once more.")
    print(f"\n{'':32}places  {HEAD}  | FTS5: places, p95, ours/its | {tool}: places, p95, ours/its")
    everything: list[Callable[[], object]] = []
    for name, words in _ASKED:
        works = [partial(answer, member, words, Within())] * ROUNDS
        found = answer(member, words, Within()).count
        times = spread(works)
        ours = parts_of(works)[1]
        told = []
        for search in (partial(_fts5, plain, words), partial(_files, tool, words, files)):
            theirs = parts_of([search] * (ROUNDS // 2))[1]
            told.append(f"{search():6} {theirs:7.1f} {ours / max(theirs, 0.01):7.2f}")
        print(f"{name:32}{found:6}  {times} | {' | '.join(told)}", flush=True)
        everything += works
    _narrowed(member, everything)
    print(f"{'any question':40}{spread(everything)}")


def _narrowed(member: Member, everything: list[Callable[[], object]]) -> None:
    """Ask for a common word narrowed in every way, and as somebody who may read one case of all."""
    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Session
    from guwah.steps.testimony.search.answering import answer
    from guwah.steps.testimony.search.narrowing import Within

    session = Session.objects.order_by("pk")[2]
    ways = {
        "speaker": Within(speaker="Анн"),
        "days": Within(since="2019-05"),
        "language": Within(language="en"),
        "case": Within(case=Case.objects.order_by("pk")[2].pk),
        "session": Within(session=session.pk),
    }
    for name, within in ways.items():
        works = [partial(answer, member, "oven", within)] * ROUNDS
        found = answer(member, "oven", within).count
        print(f"{f'a common word, by {name}':32}{found:6}  {spread(works)}", flush=True)
        everything += works
    reader = _of_one_case()
    for name, words in (("a common word", "oven"), ("a name in another script", "Zhuldyzai")):
        works = [partial(answer, reader, words, Within())] * ROUNDS
        found = answer(reader, words, Within()).count
        print(f"{f'{name}, of one case':32}{found:6}  {spread(works)}", flush=True)
        everything += works


def _of_one_case() -> Member:
    """Return somebody who may read one case of all."""
    from guwah.accounts.members import _create
    from guwah.accounts.models import Case, CaseMembership, Member
    from guwah.accounts.permissions import Role

    reader = Member.objects.filter(handle="reader").first() or _create("reader", "Reader", Role.READER)
    case = Case.objects.order_by("pk")[2]
    CaseMembership.objects.get_or_create(case=case, member=reader, defaults={"role": Role.READER.value})
    return reader


def pages(member: Member) -> None:
    """Ask for the pages: an answer, its fiftieth part, the reader of a session."""
    from guwah.steps.testimony import flows
    from guwah.steps.testimony.models import Layer
    from guwah.steps.testimony.search.narrowing import Within

    client = signed_in(member)
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
        print(f"{name:40}{spread([partial(client.get, each) for each in addresses])}", flush=True)


def peers(sessions: int, folder: Path) -> tuple[sqlite3.Connection, Path]:
    """Return the same texts in the clear: a database of plain FTS5, and a folder of files."""
    files, there = folder / "plain", (folder / "plain.db").exists()
    plain = sqlite3.connect(folder / "plain.db")
    if not there:
        files.mkdir()
        plain.execute("CREATE VIRTUAL TABLE turns USING fts5(words)")
        for number, (_, turns) in enumerate(texts(sessions)):
            (files / f"{number}.txt").write_text("\n".join(turns), encoding="utf-8")
            plain.executemany("INSERT INTO turns VALUES (?)", ((turn,) for turn in turns))
        plain.commit()
    return plain, files


def _fts5(plain: sqlite3.Connection, words: str) -> int:
    """Count up to a thousand places and read twenty, as a page of ours does; return how many there are."""
    asked = "SELECT rowid, snippet(turns, 0, '[', ']', '…', 20) FROM turns WHERE turns MATCH ? LIMIT 20"
    counted = "SELECT count(*) FROM (SELECT 1 FROM turns WHERE turns MATCH ? LIMIT 1000)"
    (found,) = plain.execute(counted, [words]).fetchone()
    plain.execute(asked, [words]).fetchall()
    return int(found)


def _files(tool: str, words: str, files: Path) -> int:
    """Count the lines that hold the words; return how many there are."""
    options = ["-i", "-c", "--no-filename"] if tool == "rg" else ["-i", "-c", "-h", "-r", "-E"]
    told = subprocess.run([tool, *options, _pattern(words), str(files)], capture_output=True, check=False)
    return sum(map(int, told.stdout.split()))


def _pattern(words: str) -> str:
    """Return a question as a pattern of lines: words in any order, or in a row, or a beginning."""
    if words.startswith('"'):
        return words.strip('"')
    if words.endswith("*"):
        return rf"\b{words[:-1]}"
    return "|".join(".*".join(each) for each in itertools.permutations(words.split()))


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
        plain, files = peers(sessions, folder)
        ask(member, plain, files)
        plain.close()
        pages(member)


if __name__ == "__main__":
    main()
