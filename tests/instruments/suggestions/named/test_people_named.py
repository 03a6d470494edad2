"""People in five languages: who is found, by what, and what only looks like somebody."""

from __future__ import annotations

import pytest

from instruments.suggestions.named.naming import names, seen

SURE = [
    ("en", "My name is Dauren Kasymbek.", ["Dauren Kasymbek"]),
    ("en", "The reporter was called Petrel.", ["Petrel"]),
    ("en", "Officer Zhang wrote it down.", ["Officer Zhang"]),
    ("en", "A certain Li Jianping let me pass.", ["Li Jianping"]),
    ("en", "My brother Talgat and our neighbour, Rosa, came.", ["Talgat", "Rosa"]),
    ("en", "I told A. K. Nurpeisov and Omar bin Salim.", ["A. K. Nurpeisov", "Omar bin Salim"]),
    ("en", "We saw Saltanat's house; Bekzat uly Omar lived there.", ["Saltanat", "Bekzat uly Omar"]),
    ("en", "At night Karlgash Meirbek wept.", ["Karlgash Meirbek"]),
    ("en", "The children called her Auntie Sun.", ["Auntie Sun"]),
    ("ru", "Судья Динара Кайратовна молчала.", ["Динара Кайратовна"]),
    ("ug", "ئۇلار ياركۆل ۋە ئايگۈل بىلەن كەلدى.", ["ياركۆل", "ئايگۈل"]),
    ("zh", "同屋的有哈里木、艾散和叫阿依达娜的人。", ["哈里木", "阿依达娜"]),
    ("ug", "قەغەزگە شۈي داۋېي قول قويغان. ساتقۇچى لى كەلدى.", ["شۈي داۋېي"]),
    ("ug", "مۇخبىر يوناس ۋېبېر كەلدى. كېيىن ۋېبېر كەتتى.", ["يوناس ۋېبېر", "ۋېبېر"]),
    ("ug", "ئۇنىڭ ھاممىسى سارەم كەلدى.", ["سارەم"]),
    ("zh", "记者王雪采访了她。", ["王雪"]),
    ("zh", "我的律师郭建华晚上才来，郭律师说不用怕。", ["郭建华", "郭律师"]),
    ("ug", "«دىنارە قەيەردە؟» دېدى.", ["دىنارە"]),
    ("zh", "他的女儿托合江住在那里，副所长徐大伟，发言人赵敏说。", ["托合江", "徐大伟", "赵敏"]),
    ("ru", "Меня зовут Айгуль Сейтказы.", ["Айгуль Сейтказы"]),
    ("ru", "Следователь Петренко И. В. молчал.", ["Петренко И. В."]),
    ("ru", "К нам пришла Анна Сергеевна Котова.", ["Анна Сергеевна Котова"]),
    ("ru", "Я спросила Нурланова, он кивнул.", ["Нурланова"]),
    ("ru", "Её дядя Бекзат и И.П. Сидоров ушли.", ["Бекзат", "И.П. Сидоров"]),
    (
        "en",
        "We went to Asel then. They found Talgat van in the road. I saw A. B. there. Ms Aa.",
        ["Asel", "Talgat", "Ms Aa"],
    ),
    ("kk", "Менің атым Гүлнәр Сейітқызы.", ["Гүлнәр Сейітқызы"]),
    ("kk", "Сол күні Нұрбол деген кісі келді.", ["Нұрбол"]),
    ("kk", "Маған Тасбике апай айтты.", ["Тасбике"]),
    ("kk", "Мен Асқар Бекболат ұлымен сөйлестім.", ["Асқар Бекболат ұлымен"]),
    ("ug", "مېنىڭ ئىسمىم ئايگۈل ئەخمەت.", ["ئايگۈل ئەخمەت"]),
    ("ug", "تاشلان دېگەن كىشى كەلدى.", ["تاشلان"]),
    ("ug", "ئىمام ياركۆل كەلمىدى.", ["ياركۆل"]),
    ("ug", "ئاندىن تۇردى ئاكا باردى.", ["تۇردى"]),
    ("ug", "ئۇ ئايگۈل ئەخمەت ئوغلى ئىدى.", ["ئايگۈل ئەخمەت ئوغلى"]),
    ("zh", "我叫阿依古丽·买买提。", ["阿依古丽·买买提"]),
    ("zh", "我丈夫努尔兰是司机。", ["努尔兰"]),
    ("zh", "李建国警官没有说话，王主任也在。", ["李建国", "王主任"]),
    ("zh", "她姓赵，老王说的。", ["赵", "老王"]),
    ("zh", "刘翔宇被抓了。", ["刘翔宇"]),
    ("zh", "她认识约翰·史密斯。", ["约翰·史密斯"]),
]


@pytest.mark.parametrize(("language", "words", "people"), SURE)
def test_somebody_is_found(language: str, words: str, people: list[str]) -> None:
    assert seen(language, words, kind="person") == people


