"""Shapes in which Chinese characters name a person: surname and neighbours, sounds, kin, titles, labels."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.suggestions.named.lists import given_names, one_of, words_of
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    import re

USUAL: Final = "".join(HAN_SURNAMES)
_GRAMMAR: Final = (
    "的了是在也就不很和都有着过里上下我你他她它们这那没被把给要会能去来到说跟让什么一个还只再又才从向对为与及等"
    "得地问叫打做走看想几多少吗呢吧啊时候年月日"
)
_G: Final = rf"(?:(?![{_GRAMMAR}]){HAN})"
# Characters that write Turkic names: those that begin one, and those that go on.
SOUND_SURE: Final = (
    "[阿艾巴迪尔帕提古丽努吐逊热依木江哈赛买麦合塔夏玛娜穆萨沙肯别克拉汗扎伊布斯卡孜茹莎姆力甫喀娅祖尼亚叶列"
    "吾库居加]"
)
_SOUND: Final = (
    "[阿艾巴拜贝迪帝尔帕提古丽努吐逊热依木江哈赛买麦合塔夏玛米娜穆萨瓦沙坎肯别克拉汗都扎伊布斯"
    "卡妮孜茹莎姆力里"
    "莱甫苏喀孟德雅娅祖尼亚鲁露特马兰罗维森奇科奥叶波列吾沃乌吴海恩库朱居吉加佳凯万谢达多法弗图托洪曼明杰让仙再早左佐奴牙牧恰乃来地不"
    "卜素玉山则西旦且]"
)
DOT: Final = "[·•．‧・]"
BEFORE: Final = "叫是和跟给问找被把对与同让请到见抓了的说由向在从替为有识见访诉"
BEHIND: Final = "说的和跟在被也来去告是就都还笑给把对向从让打走逃病住已"
_LEFT: Final = rf"(?:(?<!{HAN})|(?<=[{BEFORE}]))"
_RIGHT: Final = (
    rf"(?=[{BEHIND}]|(?!{HAN})|当时|今年|去年|那年|后来|昨天|找|押|托|替|四处|一起|都|等|因|若|"
    rf"要|下|的|编|留|带|接|回|写|签|收|打电话|签字|死|住|交|去世|问我|采访|写|联系|帮|陪|送|带|"
    rf"抓|发)"
)
# How somebody called by "老", "小" or "阿" goes on: what she did, when, to whom.
_GOES_ON: Final = rf"(?=[{BEHIND}昨今前后没不又正先便要会能两三家媳哭喊叫回拿进出上下一看想有坐站]|(?!{HAN}))"
# Surnames that make a thing with many letters of names: "雷电", "高山", "钱财".
_THINGS: Final = "金钱雷石毛白黄高马江龙万段易常文方夏温水田汤柳"
_EDGE: Final = rf"(?:(?<=[、和叫与有是说过的])|(?<!{HAN}))"
_STRONG: Final = r"(?=说|告诉|问我|问他|打电话|签字|死了|去世|被抓|被带|被判|被捕|回答|哭着|给我|对我)"
# Characters that are grammar wherever they stand: a name that is introduced may hold others ("我叫马小月").
_INTRODUCED: Final = rf"(?:(?![的了是在也就不很都着过我你他她它们这那没被把给跟让吗呢吧啊与及得叫]){HAN})"
_AGED: Final = (
    r"(?=[，,、（( ]{0,2}(?:今年|当年|那年)?(?:[一二三四五六七八九十百\d]{1,4}岁|[男女](?:[，,。、]|$)))"
)
# Characters that write names of any language by their sound.
WRITES_SOUND: Final = (
    "阿埃艾爱安昂奥巴白拜班邦包保鲍贝本比彼毕宾波伯博布采蔡查昌策茨达戴丹道德登邓迪蒂丁东杜顿多恩尔法凡范菲费芬丰冯弗福夫"
    "盖甘冈高戈格葛根贡古瓜圭哈海汉豪赫亨洪胡华怀惠霍基吉加贾简姜杰金卡凯坎康考柯科克肯孔库夸奎昆拉莱兰朗劳勒雷李里利莉连廉"
    "良列林柳龙隆卢鲁路吕伦罗洛马玛迈曼芒毛梅门蒙米密明莫姆穆纳娜奈南内尼宁纽农努诺欧帕派潘庞佩彭皮珀普奇齐恰强乔切钦丘让热"
    "仁日荣茹儒瑞若萨塞赛桑森沙莎山尚绍舍申沈圣施石史舒斯思松苏孙索塔泰坦汤唐陶特滕提廷通图托瓦万旺威韦维魏温文翁沃乌吾西希锡"
    "夏香肖谢辛雄休许雅亚扬杨耀叶伊易因英尤于余约云泽曾扎詹张章哲珍芝治朱卓兹子宗佐蕾丝琳黛妮茜娅薇珊露雪岚琪丽芙梭窦敏瑟吾孜"
    "甫提帝典耶喀玫苔黎札罕吐木力买巩敦珠措吞盛貌觉廓桂瑙扬麦姬门"
)
_FOREIGN: Final = f"[{''.join(dict.fromkeys(WRITES_SOUND))}]"
# Whoever stands before a colon in a record, a letter, a list of signatures.
_LABEL: Final = (
    r"(?:姓名|本名|证人|见证人|受害人|申请人|被申请人|当事人|陈述人|记录人?|整理|编校|编辑|校对|"
    r"翻译|口译|签名|签字|落款|"
    r"此致|抄送|致|联系人|紧急联系人|主持人?|采访人?|受访人?|讲述人?|口述|作者|撰文|摄影|收件人|"
    r"寄件人|代理人|委托人|监护人|"
    r"出席|到场|负责人|经手人|代表|律师|法官|审判长|书记员|公证员|妻子?|丈夫|父亲?|母亲?|子女|"
    r"长子|长女|儿子|女儿)[：:\x20]\s?"
)
# Somebody, and no dog, village or firm, "is called".
_SOMEBODY: Final = (
    r"(?:[他她我人手师长员生友弟妹哥姐兄嫂姨叔伯姑舅夫妻儿女孩子娃婆爷奶爹娘表头板工兵]|全名|"
    r"本名|名字|大名|小名)"
)
# Surnames that are everyday words: they name somebody with a title only.
_RARE: Final = "解单计干文应任于向查从相公安国时明水云花司方东红山谷车盖后全农能"
_ANONYMOUS: Final = r"(?:某某?|[×ＸXx＊*]{1,2})"
# "局长" is said "局" behind a surname: "曾局拍桌子".
_SHORT_TITLE: Final = (
    r"[局科处队总太工院校厂站](?=[说讲问让叫拍笑骂来去走到在把对给也就都已的倒抽点站坐，。、！？：])"
)
_SAID: Final = r"(?:我叫|名叫|名字叫?做?是?|姓名[是为:：]|[他她]叫|叫[做作]|我是|一位叫|一个叫|个叫|人叫)"


REPEATED: Final = "person-again-and-again"
NAMED_IN_FULL: Final = "person-introduced-in-full"


def _surname() -> str:
    more = words_of("han.json", "more_surnames")
    double = one_of(name for name in more if len(name) > 1)
    return rf"(?:{double}|[{USUAL}{''.join(sorted(name for name in more if len(name) == 1))}])"


def _told_in_passing() -> tuple[tuple[str, str], ...]:
    """Return the shapes of names that neither a title nor kin announces."""
    surname = _surname()
    said = rf"{surname}{_INTRODUCED}{{1,2}}"
    called = rf"(?:{one_of(words_of('han.json', 'called'))})(?:就?[叫是]做?|[:：])?"
    who = rf"的(?:{one_of(words_of('han.json', 'who'))})"
    given = "[" + "".join(sorted(words_of("han.json", "given_letters"))) + "]"
    return (
        (NAMED_IN_FULL, rf"(?:{_SAID}|{called})(?P<it>{said})(?!{HAN})"),
        ("person-called", rf"(?:{called}(?P<it>{_INTRODUCED}{{2,3}})(?!{HAN}))"),
        (
            "person-so-called",
            rf"(?:[有是]个叫|一个叫|名叫|个叫|位叫|外号叫?)(?P<it>{_INTRODUCED}{{2,3}})(?={who})",
        ),
        ("person-aged", rf"{_LEFT}(?P<it>{said}){_AGED}"),
        ("person-made-like-name", rf"(?P<it>{surname}{given}{{2}})"),
        ("person-made-like-name", rf"{_LEFT}(?P<it>(?![{_THINGS}]){surname}{given}){_RIGHT}"),
        ("person-familiar", rf"{_LEFT}(?P<it>阿(?:{given}|{_G})){_GOES_ON}"),
        ("person-anonymous", rf"(?P<it>{surname}{_ANONYMOUS})"),
        ("person-with-another-name", rf"{_LEFT}(?P<it>{_INTRODUCED}{{2,6}}?)(?=[（(](?:化名|笔名|音译))"),
        (
            "person-labelled",
            rf"{_LABEL}(?P<it>(?:{surname}{_INTRODUCED}{{1,2}}|{_FOREIGN}{{2,6}})(?!{HAN}|{DOT}))",
        ),
        ("person-is-called", rf"{_SOMEBODY}[就也都还只]?叫(?P<it>{_INTRODUCED}{{2,4}}?)(?=还是|(?!{HAN}))"),
        ("person-short-title", rf"{_LEFT}(?P<it>(?:{surname}|[{_RARE}]){_SHORT_TITLE})"),
    )


def _by_sound(title: str, kin: str) -> tuple[tuple[str, str], ...]:
    """Return the shapes of names written by their sound, and of a surname with two characters alone."""
    apart = rf"{_FOREIGN}{{1,8}}(?:{DOT}{_FOREIGN}{{1,8}}|-{_FOREIGN}{{1,4}}(?={DOT})){{1,3}}"
    return (
        ("person-with-dot", apart),
        ("person-foreign-title", rf"{_LEFT}(?P<it>{_FOREIGN}{{2,5}}?)(?=副?(?:{title}))"),
        ("person-foreign-kin", rf"(?:{kin})(?:叫|是|名叫)?(?P<it>{_FOREIGN}{{2,6}}?){_RIGHT}"),
        ("person-by-sound", rf"{_LEFT}(?P<it>{_FOREIGN}{{3,6}}?){_RIGHT}"),
        ("person-by-surname", rf"{_LEFT}(?P<it>{_surname()}{_INTRODUCED}{{2}}){_RIGHT}"),
    )


@cache
def shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return rule and pattern of each shape; the group `it`, where there is one, is the name."""
    usual, title, kin = (
        one_of(words)
        for words in (
            given_names("Hani"),
            words_of("han.json", "titles"),
            words_of("han.json", "kin") | words_of("han.json", "before"),
        )
    )
    surname = _surname()
    given = "[" + "".join(sorted(words_of("han.json", "given_letters"))) + "]"
    place = one_of(words_of("han.json", "place_behind"))
    sound = rf"(?:{usual}|{SOUND_SURE})(?:{usual}|{_SOUND}){{1,8}}"
    turkic = rf"(?:{sound}|{usual})(?:{DOT}(?:{usual}|{_G}){{1,8}})?"
    full = rf"{surname}{_G}{{1,2}}"
    foreign = rf"{DOT}(?:{usual}|{_SOUND}|{_G}){{1,6}}?(?={title}|[{BEHIND}]|(?!{HAN}|{DOT}))"
    listed = (
        (
            "person-introduced",
            rf"{_SAID}(?P<it>{turkic}|{full}?(?={title}|(?!{HAN}))|{full}(?=的|(?!{HAN})))",
        ),
        *_told_in_passing(),
        *_by_sound(title, kin),
        ("person-surname-said", rf"(?<!百)姓(?:是|为)?(?P<it>{surname})(?=的|(?!{HAN}))"),
        (
            "person-after-kin",
            (
                rf"(?:{kin})(?:叫|是|名叫)?(?P<it>{turkic}|{_SOUND}{{2,8}}{_RIGHT}|{full}{_RIGHT}|"
                rf"{surname}{_INTRODUCED}{{2}}|{given}{{2}})"
            ),
        ),
        ("person-with-title", rf"{_LEFT}(?P<it>{full})(?=副?(?:{title}))"),
        ("person-surname-and-title", rf"(?P<it>副?(?:{surname}|[{_RARE}])副?(?:{title}))"),
        ("person-turkic-full", rf"(?:{usual}|{_SOUND}){{1,8}}{foreign}"),
        ("person-turkic", rf"(?:{usual}|{SOUND_SURE}{{3}}){_SOUND}*(?!{place})"),
        (
            "person-in-a-list",
            rf"{_EDGE}(?P<it>{_SOUND}{{3,7}}){_RIGHT}",
        ),
        ("person-acts", rf"{_LEFT}(?P<it>{full}){_STRONG}"),
        ("person-foreign", rf"{_LEFT}(?P<it>{_G}{{2,6}}(?:{DOT}{_G}{{1,8}})?{foreign})"),
        ("person-familiar", rf"{_LEFT}(?P<it>[老小](?:{surname})){_GOES_ON}"),
        (REPEATED, rf"{_LEFT}(?P<it>{surname}{_G}{{2}}){_RIGHT}"),
    )
    return tuple((rule, late(shape)) for rule, shape in listed)
