"""Names that only the words beside them show, in five languages and four scripts; all invented."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions.personal import personal


def named(text: str, *not_persons: str) -> list[tuple[str, str]]:
    return [
        (each.rule, text[each.start : each.end])
        for each in personal(text, (), not_persons)
        if each.category == "third_party_name"
    ]


def ruled(text: str, rule: str) -> list[str]:
    return [words for code, words in named(text) if code == rule]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("my brother arman came", "arman"),
        ("MY SISTER dilfuza came", "dilfuza"),
        ("my older sister qelbinur bakes", "qelbinur"),
        ("her brother-in-law kerem left", "kerem"),
        ("our neighbour, patime, bought it", "patime"),
        ("our neighbour kamil bekov bought it", "kamil bekov"),
        ("my cousin nurlan's oven", "nurlan's"),
        ("мой брат камиль пёк", "камиль"),
        ("сестру гульнару отвезли", "гульнару"),
        ("соседка, патиме, пекла", "патиме"),
        ("дочь айсулу пекла", "айсулу"),
        ("брат арман беков пёк", "арман беков"),
        ("кеше ағам нұрлан күлді", "нұрлан"),
        ("қызым айсұлу нан пісіреді", "айсұлу"),
        ("кеше досым, дилназ, көмектесті", "дилназ"),
        ("кеше інім кәміл беков күлді", "кәміл беков"),
        ("ئۇ كۈنى ئۇكام ئەكرەم كەلدى", "ئەكرەم"),
        ("ئاچامنىڭ دوستى دىلناز ئاپاردى", "دىلناز"),
        ("قوشنىمىز، پاتىگۈل، كەلدى", "پاتىگۈل"),
        ("ول كۇنى اعام ماقسات كەلدى", "ماقسات"),
        ("كورشىم سەيفۋللا كەلدى", "سەيفۋللا"),
        ("那天哥哥王小明笑了", "王小明"),
        ("那天弟弟周强被打了", "周强"),
        ("妹妹叫陈秀，", "陈秀"),
        ("邻居欧阳建国来了", "欧阳建国"),
        ("丈夫阿布力孜做馕", "阿布力孜"),
        ("朋友钱小红", "钱小红"),
    ],
)
def test_after_kin_and_friends_a_word_may_be_a_name(text: str, who: str) -> None:
    assert who in ruled(text, "name-after-kin")


@pytest.mark.parametrize(
    "text",
    [
        "my brother came, my sister was ill, my mother also baked, our neighbour makes bread",
        "her husband taught me, my father's oven, my uncle quickly left, her son-in-law in the yard",
        "my neighbour, who bakes, and my friend, an old baker",
        "our neighbour, patient with dough",
        "брат работал, сестра пекла хлеб, мама тоже болела, сосед водит автобус, отец говорил о печи",
        "братство пекарей, моя мать всегда молчала, бабушка, которая пекла",
        "ағам күлді, шешем ауырып жүр, әкем нан пісіреді, көршім тағы келді, досым маған айтты",
        "ئاكام كەلدى، ئاپام نان پىشۇردى، دادام ئۆيگە كەتتى، قوشنام بىلەن ئىشلىدۇق، سىڭلىم كېسەل",
        "اعام كەلدى، شەشەم نان پىسىرەدى، اكەم ۇيگە كەتتى، كورشىم تاعى ايتتى",
        "哥哥高兴极了，妈妈马上来，爸爸于是走了，姐姐夏天做馕",
    ],
)
def test_what_else_may_follow_them_is_no_name(text: str) -> None:
    assert ruled(text, "name-after-kin") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("well, my name is arman, I bake", "arman"),
        ("a man called sadiq drove", "sadiq"),
        ("a cook named gulzira bekova", "gulzira bekova"),
        ("Menin atym aysulu", "aysulu"),
        ("mening ismim dilnaz", "dilnaz"),
        ("меня зовут дильназ", "дильназ"),
        ("женщина по имени айсулу", "айсулу"),
        ("менің атым дилназ", "дилназ"),
        ("есімі — серікбол", "серікбол"),
        ("مېنىڭ ئىسمىم دىلناز", "دىلناز"),
        ("ئىسمى: سەيپۇللا", "سەيپۇللا"),
        ("منىڭ ئاتىم ئەكرەم", "ئەكرەم"),
        ("مەنىڭ اتىم ماقسات", "ماقسات"),
        ("我叫王小明，", "王小明"),
        ("我叫帕提古丽。", "帕提古丽"),
        ("一个名叫海莱的人", "海莱"),
        ("他叫李强去了", "李强"),
        ("叫做司马平", "司马平"),
        ("她姓周，", "周"),
        ("姓欧阳的", "欧阳"),
        ("姓名：钱有福", "钱有福"),
    ],
)
def test_whoever_is_introduced_is_named(text: str, who: str) -> None:
    assert who in ruled(text, "name-introduced")


@pytest.mark.parametrize(
    "text",
    [
        "my name is not there, it is called the oven, a street named after it",
        "зовут всех, звали туда, по имени никого",
        "атым жоқ, есімі ешкімге айтылмайды",
        "ئىسمىم يوق، ئىسمى بار",
        "他叫我去，我叫他来，老百姓说，名叫不上来，叫做大饼",
    ],
)
def test_an_introduction_without_a_name_is_none(text: str) -> None:
    assert ruled(text, "name-introduced") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("then uncle seyit drove", "seyit"),
        ("asked dr. omer about flour", "omer"),
        ("and seyit aka drove", "seyit"),
        ("с тётей дильназ пекли", "дильназ"),
        ("сонда сейіт ағай айдады", "сейіт"),
        ("сонда гүлжауһар апайдың наны", "гүлжауһар"),
        ("дилназ деген наубайшы", "дилназ"),
        ("имам серікбол келді", "серікбол"),
        ("سېيىت ئاكا ھەيدىدى", "سېيىت"),
        ("دىلناز ئىسىملىك ناۋاي", "دىلناز"),
        ("سەيپۇللا دېگەن كىشى", "سەيپۇللا"),
        ("ئىمام سەيپۇللا كەلدى", "سەيپۇللا"),
        ("سەيىت اعاي ايدادى", "سەيىت"),
        ("ماقسات دەگەن ناۋبايشى", "ماقسات"),
    ],
)
def test_beside_an_honorific_stands_a_name(text: str, who: str) -> None:
    assert who in ruled(text, "name-with-honorific")


@pytest.mark.parametrize(
    "text",
    [
        "the teacher said so, a doctor came, our aka",
        "дядя работает, тётя говорила",
        "біздің ағай, бір апай, деп деген, сол ағай",
        "بىزنىڭ ئاكا، بىر مۇئەللىم، نېمە دېگەن",
    ],
)
def test_an_honorific_alone_names_nobody(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("сонда Дархан Сейітұлы келді", "Сейітұлы"),
        ("сонда Серік қызы келді", "Серік қызы"),
        ("там Курман улы пёк", "Курман улы"),
        ("سەرىك ۇلى كەلدى", "سەرىك ۇلى"),
        ("سەيپۇللا ئوغلى", "سەيپۇللا ئوغلى"),
    ],
)
def test_a_fathers_name_is_a_name(text: str, who: str) -> None:
    assert who in ruled(text, "name-of-father")


def test_somebodys_daughter_is_no_fathers_name() -> None:
    assert ruled("сонда оның қызы келді, көршінің ұлы да, её улы пусты", "name-of-father") == []


def test_usual_given_names_in_arabic_script_need_no_word_beside_them() -> None:
    assert ruled("كېچە زەينەپنىڭ نېنى پىشتى", "name-given") == ["زەينەپنىڭ"]
    assert ruled("كەشە گۇلناردىڭ نانى", "name-given") == ["گۇلناردىڭ"]
    assert ruled("كېچە نان پىشتى", "name-given") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("找到李老师", "李"),
        ("马师傅开车", "马"),
        ("白医生来了", "白"),
        ("和王秀兰老师", "王秀兰"),
        ("老张说", "老张"),
        ("小李，", "小李"),
    ],
)
def test_a_chinese_surname_with_a_title_names_somebody(text: str, who: str) -> None:
    assert who in ruled(text, "name-chinese-title")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("看到穆合塔尔在那里", "穆合塔尔"),
        ("见了阿依古丽", "阿依古丽"),
        ("古丽娜·海拉提在", "古丽娜·海拉提在"),
        ("找娜塔莎·伊万诺娃，", "找娜塔莎·伊万诺娃"),
    ],
)
def test_characters_by_their_sound_write_a_name(text: str, who: str) -> None:
    assert who in ruled(text, "name-in-chinese")


def test_places_written_by_their_sound_are_no_people() -> None:
    assert (
        named("在乌鲁木齐和阿拉木图，从哈萨克斯坦到巴基斯坦，伊斯坦布尔、阿克苏、吉尔吉斯斯坦、克拉玛依")
        == []
    )


@pytest.mark.parametrize("text", ["对王小明说", "抓了王小明，", "被王小明的", "让王小明去", "王小明。"])
def test_chinese_names_behind_small_words(text: str) -> None:
    assert ("name-chinese", "王小明") in named(text)


def test_common_words_that_begin_with_a_surname_are_none() -> None:
    assert named("夏天的馕，于是说，高兴地，马上来，任何的") == []


def test_recorded_places_are_left_out_beside_words_too() -> None:
    assert named("we moved to the village named karaburan, there", "Karaburan") == []
    assert named("we moved to the village named karaburan, there") == [("name-introduced", "karaburan")]
    assert named("دوستۇم قارابۇران", "قارابۇران") == []