NOBODY = [
    ("en", "In May we were told that on Monday God would help. Will they come? Can they? Hope is left."),
    ("en", "The Kazakh language and Uyghur songs are taught; Russians and Chinese live here."),
    ("en", "Yesterday it rained. Nobody came. Winter was hard. I’ve seen it, and I’m tired; I’d go."),
    (
        "en",
        "I use WeChat, read the Quran and drive a Toyota. It was COVID. The Strike Hard Campaign began.",
    ),
    ("en", "We lived in Sarytobe, near the river. “Saira Music” was on the radio. Fifty-eight people came."),
    ("ru", "В мае Казахи вышли на площадь. Вчера был дождь. Надежда умирает последней. Бог поможет."),
    ("ru", "Мы жили в Сарытау. Вера в людей осталась. Русские уехали."),
    ("kk", "Наурызда Қазақ тілі мерекесі болды. Бақыт деген осы. Өмір қиын. Біз Сарыбелде тұрдық."),
    ("ug", "قۇربان ھېيت كۈنى ئۇلار كەلدى. ئۇ قەشقەردە تۇردى. ئۇيغۇرلار كۆپ. ئازات بولدى. ساقچىلار توختى."),
    (
        "zh",
        "高兴的事情没有。王强调说这不行。马上就走，周围没有人。古尔邦节那天，肉孜节也过。方便的时候，全家都在。",
    ),
    ("zh", "我们老百姓都知道。努尔苏丹是一个城市。和特马兰说。王强调说，王强大。"),
]


@pytest.mark.parametrize(("language", "words"), NOBODY)
def test_nobody_is_made_of_other_words(language: str, words: str) -> None:
    assert seen(language, words, kind="person") == []


AGAIN = [
    ("en", ("I knew Karlgash Meirbek.", "Meirbek said nothing. Later Karlgash’s son came."), 3),
    ("ru", ("Моя соседка Сауле Тайжанова.", "Тайжанову не пустили. С Сауле я не говорила."), 3),
    ("kk", ("Мұратхан Бейсенұлы келді.", "Мұратханға жауап жоқ. Мұратханның үйі."), 3),
    ("ug", ("تاشلان دېگەن كىشى كەلدى.", "تاشلاننىڭ ئۆيى كۆيدى. كېيىن تاشلانغا ئېيتتىم."), 3),
    ("zh", ("我的邻居张秀英走了。", "后来秀英回来，张秀英哭着说。"), 3),
    ("zh", ("我的邻居张秀英走了。", "张秀英语法不好。"), 1),
    ("zh", ("玛依拉·买买提打电话。", "那天玛依拉没有来。"), 2),
]


@pytest.mark.parametrize(("language", "passages", "times"), AGAIN)
def test_whoever_was_named_is_found_again(language: str, passages: tuple[str, ...], times: int) -> None:
    assert len(seen(language, *passages, kind="person")) == times


APART = [
    ("en", ("My brother Arman came.", "Armani came too, and Armanda.")),
    ("ru", ("Моя сестра Айгуль пришла.", "Айгерим не пришла, и Айгулим тоже.")),
    ("kk", ("Інім Ержан келді.", "Ержігіт те келді.")),
    ("zh", ("我弟弟叶尔江来了。", "叶尔肯没有来。")),
]


@pytest.mark.parametrize(("language", "passages"), APART)
def test_names_that_look_alike_stay_apart(language: str, passages: tuple[str, ...]) -> None:
    first, *others = names(language, *passages)
    assert first not in others


BARE = [
    ("en", "We saw Saltanat’s house.", ["Saltanat"]),
    ("ru", "Следователь допросил Каната. Мы искали Турсуна Ахметова.", ["Канат", "Турсун Ахметов"]),
    (
        "ru",
        "Я видела Анну Котову и Сергея Павловича с Айнур Сейтовой.",
        ["Анна Котову", "Сергей Павлович", "Айнур Сейтова"],
    ),
    ("ru", "Мы говорили с Ерланом Нурлановым и с Ваканом Тенгизовым.", ["Ерлан Нурланов", "Вакан Тенгизов"]),
    ("kk", "Күйеуім Ерланды алып кетті. Қайраттың үйі. Айгүлге айттым.", ["Ерлан", "Қайрат", "Айгүл"]),
    ("ug", "ئېرىم ئەركىننى ئېلىپ كەتتى. مەريەمنىڭ ئۆيى.", ["ئەركىن", "مەريەم"]),
    ("ru", "Мой дядя Вакан ушёл.", ["Вакан"]),
    ("ru", "Адвоката Гульнару Тенгизову не пустили.", ["Гульнару Тенгизову"]),
    ("ug", "ئامىنىنىڭ ئۆيى.", ["ئامىنە"]),
    ("kk", "Маған Тасбике апай айтты. Тасбикеде кітап бар.", ["Тасбике", "Тасбике"]),
    ("kk", "Мен Айсұлумын.", ["Айсұлу"]),
    ("kk", "Інім Жанқайға айтты. Мадина үндемеді.", ["Жанқай", "Мадина"]),
    ("kk", "Інім Тасқара деген бала келді.", ["Тасқара"]),
]


