"""The catalogues: whole, in step with the sources, the same places for values, and honest about review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import polib
import pytest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import to_locale

from guwah.settings import LANGUAGES
from guwah.web import review

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ["ru", "zh_Hans", "kk", "ug"]
PLACE = re.compile(r"%\(\w+\)[a-z]|%%[a-z]|%[a-z]|</?[a-z][^>]*>")
# How many forms each language's numbers ask for (Unicode CLDR, cardinal plurals; ru without fractions).
NUMBERS = {
    "ru": {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 100: 2, 111: 2},
    "zh_Hans": {0: 0, 1: 0, 2: 0},
    "kk": {0: 1, 1: 0, 2: 1, 21: 1},
    "ug": {0: 1, 1: 0, 2: 1, 21: 1},
}


@pytest.fixture
def extract(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that collects the strings; it is part of the workshop, not of the product."""
    monkeypatch.syspath_prepend(str(ROOT))
    from front import extract as script

    return script


@pytest.fixture(scope="module")
def said_by_sources() -> frozenset[tuple[str, str, str]]:
    """What the script collects; it reads every source, so once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        from front import extract
    return frozenset((message.text, message.plural, message.context) for message in extract.collect())


@cache
def catalogue(locale: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "src/guwah/web/locale" / locale / "LC_MESSAGES" / "django.po"))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def pairs(locale: str) -> Iterator[tuple[str, str]]:
    """Every form of a translation beside the English it stands for."""
    for entry in catalogue(locale):
        for form in forms(entry):
            yield entry.msgid, form


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def test_every_language_offered_has_a_catalogue() -> None:
    offered = [to_locale(code) for code, _ in LANGUAGES if code != "en"]
    assert sorted(offered) == sorted(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalogue_holds_exactly_what_the_sources_say(
    said_by_sources: frozenset[tuple[str, str, str]], locale: str
) -> None:
    wanted = said_by_sources
    held = {(entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in catalogue(locale)}
    assert sorted(wanted - held) == [], "run: python front/extract.py, then translate"
    assert sorted(held - wanted) == [], "run: python front/extract.py"


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_missing_fuzzy_or_left_over(locale: str) -> None:
    entries = catalogue(locale)
    assert [entry.msgid for entry in entries if not all(forms(entry))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_it_compiles(locale: str, tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    catalogue(locale).save_as_mofile(str(compiled))
    assert len(polib.mofile(str(compiled))) == len(catalogue(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_values_and_tags_have_the_same_places(locale: str) -> None:
    wrong = []
    for entry in catalogue(locale):
        allowed = [places(entry.msgid), places(entry.msgid_plural)]
        wrong += [form for form in forms(entry) if places(form) not in allowed]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_white_space_at_the_ends_is_the_same(locale: str) -> None:
    def ends(text: str) -> tuple[str, str]:
        bare = text.strip()
        return text[: text.index(bare)], text[text.index(bare) + len(bare) :]

    assert [form for english, form in pairs(locale) if ends(english) != ends(form)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_plural_forms_follow_the_language(locale: str) -> None:
    rule = catalogue(locale).metadata["Plural-Forms"]
    found = re.fullmatch(r"nplurals=(\d); plural=(.*);", rule)
    assert found is not None
    from gettext import c2py

    choose = c2py(found[2])
    assert {number: choose(number) for number in NUMBERS[locale]} == NUMBERS[locale]
    counts = {len(entry.msgstr_plural) for entry in catalogue(locale) if entry.msgid_plural}
    assert counts == {int(found[1])}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_file_names_no_person_machine_or_time(locale: str) -> None:
    entries = catalogue(locale)
    assert set(entries.metadata) == {
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }
    for entry in entries:
        assert all(path.startswith("src/guwah/") and not line for path, line in entry.occurrences)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_entry_says_who_checked_it_and_a_claim_of_review_holds(locale: str) -> None:
    shape = re.compile(r"review: (none|one:[\w.-]+ [0-9a-f]{16}|two:[\w.-]+,[\w.-]+ [0-9a-f]{16})")
    assert [entry.msgid for entry in catalogue(locale) if not shape.fullmatch(entry.tcomment)] == []
    stale = [
        entry.msgid
        for entry in catalogue(locale)
        if entry.tcomment != "review: none"
        and not entry.tcomment.endswith(review.digest(entry.msgid, forms(entry)))
    ]
    assert stale == []


def test_digits_are_european_everywhere() -> None:
    found = [form for locale in LOCALES for _, form in pairs(locale) if re.search(r"[٠-٩۰-۹]", form)]
    assert found == []


def test_uyghur_is_written_in_its_own_letters() -> None:
    # The 32 letters of the Uyghur alphabet and the hamza they begin with; look-alikes of Arabic are others.
    alphabet = set("ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىيە")
    letters = {letter for _, form in pairs("ug") for letter in form if "\u0620" <= letter <= "\u06d5"}
    assert letters - alphabet == set()


def test_dates_inside_uyghur_sentences_are_isolated() -> None:
    outside = [re.sub("\u2068[^\u2069]*\u2069", "", form) for _, form in pairs("ug")]
    assert [form for form in outside if re.search(r"\d{4}-\d{2}", form)] == []


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "5 May 2031"), ("kk", "2031 ж. 5 Мамыр"), ("ug", "5-ماي، 2031"), ("ru", "5 мая 2031 г.")],
)
def test_dates_stand_in_the_order_of_the_language(language: str, wanted: str) -> None:
    from datetime import date

    with translation.override(language):
        assert date_format(date(2031, 5, 5)) == wanted


SAMPLE = """\
msgid ""
msgstr ""
"Language: kk\\n"

