"""Reads Praat's TextGrid: a tier is a speaker unless its name or its times say that it is something else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from guwah.instruments.transcripts.assemble import bidi_warnings
from guwah.instruments.transcripts.columns import meaning_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.lines import LineNumbers
from guwah.instruments.transcripts.model import Origin, Span, Transcript, Warning_
from guwah.instruments.transcripts.readers.cues import LINE_END, Source, by_runs, from_cues, grouped
from guwah.instruments.transcripts.readers.textgrid_file import Interval, Tier, tiers_of
from guwah.instruments.transcripts.readers.webvtt_runs import Cue
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.word_times import Said, located

MAX_BYTES = 32 * 1024 * 1024
"""Largest file; with every sound of two hours in it a grid has about ten mebibytes."""

_SILENCE = frozenset({"sil", "sp", "<sil>", "<p:>", "silent", "silence", "sounding", "#", "_", "-"})
# What programs that align sound with words call their tiers: "Ann - words", "ORT-MAU".
_OF_SOUNDS = re.compile(
    r"(?:.*\s-\s)?(?:phon(?:e(?:me)?)?s?|segments?|syllables?|mau|kan(?:-\w+)?|pos|morph\w*)"
    r"|(?:ort|kan|mas)-mau"
)
_OF_WORDS = re.compile(r"(?:(?P<who>.*)\s-\s)?(?:words?|tokens?|ort(?:-\w+)?)")
_OF_UTTERANCES = re.compile(r"(?P<who>.*)\s-\s(?:utterances?|turns?|transcript(?:ion)?|text)")
_OF_NOBODY = re.compile(
    r"(?:tier|line|sentence|phrase|turn|utterance|segment|silence|sound|label|annotation)s?\s*\d*"
)
# Tiers that say something of the sound or of what is done, and are nobody's words.
_OF_THE_SOUND = re.compile(
    r"(?:(?:back)?ground )?noises?|background|events?|topics?|themes?|codes?|tags?|gestures?|gaze|actions?"
    r"|emotions?|laughter|music|pauses?|overlaps?|tones?|breaks?|tobi|pitch|intonation|stress|misc|ipa"
    r"|gloss(?:es)?|lang(?:uage)?s?|шумы?|темы?|события|паузы|язык|主题|噪音|事件|语言|тақырып|шу|тіл|تېما|تىل"
)
_ALIKE = 0.8
_NAME_WORDS = 4
_NEAR = 0.002  # seconds by which programs round the bounds of a stretch and of its words apart
_QUOTES = " \"'“”«»"


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a TextGrid in long, short or chronological form, in any encoding that says what it is.

    A tier called "speaker" says who speaks, unless it holds sentences: then it is a speaker's own. A tier
    whose stretches are those of an earlier one is said of its words (a translation, a gloss) and stands
    beside them as notes. Tiers of single words or sounds are read only where there is nothing else, tiers of
    topics, noises and their like not at all. A tier called by what it holds ("utterances", "Text") is
    nobody's.

    Args:
        raw: The whole file.
        conventions: Signs and words.

    Returns:
        Turns in the order of time, with the stretches as their segments.

    Raises:
        NotUnderstood: `bad-textgrid` with the line, `empty-file`, or what `decode` refuses.
    """
    decoded = decode(raw, limit=MAX_BYTES, spoken=False)
    sorted_ = _sorted(tiers_of(decoded.text))
    cues = sorted(_cues(sorted_), key=lambda cue: cue.time or (0.0, None))
    if not cues:
        raise NotUnderstood("empty-file", "No tier of the grid has words in it.")
    numbers = LineNumbers(decoded.text)
    warnings = (*decoded.warnings, *_warnings(sorted_, cues), *bidi_warnings(decoded.text, numbers))
    source = Source(Origin("textgrid", decoded.encoding, decoded.bom, raw), conventions, warnings)
    if all(cue.voice is None for cue in cues):
        return from_cues(cues, source)
    return by_runs(grouped(cues, conventions), source)


