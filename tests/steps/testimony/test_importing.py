from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from breaking import power_cut
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments import transcripts
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.testimony.flows import export, import_file, import_transcript, importing, preview, reading
from guwah.steps.testimony.models import Block, Event, Layer, Mark, Participant, Revision, Session
from guwah.vault.models import LogEntry, Opening

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal


TABLES = (Layer, Revision, Session, Participant, Block, Mark, Event)


def _counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def test_every_part_of_the_reading_is_kept(talk: Imported) -> None:
    revision = talk.revision
    read = transcripts.read(revision.text.encode(), "talk.txt")

    assert revision.text == read.text
    assert revision.format == "labelled-text"
    turns = [turn for session in read.sessions for turn in session.turns]
    rows = revision.blocks.values_list("session__n", "n", "label", "start", "end")
    assert list(rows) == [(s.n, t.n, t.label, t.start, t.end) for s in read.sessions for t in s.turns]
    names = revision.blocks.values_list("participant__name", flat=True)
    assert list(names) == [turn.speaker for turn in turns]
    marks = revision.marks.values_list("kind", "start", "end", "block__session__n", "block__n")
    assert list(marks) == [(m.kind, m.start, m.end, m.session, m.turn) for m in read.marks]
    assert [(e.kind, e.after_turn, e.start, e.end) for e in Event.objects.all()] == [
        (e.kind, e.after_turn, e.start, e.end) for s in read.sessions for e in s.events
    ]
    assert [(p.session.n, p.label, p.name) for p in Participant.objects.select_related("session")] == [
        (s.n, p.label, p.name) for s in read.sessions for p in s.participants
    ]
    assert [session.title for session in talk.sessions] == [session.title for session in read.sessions]


def test_what_stands_outside_turns_is_kept_with_its_place(talk: Imported) -> None:
    text, reading = talk.revision.text, talk.revision.reading

    assert [(kind, text[start:end]) for kind, start, end in reading["beside"]] == [
        ("preamble", "Two talks about the kitchen of the school in Tasaryk."),
        ("title", "Conversation with Alma Serik"),
        ("note", "(quietly)"),
        ("title", "Conversation with Alma Serik, a week later"),
    ]
    assert reading["encoding"] == "utf-8"


def test_a_letter_is_kept_as_paragraphs_without_sessions(letter: Imported) -> None:
    assert letter.sessions == ()
    assert [(b.kind, b.n, b.session_id) for b in letter.revision.blocks.all()] == [
        ("paragraph", 1, None),
        ("paragraph", 2, None),
        ("paragraph", 3, None),
    ]
    assert [one["code"] for one in letter.revision.reading["warnings"]] == ["no-turns"]


def test_marks_of_a_letter_belong_to_their_paragraph(keep: Keep) -> None:
    kept = keep("A note\n\nThe pan was [old] and small.\n\nIt is gone [sic].\n", "note.txt")

    marks = kept.revision.marks.values_list("kind", "block__n")
    assert list(marks) == [("insertion", 2), ("correction", 3)]


def test_the_layer_stands_under_its_source_with_the_language_the_letters_say(
    talk: Imported, cast: Cast
) -> None:
    assert talk.layer.source == Item.objects.get().source
    assert talk.layer.case == cast.case
    assert (talk.layer.kind, talk.layer.language) == ("original", "en")


def test_a_person_says_language_and_kind(keep: Keep) -> None:
    kept = keep(language="ug-arab", kind="translation")

    assert (kept.layer.language, kept.layer.kind) == ("ug-Arab", "translation")


def test_the_import_is_an_outcome_of_the_item_and_an_act_in_the_log(talk: Imported) -> None:
    outcome = Outcome.objects.get(item=talk.revision.item, step="testimony")
    entry = LogEntry.objects.get(act="transcribed")

    assert (outcome.result, outcome.code) == ("done", "")
    text = hashlib.sha256(talk.revision.text.encode()).hexdigest()
    told = {"item": talk.revision.item_id, "layer": talk.layer.pk, "revision": 1, "text_sha256": text}
    assert Opening.objects.get(entry=entry, label="layer").value == told
    assert Opening.objects.get(entry=entry, label="item").value == {"id": talk.revision.item_id}


def test_the_same_item_taken_in_twice_is_one_layer(keep: Keep) -> None:
    first, second = keep(), keep()

    assert (first.layer, first.revision, first.sessions) == (second.layer, second.revision, second.sessions)
    assert keep(kind="translation").layer != first.layer
    assert keep(language="ru").layer != first.layer


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [(b"A: Hello\nB: \xff no\n", "bad-encoding", 2), (b"A: \x00\x01", "binary-file", 1)],
)
def test_a_failed_reading_is_an_outcome_and_nothing_else(
    cast: Cast, seal: Seal, raw: bytes, code: str, line: int
) -> None:
    item = seal(raw, "broken.txt")
    entries = LogEntry.objects.count()

    with pytest.raises(NotUnderstood) as told:
        import_transcript(cast.chiara, cast.case, item)

    assert told.value.code == code
    assert told.value.failure().line == line
    outcome = Outcome.objects.get(item=item, step="testimony")
    assert (outcome.result, outcome.code, outcome.by) == ("failed", code, cast.chiara)
    assert _counts() == [0] * len(TABLES)
    assert LogEntry.objects.count() == entries


