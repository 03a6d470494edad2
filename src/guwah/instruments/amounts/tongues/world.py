"""Money of the world by its names, for currencies that no tongue lists with words of its own.

Stems are followed by the endings of the language; a name that several countries use has no code of its own
unless the country is said beside it.
"""

from __future__ import annotations

from guwah.instruments.amounts.tongues.shape import Unit

_FIELDS = ("en", "ru", "zh", "kk", "ug")
# code: names in English, Russian, Chinese, Kazakh, Uyghur; "-" where a language has none that is sure.
_NAMES = """
ZAR: (?:South African )?rands? | (?:южноафриканск\\w+ )?рэнд | 兰特 | ранд | راند
ZMW: kwachas? | квач | 克瓦查 | квача | كۋاچا
BDT: takas? | бангладешск\\w+ так | 塔卡 | Бангладеш така | تاكا
BRL: reais|Brazilian reals? | бразильск\\w+ реал | 雷亚尔 | реал(?=\\W|ға|ды) | -
BOB: bolivianos? | боливиано | 玻利维亚诺 | боливиано | -
PEN: nuevos soles|Peruvian soles | - | 索尔(?=[，。、；\\s]) | - | -
ETB: birrs? | быр | 比尔(?=[，。、；\\s]) | бирр | -
GHS: cedis? | седи | 塞地 | седи | -
NGN: nairas? | найр | 奈拉 | найра | نايرا
LKR: Sri Lankan rupees? | (?:шри-)?ланкийск\\w+ рупи | 斯里兰卡卢比 | Шри-Ланка рупия | شرىلانكا رۇپى
NPR: Nepal(?:ese|i) rupees? | непальск\\w+ рупи | 尼泊尔卢比 | Непал рупия | نېپال رۇپى
PKR: Pakistani rupees? | пакистанск\\w+ рупи | 巴基斯坦卢比 | Пәкістан рупия | پاكىستان رۇپى
LAK: kips? | лаосск\\w+ кип | 基普 | Лаос кип | -
KHR: riels? | риел | 瑞尔 | риель | -
MMK: kyats? | кьят | 缅币 | кьят | -
AFN: afghanis | афгани(?=\\W) | 阿富汗尼 | ауғани(?=\\W) | ئافغانى
IRR: Iranian ri[y]?als? | иранск\\w+ риал | 伊朗里亚尔 | Иран риал | ئىران رىيال
IRR: tomans? | туман | 土曼 | туман | تۈمەن
OMR: Omani ri[y]?als? | оманск\\w+ риал | 阿曼里亚尔 | Оман риал | -
QAR: Qatari ri[y]?als? | катарск\\w+ риал | 卡塔尔里亚尔 | Катар риал | قاتار رىيال
SAR: Saudi ri[y]?als? | саудовск\\w+ риал | 沙特里亚尔 | Сауд риал | سەئۇدى رىيال
YER: Yemeni ri[y]?als? | йеменск\\w+ риал | 也门里亚尔 | Йемен риал | -
EGP: Egyptian pounds? | египетск\\w+ фунт | 埃及镑 | Мысыр фунт | مىسىر فوندستېرلىڭ
SDG: Sudanese pounds? | суданск\\w+ фунт | 苏丹镑 | Судан фунт | -
SYP: Syrian (?:pounds?|liras?) | сирийск\\w+ (?:фунт|лир) | 叙利亚镑 | Сирия фунт | -
LBP: Lebanese (?:pounds?|liras?) | ливанск\\w+ (?:фунт|лир) | 黎巴嫩镑 | Ливан фунт | -
IQD: Iraqi dinars? | иракск\\w+ динар | 伊拉克第纳尔 | Ирак динар | -
JOD: Jordanian dinars? | иорданск\\w+ динар | 约旦第纳尔 | Иордания динар | -
KWD: Kuwaiti dinars? | кувейтск\\w+ динар | 科威特第纳尔 | Кувейт динар | -
LYD: Libyan dinars? | ливийск\\w+ динар | 利比亚第纳尔 | Ливия динар | -
TND: Tunisian dinars? | тунисск\\w+ динар | 突尼斯第纳尔 | Тунис динар | -
DZD: Algerian dinars? | алжирск\\w+ динар | 阿尔及利亚第纳尔 | Алжир динар | -
RSD: Serbian dinars? | сербск\\w+ динар | 塞尔维亚第纳尔 | Сербия динар | -
MAD: Moroccan dirhams? | марокканск\\w+ дирхам | 摩洛哥迪拉姆 | Марокко дирхам | -
TZS: Tanzanian shillings? | танзанийск\\w+ шиллинг | 坦桑尼亚先令 | Танзания шиллинг | -
UGX: Ugandan shillings? | угандийск\\w+ шиллинг | 乌干达先令 | Уганда шиллинг | -
SOS: Somali shillings? | сомалийск\\w+ шиллинг | 索马里先令 | Сомали шиллинг | -
KES: Kenyan shillings? | (?:кенийск\\w+ )?шиллинг | 肯尼亚先令 | (?:Кения )?шиллинг | شىللىڭ
CHF: Swiss francs? | швейцарск\\w+ франк | 瑞士法郎 | [Шш]вейцар(?:ия)? франк | شۋېتسارىيە فرانك
CDF: Congolese francs? | конголезск\\w+ франк | 刚果法郎 | Конго франк | -
RWF: Rwandan francs? | руандийск\\w+ франк | 卢旺达法郎 | Руанда франк | -
XOF: (?:West African )?CFA francs? | франк(?:ов|а)? КФА | 西非法郎 | КФА франк | -
SEK: (?:Swedish )?kron(?:or|a) | шведск\\w+ крон | 瑞典克朗 | швед крона | شىۋىت كرون
NOK: Norwegian kron(?:er|e) | норвежск\\w+ крон | 挪威克朗 | норвег крона | -
DKK: Danish kron(?:er|e) | датск\\w+ крон | 丹麦克朗 | дат крона | -
CZK: (?:Czech )?koruna?s? | чешск\\w+ крон | 捷克克朗 | чех крона | -
HUF: forints? | форинт | 福林 | форинт | -
RON: Romanian le[iu] | румынск\\w+ ле | 列伊 | - | -
BGN: Bulgarian lev[as]? | болгарск\\w+ лев | 列弗 | - | -
BYN: Belarusian roubles? | белорусск\\w+ рубл | 白俄罗斯卢布 | Беларусь рубл | -
SUR: Soviet ro?ubles? | советск\\w+ рубл | 苏联卢布 | кеңес рубл | -
AMD: Armenian drams? | армянск\\w+ драм | 亚美尼亚德拉姆 | Армения драм | -
ILS: (?:Israeli )?(?:new )?shekels? | шекел | 谢克尔 | шекель | شېكەل
KRW: (?:South )?Korean won | (?:южно)?корейск\\w+ вон | 韩元 | Корея вон | كورېيە ۋونى
MXN: Mexican pesos? | мексиканск\\w+ песо | 墨西哥比索 | Мексика песо | -
COP: Colombian pesos? | колумбийск\\w+ песо | 哥伦比亚比索 | Колумбия песо | -
CLP: Chilean pesos? | чилийск\\w+ песо | 智利比索 | Чили песо | -
ARS: Argentin(?:e|ian) pesos? | аргентинск\\w+ песо | 阿根廷比索 | Аргентина песо | -
VES: bol[ií]vars?|bol[ií]vares | боливар | 玻利瓦尔 | боливар | -
GTQ: quetzal(?:es|s)? | кетсал | 格查尔 | кетсаль | -
HNL: lempiras? | лемпир | 伦皮拉 | лемпира | -
NIO: c[oó]rdobas | кордоб | 科多巴 | кордоба | -
CRC: col[oó]n(?:es) | - | 科朗 | - | -
PYG: guaran[ií](?:es|s) | гуарани(?=\\W) | 瓜拉尼 | гуарани | -
HTG: gourdes? | гурд | 海地古德 | гурд | -
AOA: kwanzas? | кванз | 宽扎 | кванза | -
MZN: meticais|meticals? | метикал | 梅蒂卡尔 | метикал | -
MGA: ariarys? | ариари | 阿里亚里 | ариари | -
GMD: dalasis? | даласи | 达拉西 | даласи | -
SLL: leones(?=\\W) | - | 利昂 | - | -
BWP: pulas?(?=\\W) | - | 普拉(?=[，。、；\\s]) | - | -
SGD: Singapore dollars? | сингапурск\\w+ доллар | 新加坡元 | Сингапур доллар | سىنگاپور دوللىرى
NZD: New Zealand dollars? | новозеландск\\w+ доллар | 新西兰元|纽元 | Жаңа Зеландия доллар | -
MYR: ringgits? | ринггит | 林吉特|令吉 | ринггит | رىڭگىت
IDR: (?:Indonesian )?rupiahs? | индонезийск\\w+ рупи | 印尼盾 | рупиах | رۇپىيەخ
THB: Thai bahts? | таиландск\\w+ бат | 泰铢 | Тайланд бат | بات(?=\\W)
VND: (?:Vietnamese )?dongs? | донг(?=\\W|ов|а) | 越南盾 | донг(?=\\W) | -
PHP: Philippine pesos? | филиппинск\\w+ песо | 菲律宾比索 | Филиппин песо | فىلىپپىن پېسو
""".strip().splitlines()
_TAIL = {
    "en": r"(?![^\W_])",
    "ru": r"[а-яё]{0,3}(?![^\W_])",
    "zh": "",
    "kk": r"[а-яәғқңөұүһі]{0,6}(?![^\W_])",
    "ug": r"\w{0,6}",
}


def world(language: str) -> tuple[Unit, ...]:
    """Return the units of money that a language names, those of a country before those of many."""
    place = _FIELDS.index(language)
    units = []
    for line in _NAMES:
        code, _, names = line.partition(": ")
        pattern = names.split(" | ")[place].strip()
        if pattern != "-":
            units.append(Unit(rf"(?:{pattern}){_TAIL[language]}".replace(" ", r"\s+"), code))
    return tuple(units)
