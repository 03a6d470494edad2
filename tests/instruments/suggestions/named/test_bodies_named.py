"""Bodies, facilities and places in five languages: by the gazetteer, by a head word and its neighbours."""

from __future__ import annotations

import pytest

from instruments.suggestions.named.naming import names, seen

FOUND = [
    (
        "en",
        "He sat in the No. 3 prison in Almaty, then in the county detention centre.",
        ["facility No. 3 prison", "place Almaty", "facility county detention centre"],
    ),
    (
        "en",
        "The Kegen District Court and the Ministry of Justice of Kazakhstan refused.",
        ["organization Kegen District Court", "organization Ministry of Justice of Kazakhstan"],
    ),
    (
        "en",
        "Cangtai Police Station is near Dostyk Street.",
        ["facility Cangtai Police Station", "place Dostyk Street"],
    ),
    (
        "en",
        "The Department of Land Resources, the public security bureau and the Chinese embassy.",
        [
            "organization Department of Land Resources",
            "organization public security bureau",
            "organization Chinese embassy",
        ],
    ),
    (
        "en",
        "I wrote to the prosecutor's office of Kegen District and the Bureau of Education and Science.",
        [
            "organization prosecutor's office of Kegen District",
            "organization Bureau of Education and Science",
        ],
    ),
    (
        "en",
        "Primary School No. 12 was closed. Then Middle School 4.",
        ["facility Primary School No. 12", "facility Middle School 4"],
    ),
    (
        "en",
        "The UN Human Rights Council and the No. 2 and No. 3 prisons.",
        ["organization UN Human Rights Council", "facility No. 2 and No. 3 prisons"],
    ),
    (
        "en",
        "Kazakhstan's Ministry of Foreign Affairs and the Autonomous Region People’s Court.",
        [
            "place Kazakhstan",
            "organization Ministry of Foreign Affairs",
            "organization Autonomous Region People’s Court",
        ],
    ),
    (
        "en",
        "A reporter of the Eastern Herald Newspaper. The Committee on Land.",
        ["organization Eastern Herald Newspaper", "organization Committee on Land"],
    ),
    (
        "en",
        "The Ministry of the Interior. In 2017 Kegen County was poor.",
        ["organization Ministry of the Interior", "place Kegen County"],
    ),
    (
        "en",
        "Kegen District and the Court of 2017 Kegen County of. Chinese No. 5 prison.",
        ["place Kegen District", "place Kegen County", "facility No. 5 prison"],
    ),
    ("en", "The government of", []),
    ("en", "The Consulate General of Kazakhstan.", ["organization Consulate General of Kazakhstan"]),
    ("en", "The women's prison in Almaty.", ["facility women's prison", "place Almaty"]),
    ("en", "The Zhebeu Post; a post in Almaty.", ["organization Zhebeu Post", "place Almaty"]),
    ("en", "She spoke to Radio Tobol International.", ["organization Radio Tobol International"]),
    (
        "kk",
        "Серікбаев Шелек ауданының басқармасынан.",
        ["person Серікбаев", "organization Шелек ауданының басқармасынан"],
    ),
    ("kk", "Олар Тасөткелден сатуға келіпті.", ["place Тасөткелден"]),
    ("kk", "Шелек қаласындағы № 4 мектепте.", ["place Шелек қаласындағы", "facility № 4 мектепте"]),
    ("ru", "Он в тюрьме в Алматы.", ["facility тюрьме", "place Алматы"]),
    ("kk", "Алматыдағы мақта фабрикасында.", ["place Алматыдағы", "facility мақта фабрикасында"]),
    ("zh", "她在东城派出所看《草原周刊》。", ["facility 东城派出所", "organization 《草原周刊》"]),
    ("en", "We asked Zhebeu, the volunteer group.", ["organization Zhebeu"]),
    ("en", "The Almaty Missing Persons Office.", ["organization Almaty Missing Persons Office"]),
    ("ru", "Письмо в Рабочую группу ООН, в Рабочую.", ["organization Рабочую группу ООН"]),
    (
        "ru",
        "Радио «Заря» Нуртаю, суд Айгуль Тен.",
        ["organization Радио «Заря»", "person Нуртаю", "person Айгуль Тен"],
    ),
    (
        "en",
        "The Committee on Monday sat. The Ministry of the interior.",
        ["organization Ministry of the interior"],
    ),
    ("ru", "Районный суд и", ["organization Районный суд"]),
    (
        "ru",
        "Он сидел в тюрьме № 3 в Алматы, потом в районном изоляторе.",
        ["facility тюрьме № 3", "place Алматы", "facility районном изоляторе"],
    ),
    (
        "ru",
        "Кегенский районный суд и Министерство юстиции Республики Казахстан.",
        ["organization Кегенский районный суд", "organization Министерство юстиции Республики Казахстан"],
    ),
    (
        "ru",
        "Управление общественной безопасности города Урумчи, отделение полиции Медеуского района.",
        [
            "organization Управление общественной безопасности города Урумчи",
            "facility отделение полиции Медеуского района",
        ],
    ),
    (
        "ru",
        "Село Кызылагаш Кегенского района, улица Абая, ТОО «Нан».",
        ["place Село Кызылагаш", "place Кегенского района", "place улица Абая", "organization ТОО «Нан»"],
    ),
    (
        "ru",
        "В китайском посольстве и в комитете по правам человека.",
        ["organization китайском посольстве", "organization комитете по правам человека"],
    ),
    (
        "kk",
        "Ол №3 түрмеде отырды, кейін Текес аудандық полиция бөліміне апарды.",
        ["facility №3 түрмеде", "organization Текес аудандық полиция бөліміне"],
    ),
    (
        "kk",
        "Панфилов ауданының Қызылағаш ауылында, Абай көшесінде тұрамыз.",
        ["place Панфилов ауданының", "place Қызылағаш ауылында", "place Абай көшесінде"],
    ),
    (
        "kk",
        "Олар Нұрлыбекті аудандық сотқа шақырды. Қаладағы аудандық сот.",
        ["person Нұрлыбекті", "organization аудандық сотқа", "organization аудандық сот"],
    ),
    (
        "ug",
        "ئۇ 3-نومۇرلۇق تۈرمىدە ياتتى، كېيىن ناھىيەلىك سوتقا باردى.",
        ["facility 3-نومۇرلۇق تۈرمىدە", "organization ناھىيەلىك سوتقا"],
    ),
    (
        "ug",
        "ئاقتاش يېزىسىدا، مارالبېشى ناھىيەسىدە، جۇڭگو ھۆكۈمىتى.",
        ["place ئاقتاش يېزىسىدا", "place مارالبېشى ناھىيەسىدە", "organization جۇڭگو ھۆكۈمىتى"],
    ),
    (
        "zh",
        "他们把我带到乌鲁木齐市公安局，后来关在第三看守所。",
        ["organization 乌鲁木齐市公安局", "facility 第三看守所"],
    ),
    (
        "zh",
        "她住在特克斯县喀拉达拉镇库热村，丈夫在伊宁县人民医院工作。",
        ["place 特克斯县", "place 喀拉达拉镇", "place 库热村", "facility 伊宁县人民医院"],
    ),
    ("zh", "哈萨克斯坦驻乌鲁木齐总领事馆没有回答。", ["organization 哈萨克斯坦驻乌鲁木齐总领事馆"]),
    (
        "zh",
        "我在金色阳光贸易有限公司打工，以前在新疆大学。",
        ["organization 金色阳光贸易有限公司", "organization 新疆大学"],
    ),
    ("en", "He spoke of 宣传部 and wrote to the UN.", ["organization 宣传部", "organization UN"]),
]


