"""Who speaks under a label of one session; a name is taken from the text or stays unknown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.introducing import is_short_for
from guwah.instruments.transcripts.labels import Candidate, fold, style_of
from guwah.instruments.transcripts.model import Participant

_CAPITALISED = re.compile(r"[^\W\d_][^\s,;:()\[\]]*")
_LISTED = re.compile(
    r"(?P<name>[^,;、，;()（）]+?)\s*(?:[(（](?P<alias>[^()（）]{1,20})[)）])?\s*(?:[,;、，；]|$|\band\b)"
)
_ROLE_END = re.compile(r"[\s_\-]*\d+$")


class People:
    """The set of labels of one session; labels of another session mean nothing here."""

    def __init__(
        self, heading: Sequence[str], headers: Iterable[Candidate], conventions: Conventions
    ) -> None:
        self.conventions = conventions
        self._people: list[Participant] = []
        self._by_key: dict[str, int] = {}
        self._heading_names = [name for words in heading for name in names_in(words)]
        self._listed: list[tuple[str, str | None]] = []
        for head in headers:
            self._read_header(head)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Those who speak, in order of appearance."""
        letters = [one for one in self._people if self._is_role_letter(one)]
        # Q and A are question and answer only together; alone a letter may be anybody's initial.
        unsure = letters if len(letters) == 1 else []
        return tuple(replace(one, role=None) if one in unsure else one for one in self._people)

    def _is_role_letter(self, one: Participant) -> bool:
        key = fold(one.label)
        return one.name is None and len(key) == 1 and key in self.conventions.role_words

    def speaker_of(self, label: Candidate) -> str:
        """Resolve one label in reading order and remember whom it stands for."""
        found = self._find(label)
        if found is None:
            found = self._add(label)
        if label.alias:
            self._by_key[fold(label.alias)] = found
            self._relabel(found, label.alias)
        self._by_key[label.key] = found
        if style_of(label.base) == "initials" and label.alias is None:
            self._relabel(found, label.base)
        return self._people[found].speaker

    def _relabel(self, index: int, label: str) -> None:
        known = self._people[index]
        self._people[index] = Participant(label, known.name, known.role)

    def _find(self, label: Candidate) -> int | None:
        if label.key in self._by_key:
            return self._by_key[label.key]
        named = self._name_of_alias(label)
        return named if named is not None else self._only_fitting(label)

    def _name_of_alias(self, label: Candidate) -> int | None:
        """Find who was known by a short label only, and give them the name that stands before it now."""
        index = self._by_key.get(fold(label.alias)) if label.alias else None
        if index is None or self._people[index].name is not None:
            return None
        self._people[index] = Participant(label.alias or label.base, label.base, self._people[index].role)
        return index

    def _only_fitting(self, label: Candidate) -> int | None:
        fitting = [i for i, one in enumerate(self._people) if one.name and _means(label, one.name)]
        # A letter that could stand for two people stands for neither.
        first = [i for i in fitting if (self._people[i].name or "").casefold().startswith(label.key)]
        unlabelled = [i for i in first or fitting if self._people[i].label == self._people[i].name]
        return unlabelled[0] if len(unlabelled) == 1 else None

    def _add(self, label: Candidate) -> int:
        name = self._name(label)
        role = self._role(label) if name is None or len(label.key) > 1 else None
        self._people.append(Participant(label.alias or label.base, name, role))
        return len(self._people) - 1

    def _role(self, label: Candidate) -> str | None:
        beside = (self.conventions.role_words.get(fold(one.inside)) for one in label.beside)
        own = self.conventions.role_words.get(_ROLE_END.sub("", label.key))
        return next((role for role in (*beside, own) if role), None)

    def _name(self, label: Candidate) -> str | None:
        for name, alias in self._listed:
            if label.key in {fold(name), fold(alias or "")} or (alias is None and _means(label, name)):
                return name
        if label.style == "initials":
            fitting = dict.fromkeys(name for name in self._heading_names if is_short_for(label.key, name))
            return next(iter(fitting)) if len(fitting) == 1 else None
        is_role = _ROLE_END.sub("", label.key) in self.conventions.role_words
        return None if is_role else label.base

    def _read_header(self, head: Candidate) -> None:
        value = head.line.text[head.words - head.line.start :]
        if head.key in self.conventions.role_words:
            self._listed.append((value, head.base))
        elif head.key in self.conventions.participant_words:
            for match in _LISTED.finditer(value):
                alias = match["alias"]
                short = alias if alias and style_of(alias) in {"initials", "upper", "uncased"} else None
                self._listed.append((match["name"].strip(), short))


def _means(label: Candidate, name: str) -> bool:
    """Tell whether a label can be short for a full name: its initials, or one of its words."""
    words = name.casefold().split()
    if label.style == "initials" or (label.style == "upper" and len(words) == len(label.key)):
        return is_short_for(label.key, name)
    return len(words) > 1 and label.key in words


def participant_of_voice(voice: str, conventions: Conventions) -> Participant:
    """Return who a voice tag names: a name, or a role or number that is nobody's name."""
    bare = _ROLE_END.sub("", fold(voice))
    if bare in conventions.role_words:
        return Participant(voice, None, conventions.role_words[bare])
    return Participant(voice, None if style_of(voice) == "initials" else voice)


def names_in(heading: str) -> list[str]:
    """Return the runs of capitalised words of a heading, its first word left out.

    >>> names_in("Conversation with Alice Baker")
    ['Alice Baker']
    """
    words = heading.split()
    runs: list[list[str]] = [[]]
    for word in words[1:]:
        bare = word.strip(".,;:()[]“”\"'")
        if bare[:1].isupper() and _CAPITALISED.fullmatch(bare):
            runs[-1].append(bare)
            if word[-1:] in ",;":
                runs.append([])
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]
