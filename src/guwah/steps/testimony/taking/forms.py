"""What a person sets right in a preview, and a text that is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.steps.testimony.taking.correcting import Person
from guwah.steps.testimony.taking.habits import ON_THE_PAGE, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from guwah.instruments.transcripts.model import Transcript

# Encodings that files of the languages we meet are found in; none of them is ever guessed.
ENCODINGS = (
    ("", _("find it out")),
    ("utf-8", "UTF-8"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("gb18030", "GB 18030"),
    ("big5", "Big5"),
    ("cp1251", "Windows-1251"),
    ("koi8-r", "KOI8-R"),
    ("cp1252", "Windows-1252"),
    ("cp1254", "Windows-1254"),
    ("cp1256", "Windows-1256"),
)
# How many rows of people a form may bring, how many labels, and how long one is.
_MOST_PEOPLE = 500
_MOST_LABELS, _LONGEST_LABEL = 100, 100
HABITS: Mapping[str, Any] = {
    "unheard": _("Not heard"),
    "vocal": _("Laughter, sighs and other sounds"),
    "description": _("What is described"),
    "correction": _("What corrects words"),
    "note": _("Editor’s notes"),
    "withheld": _("What is withheld"),
    "line_drop": _("The line drops"),
    "tape_end": _("The tape ends"),
    "session_change": _("Another session begins"),
    "page_break": _("A page ends"),
    "not_labels": _("Words before a colon that are nobody’s name"),
    "header_words": _("Words that begin a line of the heading"),
}


class PasteForm(forms.Form):
    """A text that is pasted in."""

    title = forms.CharField(
        label=_("What this text is called"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    words = forms.CharField(
        label=_("The text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_("It is sealed like a file, as it stands here; then you see how it is understood."),
    )

    def clean_words(self) -> str:
        """Refuse a text of white space alone; any other stays as it was pasted."""
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(_("There are no words to take in."))
        return words


class HabitsForm(forms.Form):
    """The group's words for marks, one on each line."""

    def __init__(self, changed: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        for key in ON_THE_PAGE:
            words = words_of(changed, key)
            self.fields[key] = forms.CharField(
                label=HABITS[key],
                required=False,
                initial="\n".join(words),
                widget=forms.Textarea(attrs={"rows": min(max(len(words), 3), 8), "dir": "auto"}),
            )

    def wanted(self, changed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the habits as they stand with these lists; keys that have no field stay as they were."""
        lists = {key: self.cleaned_data[key].splitlines() for key in ON_THE_PAGE}
        kept = {key: [line.strip().lower() for line in lines if line.strip()] for key, lines in lists.items()}
        return {**changed, **kept}


def labels_told(sent: QueryDict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that are no label in this text, and those that are one all the same.

    `is_label` are those said before, `add_label` the one that was just chosen beside a doubt, `own_label`
    what was typed: its colon is left off.
    """
    said = [*sent.getlist("is_label"), *sent.getlist("add_label"), sent.get("own_label", "")]
    bare = (" ".join(each.split()).rstrip(":：").rstrip() for each in said)
    chosen = {*sent.getlist("add_label"), sent.get("own_label", "")}
    nobody = dict.fromkeys(each for each in sent.getlist("no_label") if each not in chosen)
    own = dict.fromkeys(each for each in bare if 0 < len(each) <= _LONGEST_LABEL and each not in nobody)
    return tuple(nobody)[:_MOST_LABELS], tuple(own)[:_MOST_LABELS]


def people_told(sent: QueryDict, read: Transcript) -> tuple[Person, ...]:
    """Return the participants of whom something else was said than was read."""
    columns = [sent.getlist(name)[:_MOST_PEOPLE] for name in ("session", "label", "name", "role", "same_as")]
    rows = zip(*columns, strict=False)
    told = [
        Person(int(session) if session.isdecimal() else 0, label, name.strip(), role, same)
        for session, label, name, role, same in rows
    ]
    as_read = {
        Person(session.n, one.label, one.name or "", one.role or "")
        for session in read.sessions
        for one in session.participants
    }
    known = {(each.session, each.label) for each in as_read}
    return tuple(each for each in told if each not in as_read and (each.session, each.label) in known)
