import pytest

from guwah.instruments.transcripts import DEFAULT, Conventions, Mark
from guwah.instruments.transcripts.marks import Place, find_marks


def _marks(words: str) -> list[Mark]:
    return list(find_marks(words, 0, len(words), Place(1, 2), DEFAULT))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("he took [the] ledger", "insertion"),
        ("[They] left", "insertion"),
        ("It was [dark] Then", "insertion"),
        ("the oven [sic] was", "correction"),
        ("in May [likely an error, meaning March] we", "correction"),
        ("一九九九年【应为二〇〇九年】", "correction"),
        ("the cook [probably his aunt] came", "description"),
        ("It was dark. [She opens the door] Then", "description"),
        ("[Someone is at the door]\nThen", "description"),
        ("so [pause] then", "description"),
        ("so (long pause) then", "description"),
        ("[Baker?] Street", "uncertain"),
        ("[? Baker] Street", "uncertain"),
        ("went <? home>", "uncertain"),
        ("the [inaudible] was", "unheard"),
        ("the [unclear word] was", "unheard"),
        ("the (indistinct - wind) was", "unheard"),
        ("the [?] was", "unheard"),
        ("the <[?]> was", "unheard"),
        ("the (+++) was", "unheard"),
        ("她（听不清）说", "unheard"),
        ("well [laughs softly] yes", "vocal"),
        ("well [both laugh] yes", "vocal"),
        ("well ((1,4s)) yes", "vocal"),
        ("她（苦笑）说", "vocal"),
        ("the loan [translator's note: a grant] was", "note"),
        ("the loan (прим. пер.: ссуда) was", "note"),
        ("the loan (note: a grant) was", "note"),
        ("the loan <n(a grant)> was", "note"),
        ("so [00:12:03] we", "note"),
        ("my friend [name withheld] was", "withheld"),
        ("my friend ████ was", "withheld"),
    ],
)
def test_one_sign_of_each_habit(words: str, kind: str) -> None:
    assert [mark.kind for mark in _marks(words)] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "the baker (the old one) said",
        "the board (WHO) said",
        "take note (please) now",
        "it was (note the date) late",
        "open [ and never closed",
        "a < b and c > d",
        "x = f(y)",
        "(текст)",
    ],
)
def test_punctuation_of_the_text_is_no_sign(words: str) -> None:
    assert _marks(words) == []


@pytest.mark.parametrize("words", ["the [unclear policies] were", "it [meaningful] was", "[notebook] was"])
def test_a_word_of_a_list_inside_a_longer_word_or_phrase_does_not_count(words: str) -> None:
    assert [mark.kind for mark in _marks(words)] == ["insertion"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "the “qoima” (қойма, “store”) was",
            {"term": "qoima", "script": "Cyrl", "meaning": "store"},
        ),
        ("the “nan” («bread») was", {"term": "nan", "script": "Latn", "meaning": "bread"}),
        ("at Nan Uyi (нан үйі) we", {"term": "Nan Uyi", "script": "Cyrl"}),
        ("the nan (нан) was", {"term": "nan", "script": "Cyrl"}),
        ("我们去“工商所”（gongshangsuo）了", {"term": "工商所", "script": "Latn"}),
        ("we sing “nan, nan” (“нан, нан”) there", {"term": "nan, nan", "script": "Cyrl"}),
    ],
)
def test_a_gloss_says_term_script_and_meaning(words: str, said: dict[str, str]) -> None:
    (mark,) = _marks(words)
    assert mark.kind == "gloss"
    assert dict(mark.attributes) == said


def test_a_quotation_without_its_beginning_has_no_term() -> None:
    assert _marks("nan” (нан) was") == []


def test_what_a_correction_doubts() -> None:
    (mark,) = _marks("she rang Nora [error for Dora] then")
    assert dict(mark.attributes) == {"doubts": "Nora"}
    (alone,) = _marks("[sic] then")
    assert dict(alone.attributes) == {"doubts": ""}


@pytest.mark.parametrize(
    ("words", "doubts"),
    [
        ("she learnt at the school [bakery college] then", "school"),
        ("to the No. 4 Hospital [a Clinic] and", "Hospital"),
        ("the “dormitory” [boarding school for girls] had", "dormitory"),
        ("in both hotels [hostels, one of them closed] we", "hotels"),
        ("he asked the court [town council] for", "court"),
        ("a nurse [the doctor] came", "nurse"),
        ("his uncle [cousin] baked", "uncle"),
        ("в детском саду [школе] пекли", "саду"),
        ("из больницы [частной клиники] привезли", "больницы"),
        ("её сестра [подруга из пекарни] пришла", "сестра"),
        ("at the training center [education centre] he", "center"),
        ("it was five [actually six] loaves", "five"),
        ("пять [на самом деле шесть] булок", "пять"),
    ],
)
def test_another_kind_of_the_same_thing_doubts_the_word_before_it(words: str, doubts: str) -> None:
    (mark,) = _marks(words)
    assert (mark.kind, dict(mark.attributes)) == ("correction", {"doubts": doubts})


@pytest.mark.parametrize(
    "words",
    [
        "they [officials] came",
        "here [the town] is",
        "I asked him [Bob Baker] then",
        "the [school] was",
        "the school [evening school] was",
        "the schools [evening school] were",
        "the school [school dormitory] was",
        "the dough [pastry] was",
        "the school [oven] was",
        "the oven [school] was",
        "his aunt [mother's sister] came",
        "her uncle [the brother of her father] came",
        "the school [in the camp] was",
        "the school [and the college] was",
        "the school [not the college] was",
        "the school [that the town built as a college] was",
        "the school, [college] then",
        "He left the school. [College] came later",
        "муж женщины [учительницы] пришёл",
        "школа [вечерняя школа] была",
        "[college] then",
    ],
)
def test_other_words_beside_a_noun_are_put_in(words: str) -> None:
    assert [mark.kind for mark in _marks(words)] == ["insertion"]


def test_a_bracket_with_a_doubt_of_its_own_keeps_it() -> None:
    assert [mark.kind for mark in _marks("the school [probably a college] was")] == ["description"]
    assert [mark.kind for mark in _marks("the school [college?] was")] == ["uncertain"]
    assert [mark.kind for mark in _marks("the school [means college?] was")] == ["correction"]


def test_kinds_of_nouns_are_data() -> None:
    own = Conventions.from_json({"noun_kinds": [["bun", "loaf"], []], "noun_ends": ["fresh"]})
    kinds = [
        mark.kind
        for words in ("a bun [loaf fresh] here", "a school [college] here")
        for mark in find_marks(words, 0, len(words), Place(1, 1), own)
    ]
    assert kinds == ["correction", "insertion"]


def test_brackets_in_brackets_are_one_sign_and_tokens_come_first() -> None:
    nested = _marks("he [said [again] so] left [then]")
    assert [(mark.start, mark.end) for mark in nested] == [(3, 20), (26, 32)]
    inside = _marks("he [<[?]> x] left")
    assert [mark.kind for mark in inside] == ["unheard"]


def test_every_sign_knows_its_place() -> None:
    (mark,) = _marks("a [b] c")
    assert (mark.session, mark.turn, mark.start, mark.end) == (1, 2, 2, 5)


def test_of_two_signs_at_one_place_the_longer_is_taken() -> None:
    own = Conventions.from_json(
        {"tokens": [{"pattern": "@@", "kind": "note"}, {"pattern": "@@+", "kind": "vocal"}]}
    )
    words = "a @@@ b"
    assert [mark.kind for mark in find_marks(words, 0, len(words), Place(1, 1), own)] == ["vocal"]