def test_an_import_that_breaks_half_way_leaves_nothing(
    cast: Cast, seal: Seal, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = seal(b"Alma: Hello.\nBoris: Hello.\nAlma: Bye.\n", "talk.txt")

    with power_cut(monkeypatch, importing.__name__, "record"):
        import_transcript(cast.chiara, cast.case, item)

    assert _counts() == [0] * len(TABLES)
    assert not Outcome.objects.filter(item=item, step="testimony").exists()


def test_a_large_item_is_refused_by_its_size_before_it_is_opened(cast: Cast, seal: Seal) -> None:
    item = seal(b"Alma: Hello.\n", "talk.txt")
    Item.objects.filter(pk=item.pk).update(size=300 * 1024 * 1024, sha256="0" * 64)

    with pytest.raises(NotUnderstood) as told:
        import_transcript(cast.chiara, cast.case, Item.objects.get(pk=item.pk))

    assert told.value.code == "too-large"


def test_a_missing_or_spoilt_sealed_file_is_said_plainly(cast: Cast, seal: Seal, vault_blobs: Path) -> None:
    item = seal(b"Alma: Hello.\n", "talk.txt")
    blob = next(path for path in vault_blobs.rglob("*") if path.is_file())
    whole = blob.read_bytes()

    for spoilt in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[:20]):
        blob.write_bytes(spoilt)
        with pytest.raises(Refused) as told:
            import_transcript(cast.chiara, cast.case, item)
        assert told.value.code == "blob-broken"
    blob.unlink()
    with pytest.raises(Refused) as told:
        import_transcript(cast.chiara, cast.case, item)
    assert told.value.code == "blob-missing"
    assert set(Outcome.objects.filter(step="testimony").values_list("result", flat=True)) == {"failed"}


def test_another_sealed_file_put_in_its_place_is_seen(cast: Cast, seal: Seal, vault_blobs: Path) -> None:
    item = seal(b"Alma: Hello.\n", "talk.txt")
    own = next(path for path in vault_blobs.rglob("*") if path.is_file())
    seal(b"Alma: Never.\n", "other.txt")
    other = next(path for path in vault_blobs.rglob("*") if path.is_file() and path != own)
    own.write_bytes(other.read_bytes())

    with pytest.raises(Refused) as told:
        import_transcript(cast.chiara, cast.case, item)

    assert told.value.code == "blob-broken"


@pytest.mark.parametrize("who", ["farid", "gulya", "emine", "hanna"])
def test_only_who_may_import_imports(cast: Cast, seal: Seal, who: str) -> None:
    item = seal(b"Alma: Hello.\n", "talk.txt")

    with pytest.raises(NotPermitted):
        import_transcript(cast.members[who], cast.case, item)
    with pytest.raises(NotPermitted):
        preview(cast.members[who], cast.case, item)
    assert _counts() == [0] * len(TABLES)


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"kind": "rumour"}, "unknown-layer-kind"),
        ({"language": "not a tag"}, "bad-language-tag"),
        ({"format": "papyrus"}, "unknown-format"),
    ],
)
def test_a_wish_that_is_none_is_refused(cast: Cast, seal: Seal, wishes: dict[str, str], code: str) -> None:
    with pytest.raises((WrongUse, NotUnderstood)) as told:
        import_transcript(cast.chiara, cast.case, seal(b"Alma: Hi.\n", "talk.txt"), **wishes)

    assert told.value.code == code


def test_an_item_of_another_case_is_refused(cast: Cast, seal: Seal) -> None:
    other = Case.objects.create(title="Another oven", opened_by=cast.aygul)
    item = seal(b"Alma: Hello.\n", "talk.txt")

    with pytest.raises(WrongUse) as told:
        import_transcript(cast.aygul, other, item)

    assert told.value.code == "not-in-case"


def test_a_preview_keeps_nothing(cast: Cast, seal: Seal) -> None:
    read = preview(cast.chiara, cast.case, seal(b"Alma: Hello.\nBoris: Yes.\nAlma: Bye.\n", "talk.txt"))

    assert len(read.sessions[0].turns) == 3
    assert _counts() == [0] * len(TABLES)