# review: two:almas,bota {digest}
#: src/guwah/one.html
msgctxt "consent"
msgid "Given"
msgstr "Бер"
"ілген"

# review: one:almas {plural}
msgid "one \\"day\\""
msgid_plural "days"
msgstr[0] "күн"
msgstr[1] "күндер"

# review: none
msgid "Cut"
msgstr "Қию"
"""


def sample() -> str:
    return SAMPLE.format(
        digest=review.digest("Given", ["Берілген"]), plural=review.digest('one "day"', ["күн", "күндер"])
    )


def test_the_review_is_read_from_the_catalogue() -> None:
    found = review.read_catalogue(sample())
    assert {key: value.by for key, value in found.items()} == {
        ("consent", "Given"): ("almas", "bota"),
        ("", 'one "day"'): ("almas",),
        ("", "Cut"): (),
    }
    assert found["consent", "Given"].confirmed
    assert not found["", 'one "day"'].confirmed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"ілген"', '"лген"'),
        ('msgid "Given"', 'msgid "Granted"'),
        ("two:almas,bota", "two:almas,almas"),
        ("# review: two", "# reviewed: two"),
    ],
)
def test_changed_words_one_speaker_or_a_broken_comment_confirm_nothing(before: str, after: str) -> None:
    found = review.read_catalogue(sample().replace(before, after))
    assert not any(each.confirmed for each in found.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_the_reader_of_reviews_sees_every_entry(locale: str) -> None:
    code = {"zh_Hans": "zh-hans"}.get(locale, locale)
    assert review.tally(code).strings == len(catalogue(locale))


def test_the_settings_line_counts_and_english_needs_none() -> None:
    with translation.override("en"):
        assert review.checked_line() == ""
    with translation.override("ru"):
        line = review.checked_line()
    counted = review.tally("ru")
    assert str(counted.strings) in line
    assert str(counted.by_two) in line


def test_strings_are_found_wherever_they_are_written(extract: ModuleType) -> None:
    template = (
        '{% load i18n %}{% translate "One" %}{% vital "Two" %}{% vital "Three" as name %}{{ _("Four") }}'
        '{% translate "Five" context "way" %}{% blocktranslate with n=n %}{{ n }} six{% endblocktranslate %}'
        "{% vitalblock count n=n %}\n one\n{% plural %}\n many {{ n }}\n{% endvitalblock %}"
        "{% comment %}{% translate 'No' %}{% endcomment %}"
    )
    module = (
        'label = _("Seven" " and more")\nother = ngettext("one", "two", number)\n'
        'third = gettext_lazy("Eight")\nfourth = pgettext_lazy("here", "Nine")\nfifth = _(name)\n'
        'raise Refused("bad-oven", "It is " "cold.", place=here)\nraise Refused(code, message)\n'
    )
    assert [(each.text, each.plural, each.context) for each in extract.in_template(template)] == [
        ("One", "", ""),
        ("Two", "", ""),
        ("Three", "", ""),
        ("Four", "", ""),
        ("Five", "", "way"),
        ("%(n)s six", "", ""),
        ("one", "many %(n)s", ""),
    ]
    assert [(each.text, each.plural, each.context) for each in extract.in_python(module)] == [
        ("Seven and more", "", ""),
        ("one", "two", ""),
        ("Eight", "", ""),
        ("Nine", "", "here"),
        ("It is cold.", "", ""),
    ]


def test_two_speakers_confirm_and_a_changed_word_begins_again(
    extract: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from front import confirm

    folder = tmp_path / "kk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    monkeypatch.setattr(extract, "LOCALE", tmp_path)
    monkeypatch.setattr(confirm, "LOCALE", tmp_path)
    messages = {
        extract.Message("Cut"): ["src/guwah/one.html"],
        extract.Message("Keep"): ["src/guwah/two.html"],
    }
    made = extract.merged("kk", messages)
    for entry, words in zip(made, ["Қию", "Сақтау"], strict=True):
        entry.msgstr = words
    made.save(str(path))

    def states() -> list[tuple[str, ...]]:
        return [confirm.confirmed_by(entry) for entry in polib.pofile(str(path))]

    for handle, answers in (("almas", ["y", "y"]), ("almas", []), ("bota", ["y", "q"]), ("dina", ["n"])):
        told = iter(answers)
        monkeypatch.setattr("builtins.input", lambda _, told=told: next(told))
        assert confirm.main("kk", handle) == 0
    assert states() == [("almas", "bota"), ("almas",)]
    extract.merged("kk", messages).save(str(path))
    assert states() == [("almas", "bota"), ("almas",)]

    path.write_text(path.read_text("utf-8").replace("Қию", "Кесу"), "utf-8")
    again = extract.merged("kk", messages)

    assert next(entry.tcomment for entry in again) == "review: none"
    assert confirm.main("kk", "a name with spaces") == 2
    assert confirm.main("xx", "almas") == 2


def test_the_catalogue_is_read_without_the_parser_of_python_which_fails_among_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_given: object) -> None:
        raise SystemError("AST constructor recursion depth mismatch")

    monkeypatch.setattr("ast.literal_eval", never)
    monkeypatch.setattr("builtins.compile", never)
    assert ("", 'one "day"') in review.read_catalogue(sample())


@pytest.mark.parametrize(
    "words", ["", 'a "word"', "two\nlines\there", "back \\ slash, and \\n as it stands", "ئەمدى"]
)
def test_a_string_of_the_catalogue_is_read_as_it_was_written(words: str) -> None:
    written = polib.POFile()
    written.append(polib.POEntry(msgid=f"id {words}", msgstr=words))
    assert ("", f"id {words}") in review.read_catalogue(str(written))
