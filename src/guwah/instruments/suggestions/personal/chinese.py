"""Names in Chinese characters: a surname with its given name, and foreign names written by their sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.suggestions.personal.likeness import data
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL: Final = "".join(HAN_SURNAMES)
# Further surnames, which are everyday characters too: looked for beside telling words only.
_SURNAME: Final = (
    rf"(?:欧阳|司马|上官|诸葛|皇甫|慕容|令狐|[{_USUAL}"
    "邱侯孟龙万段雷钱汤尹黎易常武乔贺赖龚文秦江史顾熊白石毛洪章鲁葛韦申柳])"
)
_COMMON: Final = "|".join(word for word in data("common_words.json")["zh"] if len(word) > 1)
_GIVEN: Final = rf"{HAN}{{1,2}}"
_TITLE: Final = (
    "先生|女士|小姐|太太|老师|同志|医生|大夫|护士|主任|所长|书记|局长|队长|处长|科长|厂长|校长|院长|村长|乡长|镇长|县长|经理|老板|"
    "律师|法官|警官|警察|师傅|阿訇|教授|主席|大叔|大姐|大哥|大妈|大爷|叔叔|阿姨"
)
_BEHIND: Final = rf"(?:{_TITLE}|说|的|和|跟|在|被|也|来|去|告诉|是|就|都|还|笑|(?!{HAN}))"
_KIN: Final = (
    "哥哥|姐姐|弟弟|妹妹|大哥|大姐|二哥|二姐|爸爸|妈妈|父亲|母亲|丈夫|妻子|老公|老婆|爱人|儿子|女儿|叔叔|阿姨|伯伯|舅舅|舅妈|"
    "姑姑|姨妈|爷爷|奶奶|外公|外婆|岳父|岳母|公公|婆婆|嫂子|姐夫|妹夫|侄子|侄女|外甥|孙子|孙女|表[哥姐弟妹]|堂[哥姐弟妹]|"
    "邻居|朋友|同学|同事|室友|老乡|亲戚|男朋友|女朋友"
)
# The characters that write Turkic names; three in a row hardly mean anything else.
_SOUND: Final = (
    "[阿艾巴拜贝迪帝尔帕提古丽努吐逊热依木江哈赛买麦合塔夏玛米娜穆"
    "萨瓦沙坎肯别克拉汗都扎伊布斯卡妮孜茹莎姆力里莱甫苏喀孟德雅娅祖尼亚]"
)
_GRAMMAR: Final = (
    "的了是在也就不很和都有着过里上下我你他她它们这那没被把给要会能去来到说跟"
    "让什么一个还只再又才从向对为与及等得地"
)
_NO_GRAMMAR: Final = rf"(?:(?![{_GRAMMAR}]){HAN})"
_BEFORE: Final = "[叫是姓和跟给问找被把对与同让请到见抓了]"
_TWO: Final = rf"(?!{_COMMON}){_SURNAME}"
_SHAPES: Final = tuple(
    (rule, late(shape))
    for rule, shape in (
        # Whoever opens a sentence does something: characters of grammar are no part of the given name.
        (
            "name-opens-sentence",
            (
                rf"(?:^|(?<=[。！？!?\n“，,：:；]))(?!{_COMMON})[{_USUAL}]"
                rf"(?:{_NO_GRAMMAR}{{1,2}}?(?=[{_GRAMMAR}])|{_NO_GRAMMAR}{{2}})"
            ),
        ),
        ("name-chinese", rf"(?:(?<!{HAN})|(?<={_BEFORE}))(?!{_COMMON})[{_USUAL}]{_GIVEN}(?={_BEHIND})"),
        (
            "name-introduced",
            (
                r"(?:我叫|名叫|名字叫?做?是?|姓名[是为:：]|[他她]叫|叫[做作])"
                r"(?![我你他她它了过来去上门车不什谁大一这那也可都没就还好怎])"
                rf"(?P<it>{_SOUND}{{2,8}}|{_TWO}(?:{HAN}{{1,2}}?(?={_BEHIND})|{_GIVEN})|{HAN}{{2,4}}?(?=的|(?!{HAN})))"
            ),
        ),
        ("name-introduced", rf"(?<!百)姓(?:是|为)?(?P<it>{_SURNAME})"),
        (
            "name-after-kin",
            (
                rf"(?:{_KIN})(?:叫|是|名叫|，)?"
                rf"(?P<it>{_TWO}(?:{HAN}{{1,2}}?(?={_BEHIND})|{HAN}{{2}})|{_SOUND}{{2,8}})"
            ),
        ),
        ("name-chinese-title", rf"{_TWO}{HAN}{{0,2}}?(?={_TITLE})"),
        ("name-chinese-title", rf"[老小][{_USUAL}](?=说|的|和|跟|在|被|也|来|去|告诉|(?!{HAN}))"),
        ("name-in-chinese", rf"{_SOUND}{{3,}}(?:[·•．‧]{HAN}{{1,8}})?|{HAN}{{2,8}}[·•．‧]{HAN}{{1,8}}"),
    )
)


def names_in_chinese(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and rule of what may be names in Chinese characters."""
    for rule, shape in _SHAPES:
        group = "it" if "it" in shape.groupindex else 0
        for match in shape.finditer(text):
            yield (*match.span(group), rule)