def test_a_file_is_sealed_and_taken_in(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(b"\xef\xbb\xbfAlma: Hello.\r\nBoris: Yes.\r\nAlma: Bye.\r\n")

    kept = import_file(cast.chiara, cast.case, path)

    assert Item.objects.get().filename == "talk.txt"
    assert export(kept.revision) == path.read_bytes()
    assert import_file(cast.chiara, cast.case, path).layer == kept.layer


def test_a_file_is_read_once(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long talk takes seconds to read, and it was read before it was sealed."""
    read: list[str] = []
    real = reading.read_bytes

    def counted(raw: bytes, name: str, wanted: str | None, how: reading.How) -> transcripts.Transcript:
        read.append(name)
        return real(raw, name, wanted, how)

    monkeypatch.setattr(reading, "read_bytes", counted)
    monkeypatch.setattr(importing, "read_bytes", counted)
    path = tmp_path / "talk.txt"
    path.write_bytes(b"Alma: Hello.\nBoris: Yes.\nAlma: Bye.\n")

    kept = import_file(cast.chiara, cast.case, path)

    assert read == ["talk.txt"]
    assert export(kept.revision) == path.read_bytes()


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"A: \xff\n", None])
def test_a_wrong_file_changes_nothing(cast: Cast, tmp_path: Path, raw: bytes | None) -> None:
    path = tmp_path / "wrong.txt"
    if raw is not None:
        path.write_bytes(raw)
    entries = LogEntry.objects.count()

    with pytest.raises(NotUnderstood):
        import_file(cast.chiara, cast.case, path)

    assert not Item.objects.exists()
    assert not Outcome.objects.exists()
    assert LogEntry.objects.count() == entries


def test_webvtt_gives_times_and_the_same_bytes_back(keep: Keep) -> None:
    raw = "WEBVTT\n\n00:00.000 --> 00:02.500\n<v Alma>Hello.\n\n00:02.500 --> 00:04.000\n<v Boris>Yes.\n"

    kept = keep(raw, "talk.vtt")

    assert kept.revision.format == "webvtt"
    assert [(b.time_start, b.time_end) for b in kept.revision.blocks.all()] == [(0, 2.5), (2.5, 4)]
    assert export(kept.revision) == raw.encode()


def test_captions_in_which_nobody_is_named_are_paragraphs_that_keep_their_times(keep: Keep) -> None:
    kept = keep(
        "1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n", "a.srt"
    )

    assert kept.revision.format == "srt"
    assert [(b.kind, b.time_start, b.time_end) for b in kept.revision.blocks.all()] == [
        ("paragraph", 1, 2.5),
        ("paragraph", 3, 4),
    ]


@pytest.mark.parametrize("kind", Layer.Kind.values)
def test_what_a_machine_wrote_is_a_machines_layer_whatever_was_asked(
    cast: Cast, seal: Seal, kind: str
) -> None:
    item = seal(b'{"segments": [{"start": 0, "end": 1.5, "text": " Hello."}]}', "talk.json")

    kept = import_transcript(cast.chiara, cast.case, item, kind=kind)

    assert (kept.layer.kind, kept.revision.format) == (Layer.Kind.MACHINE, "whisper-json")
    for other in Layer.Kind.values:
        assert import_transcript(cast.chiara, cast.case, item, kind=other).layer == kept.layer


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_text_comes_back_byte_for_byte(
    cast: Cast, seal: Seal, words: list[str], encoding: str, line_end: str
) -> None:
    text = line_end.join(f"{name}: x{word}" for word in words for name in ("Alma", "Boris"))
    raw = text.encode(encoding)

    kept = import_transcript(cast.chiara, cast.case, seal(raw, "talk.txt"))

    assert kept.revision.text == text
    assert export(kept.revision) == raw


def test_a_text_that_no_longer_gives_the_sealed_file_is_not_handed_out(talk: Imported) -> None:
    Revision.objects.filter(pk=talk.revision.pk).update(text=talk.revision.text + "!")

    with pytest.raises(Refused) as told:
        export(Revision.objects.get(pk=talk.revision.pk))

    assert told.value.code == "seal-broken"


def test_a_text_that_was_typed_here_has_no_file(talk: Imported) -> None:
    Revision.objects.filter(pk=talk.revision.pk).update(item=None)

    with pytest.raises(Refused) as told:
        export(Revision.objects.get(pk=talk.revision.pk))

    assert told.value.code == "no-file"


@pytest.mark.seeds
def test_the_real_conversations_are_three_sessions_and_come_back(cast: Cast, seeds: Path) -> None:
    path = seeds / "conversations.txt"

    kept = import_file(cast.chiara, cast.case, path)

    assert [session.n for session in kept.sessions] == [1, 2, 3]
    assert all(session.turns.count() for session in kept.sessions)
    assert not kept.revision.blocks.filter(participant=None).exists()
    assert export(kept.revision) == path.read_bytes()


@pytest.mark.seeds
def test_the_real_article_is_paragraphs_and_comes_back(cast: Cast, seeds: Path) -> None:
    path = seeds / "article.txt"

    kept = import_file(cast.chiara, cast.case, path)

    assert kept.sessions == ()
    assert kept.revision.blocks.filter(kind="paragraph").count() > 1
    assert export(kept.revision) == path.read_bytes()