@pytest.mark.parametrize(("language", "words", "bare"), BARE)
def test_a_name_is_given_without_its_case(language: str, words: str, bare: list[str]) -> None:
    assert names(language, words) == bare


def test_a_known_name_that_opens_a_sentence_may_be_a_word_as_well() -> None:
    assert seen("en", "I knew Hope Kemelbaeva.", "Hope is gone. Hope said so.", kind="person") == [
        "Hope Kemelbaeva", "Hope",
    ]  # fmt: skip


def test_labels_and_letters_are_no_names() -> None:
    assert seen("en", "They saw NARRATOR and him.", kind="person", speakers=("NARRATOR", "a b", "Ё")) == []


def test_whoever_speaks_is_known() -> None:
    words = "Later Tolepke went home; 张大山 and 卡里 stayed."
    assert seen("en", words, kind="person", speakers=("Tolepke Zhuan", "张大山", "卡里·德")) == [
        "Tolepke", "张大山", "卡里",
    ]  # fmt: skip


def test_a_name_in_another_script_behind_it_in_brackets_is_the_same() -> None:
    assert seen("en", "I knew Karlgash Meirbek (卡丽哈什), Talgat (a man), Rosa (罗).", kind="person") == [
        "Karlgash Meirbek", "卡丽哈什", "Talgat", "Rosa",
    ]  # fmt: skip


def test_a_place_that_is_a_name_as_well_goes_by_what_stands_beside_it() -> None:
    assert seen("en", "My brother Emin lives in Emin. They moved to Manas.") == [
        "person Emin", "place Emin", "place Manas",
    ]  # fmt: skip


def test_neighbours_of_several_mentions_are_weighed_together() -> None:
    assert seen("en", "Baitkul is small.", "I went to Baitkul and lived in Baitkul.") == [
        "place Baitkul", "place Baitkul", "place Baitkul",
    ]  # fmt: skip


def test_what_is_listed_with_places_is_one() -> None:
    assert seen("en", "They came from Almaty, Zharkul, or Astana.", kind="place") == [
        "Almaty",
        "Zharkul",
        "Astana",
    ]


def test_what_one_is_a_member_of_is_a_body() -> None:
    assert seen("en", "She was the director of Zhebeu then.") == ["organization Zhebeu"]


RUNNING = [
    (
        "后来高海平被打伤了，何春兰扶着他回家，王玉珍和刘建军去了派出所。",
        ["高海平", "何春兰", "王玉珍", "刘建军"],
    ),
    ("老陈昨天来过，小刘没来。卖豆腐的阿芳哭了。", ["老陈", "小刘", "阿芳"]),
    ("老板说老百姓不懂，老师们都走了，阿姨不在，小时候也一样。", []),
    ("外号叫大头的那个人，真名是陈有福。有个叫铁蛋的孩子。", ["大头", "陈有福", "铁蛋"]),
    ("我叫马小月，那里有蔡腊八，三十岁。", ["马小月", "蔡腊八"]),
    ("任主任担任主任，大家叫她李姐。", ["任主任", "李姐"]),
    ("雷电交加，夏天水多，江山如此美，钱财都没了。", []),
    ("真名是不知道的，小名叫石榴。", ["石榴"]),
]


@pytest.mark.parametrize(("words", "people"), RUNNING)
def test_chinese_people_in_running_text(words: str, people: list[str]) -> None:
    assert seen("zh", words, kind="person") == people


def test_a_form_of_address_belongs_to_a_surname_and_not_to_its_value() -> None:
    assert seen("en", "We asked Mrs Poll and Father Reed.", kind="person") == ["Mrs Poll", "Father Reed"]
    assert names("en", "We asked Mrs Poll and Father Reed.") == ["Poll", "Reed"]


def test_a_month_after_a_title_is_somebody_and_one_after_a_number_is_none() -> None:
    assert seen("en", "On 5 May we left. Sister May helped, and May stayed.", kind="person") == [
        "Sister May", "May",
    ]  # fmt: skip


def test_kazakh_months_with_a_capital_within_a_sentence_are_names() -> None:
    assert seen("kk", "Бізге Қазан Ерсаринов келді. Қазан айында кетті.", kind="person") == [
        "Қазан Ерсаринов",
    ]  # fmt: skip


def test_what_is_no_person_at_the_start_of_a_sentence() -> None:
    assert seen("kk", "Қарсыланбай отырдым.", kind="person") == []
    assert seen("ru", "Калитка была открыта. Сержант был пьян. Дед жил один.", kind="person") == []
    assert seen("ru", "Адрес: ул. Луговая, дом у моста.", kind="person") == []


def test_what_an_agency_was_is_a_body() -> None:
    assert seen("en", "The company was Zhebeu then.") == ["organization Zhebeu"]
