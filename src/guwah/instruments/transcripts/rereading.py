"""A text read again from a file that was changed outside: which of its blocks are which of the former."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from guwah.instruments.transcripts.anchors import Edit
from guwah.instruments.transcripts.differing import edits_between
from guwah.instruments.transcripts.following import Way
from guwah.instruments.transcripts.model import Session, Span, Time, Transcript, Turn, Word
from guwah.instruments.transcripts.pieces import pieces
from guwah.instruments.transcripts.revising import Draft, Part, Revised, Unit, heard
from guwah.instruments.transcripts.word_times import inside, packed, within

# Parts of a text that are neither turns nor paragraphs and yet belong to what somebody reads.
_BESIDE = frozenset({"preamble", "title", "matter", "note"})
_UNNAMED = 0


def read_again(former: Draft, transcript: Transcript, first_new: int) -> Revised:
    """Return a text read anew as the next draft of a former one, and the edits that lead to it.

    A block keeps its name when it begins with words of the former block that no other one before it took; all
    others are new. Nothing is guessed beyond that: what could be in two places counts as changed.

    Args:
        former: The text before.
        transcript: The text as it was read from the file.
        first_new: The first name for new blocks; they are counted on from it.

    Returns:
        The draft, its speakers not yet known, and the edits in order.
    """
    edits = edits_between(former.text, transcript.text)
    units = named(former, _units(transcript), edits, first_new)
    names = {(unit.session, unit.start): unit.uid for unit in units}
    return Revised(
        Draft(
            transcript.text,
            tuple(units),
            tuple(_session(each) for each in transcript.sessions),
            tuple(
                Part(event.kind, event.start, event.end, session.n)
                for session in transcript.sessions
                for event in session.events
            ),
            tuple(_marks(transcript, names)),
            tuple(Part(one.kind, one.start, one.end) for one in pieces(transcript) if one.kind in _BESIDE),
            tuple(cues(transcript)),
            _heard(former, transcript, units, edits),
        ),
        edits,
    )


def words_by_block(words: Sequence[Word], units: Iterable[Unit]) -> dict[int, str]:
    """Return words with a time as they are kept: by the name of their block, packed."""
    found = {unit.uid: packed(within(words, unit), unit.start) for unit in units} if words else {}
    return {uid: kept for uid, kept in found.items() if kept}


def _heard(
    former: Draft, transcript: Transcript, units: Sequence[Unit], edits: Sequence[Edit]
) -> Mapping[int, str]:
    """Return when single words are heard: as the file says, or as it was known of those nobody touched."""
    if transcript.words:
        return words_by_block(transcript.words, units)
    before = {unit.uid: unit.time for unit in former.units}
    times = {unit.uid: time_kept(before.get(unit.uid), unit.time) for unit in units}
    found = heard(former, edits, units)
    return {
        uid: kept if times[uid] == before.get(uid) else inside(kept, times[uid])
        for uid, kept in found.items()
    }


def cues(transcript: Transcript) -> Iterable[Part]:
    """Yield the stretches of a transcript that have a time of their own, in order."""
    for session in transcript.sessions:
        for turn in session.turns:
            for one in turn.segments:
                if one.time is not None and one.start < one.end:
                    known = {"time": one.time, "approximate": one.approximate}
                    yield Part("cue", one.start, one.end, session.n, known=known)


def named(former: Draft, units: Iterable[Unit], edits: Iterable[Edit], first_new: int) -> list[Unit]:
    """Give blocks the names of the former blocks whose words they begin with, and new names to all others."""
    way, blocks = Way(edits), sorted(units, key=lambda unit: unit.start)
    taken: dict[int, int] = {}
    at = 0
    for old in former.units:
        first = next(iter(way.kept(old.start, old.end)), None)
        while first and at < len(blocks) and blocks[at].end <= first[0]:
            at += 1
        if first and at < len(blocks) and blocks[at].start < first[1]:
            taken.setdefault(at, old.uid)
    found = []
    for number, unit in enumerate(blocks):
        uid = taken.get(number, _UNNAMED)
        if uid == _UNNAMED:
            uid, first_new = first_new, first_new + 1
        found.append(replace(unit, uid=uid))
    return found


def time_kept(old: Time | None, new: Time | None) -> Time | None:
    """Return when a block is heard: as it was where the file says nothing, or the same in whole seconds."""
    if old is None or new is None:
        return new or old
    pairs = [(one, other) for one, other in zip(old, new, strict=True) if other is not None]
    whole = all(other == int(other) and one is not None and int(one) == other for one, other in pairs)
    return old if whole else new


def _units(transcript: Transcript) -> list[Unit]:
    blocks = [Unit(_UNNAMED, None, each.start, each.end, time=each.time) for each in transcript.blocks]
    return blocks + [_turn(session.n, turn) for session in transcript.sessions for turn in session.turns]


def _turn(session: int, turn: Turn) -> Unit:
    return Unit(
        _UNNAMED,
        session,
        turn.start,
        turn.end,
        turn.label,
        Span(turn.label_span.start, turn.label_span.end) if turn.label_span else None,
        None,
        turn.time,
        turn.manner or "",
        turn.addressee or "",
    )


def _session(session: Session) -> Part:
    known: Mapping[str, object] = {
        "title": session.title or "",
        "spoken_languages": list(session.spoken_languages),
        "participants": session.participants,
    }
    return Part("session", session.start, session.end, session.n, known=known)


def _marks(transcript: Transcript, names: Mapping[tuple[int | None, int], int]) -> Iterable[Part]:
    turns = {
        (session.n, turn.n): names[session.n, turn.start]
        for session in transcript.sessions
        for turn in session.turns
    }
    for mark in transcript.marks:
        uid = turns.get((mark.session or 0, mark.turn or 0))
        if uid is None:
            around = (each for each in transcript.blocks if each.start <= mark.start < each.end)
            block = next(around, None)
            uid = names[None, block.start] if block else None
        yield Part(mark.kind, mark.start, mark.end, mark.session, uid, mark.attributes)