@dataclass(slots=True)
class _Sorted:
    """The tiers by what they are.

    Attributes:
        spoken: Tiers of words somebody says, with the name of who, or None.
        names: Stretches of a tier that says who speaks, where there is one.
        beside: Notes on stretches of the words, by start and end.
        words: Tiers of single words beside those, in order of time.
        used: Numbers of those that hold the words of a stretch.
        unplaced: Whether in the time of a stretch a tier holds other words than it.
        dropped: How many tiers with words in them are not read.
    """

    spoken: list[tuple[str | None, Tier]] = field(default_factory=list)
    names: list[Interval] = field(default_factory=list)
    beside: dict[tuple[float, float | None], list[Mapping[str, str]]] = field(default_factory=dict)
    words: list[list[Interval]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    unplaced: bool = False
    dropped: int = 0


def _sorted(tiers: Sequence[Tier]) -> _Sorted:
    filled = [replace(tier, intervals=_said(tier)) for tier in tiers if _said(tier)]
    stretches = [tier for tier in filled if not tier.points and not _is_of_sound(tier)]
    larger = [tier for tier in stretches if not _OF_WORDS.fullmatch(_folded(tier))]
    found, beside = _Sorted(), []
    named = [tier for tier in larger if _names_speakers(tier)]
    larger = [tier for tier in larger if tier not in named]
    found.names = [one for tier in named for one in tier.intervals]
    for tier in larger or [tier for tier in stretches if tier not in named]:
        below = next((one for _, one in found.spoken if _is_said_of(tier, one)), None)
        if below is None and meaning_of(tier.name) not in {"translation", "note"}:
            found.spoken.append((_who(tier), tier))
            continue
        beside.append(tier)
        for one in tier.intervals:
            note = {"words": one.words.strip(), "what": tier.name.strip()}
            found.beside.setdefault((one.start, one.end), []).append(note)
    if larger:
        apart = [tier for tier in stretches if _OF_WORDS.fullmatch(_folded(tier))]
        found.words = [sorted(tier.intervals, key=lambda one: one.start) for tier in apart]
    found.dropped = len(filled) - len(found.spoken) - len(named) - len(beside)
    return found


def _names_speakers(tier: Tier) -> bool:
    """Tell whether a tier holds names: one called "participant" may as well be what a participant says."""
    few = all(len(one.words.split()) <= _NAME_WORDS for one in tier.intervals)
    return meaning_of(tier.name) == "speaker" and few


def _is_of_sound(tier: Tier) -> bool:
    name = _folded(tier)
    return _OF_SOUNDS.fullmatch(name) is not None or _OF_THE_SOUND.fullmatch(name) is not None


def _said(tier: Tier) -> list[Interval]:
    return [one for one in tier.intervals if one.words.strip().casefold() not in _SILENCE]


def _folded(tier: Tier) -> str:
    # Some programs write the name of a tier in quotes, and Praat doubles them.
    return " ".join(tier.name.strip(_QUOTES).casefold().split())


def _is_said_of(tier: Tier, below: Tier) -> bool:
    """Tell whether a tier's stretches are those of another one: then it is no second voice."""
    places = {(one.start, one.end) for one in below.intervals}
    same = sum((one.start, one.end) in places for one in tier.intervals)
    return same >= _ALIKE * len(tier.intervals)


def _who(tier: Tier) -> str | None:
    """Return the name of the speaker, where the tier is called by one."""
    name = " ".join(tier.name.strip(_QUOTES).split())
    if meaning_of(name) == "speaker":
        return name
    for pattern in (_OF_UTTERANCES, _OF_WORDS):
        match = pattern.fullmatch(name.casefold())
        if match:
            return name[: match.end("who")].strip() or None if match["who"] else None
    if not name or meaning_of(name) is not None or _OF_NOBODY.fullmatch(name.casefold()):
        return None
    return name


def _cues(found: _Sorted) -> Iterator[Cue]:
    for who, tier in found.spoken:
        for one in tier.intervals:
            lines = tuple(line for line in LINE_END.split(one.words) if line.strip())
            beside = tuple(found.beside.get((one.start, one.end), ()))
            voice = who or _named_at((one.start + (one.end or one.start)) / 2, found.names)
            yield Cue(voice, lines, (one.start, one.end), one.line, beside, _one_by_one(one, found))


def _one_by_one(stretch: Interval, found: _Sorted) -> tuple[Said, ...]:
    """Return the single words of a stretch: those of a tier that in its time hold what it says."""
    ends = (stretch.end or stretch.start) + _NEAR
    for n, tier in enumerate(found.words):
        first = bisect_left(tier, stretch.start - _NEAR, key=lambda one: one.start)
        last = bisect_right(tier, ends, key=lambda one: one.start)
        said = tuple(
            Said(one.words, one.start, one.end)
            for one in tier[first:last]
            if one.start < ends - _NEAR and (one.end or one.start) <= ends
        )
        if said and located(stretch.words, Span(0, len(stretch.words)), said):
            found.used.add(n)
            return said
        found.unplaced |= bool(said)
    return ()


def _named_at(time: float, names: Sequence[Interval]) -> str | None:
    """Return whom a tier of speakers names at a time."""
    found = next((one for one in names if one.start <= time < (one.end or one.start)), None)
    return " ".join(found.words.split()) if found else None


def _warnings(found: _Sorted, cues: Sequence[Cue]) -> Iterator[Warning_]:
    named = sum(who is not None for who, _ in found.spoken)
    if named:
        yield doubt("tier-as-speaker", n=named)
    if found.dropped > len(found.used):
        yield doubt("tiers-left-out:not-words", n=found.dropped - len(found.used))
    if found.used and found.unplaced and len(found.words) == 1:
        yield doubt("word-times-left-out")
    places = {cue.time for cue in cues}
    lost = sum(len(notes) for place, notes in found.beside.items() if place not in places)
    if lost:
        yield doubt("notes-left-out:times", n=lost)
    reached, over = 0.0, 0
    for cue in cues:
        start, end = cue.time or (0.0, None)
        over += start < reached
        reached = max(reached, end or start)
    if over:
        yield doubt("cues-overlap:stretches", n=over)