@pytest.mark.parametrize(("language", "words", "expected"), FOUND)
def test_a_head_with_a_qualifier_is_a_name(language: str, words: str, expected: list[str]) -> None:
    assert seen(language, words) == expected


NOTHING = [
    (
        "en",
        "The police came, the court sat, the prison was full; a local school, the police station.",
    ),
    ("en", "The human rights organization and a Chinese newspaper; village life; it was us."),
    ("ru", "Полиция пришла, суд решил, больница закрыта. Или нет? Толи дело тюрьма. Я пошёл в школу."),
    ("kk", "Мектепке, полицияға, ауруханаға бардым. Есік жабық. Достық керек."),
    ("ug", "تۈرمە، دوختۇرخانا، مەكتەپكە باردىم. بۇ يېزىسىدا."),
    (
        "zh",
        "教育学校，中心医院，村里的人都知道，派出所的人来了，医院不收。全部的人都去了市场。我们在农村，在这个县。",
    ),
]


@pytest.mark.parametrize(("language", "words"), NOTHING)
def test_a_head_alone_names_nothing(language: str, words: str) -> None:
    assert seen(language, words) == []


BARE = [
    (
        "ru",
        "place",
        "Мы жили в Кульдже, в Соединённых Штатах и в Москве.",
        ["Кульджа", "Соединённые Штаты", "Москва"],
    ),
    ("kk", "place", "Алматыдан Үрімжіге бардық, Шелек ауылында тұрдық.", ["Алматы", "Үрімжі", "Шелек ауылы"]),
    ("kk", "organization", "БҰҰ-ға хат жаздық.", ["БҰҰ"]),
    ("ug", "place", "قەشقەردىن تۈركىيەگە باردىم.", ["قەشقەر", "تۈركىيە"]),
    ("ug", "facility", "2-نومۇرلۇق تۈرمىگە ئېلىپ باردى.", ["2-نومۇرلۇق تۈرمە"]),
    (
        "en",
        "place",
        "In Kazakhstan’s south; the People’s Republic of China.",
        ["Kazakhstan", "People's Republic of China"],
    ),
    ("zh", "place", "他从北京到乌鲁木齐。", ["北京", "乌鲁木齐"]),
]


@pytest.mark.parametrize(("language", "kind", "words", "bare"), BARE)
def test_what_is_known_is_given_as_it_is_known(language: str, kind: str, words: str, bare: list[str]) -> None:
    assert names(language, words, kind=kind) == bare


def test_chinese_houses_and_firms_are_called_by_nearly_anything() -> None:
    assert seen("zh", "他进了天南能源有限公司，以前在东坡煤矿，住过青山精神病院。") == [
        "organization 天南能源有限公司", "facility 东坡煤矿", "facility 青山精神病院",
    ]  # fmt: skip
    assert seen("zh", "我们在旁边的市场摆摊，去附近的医院。") == []
