"""Words that exports of chats put around things, in the languages of the phones they come from.

Data, not rules: what is missing here is still found by its form, with a doubt. English, Russian, German and
Spanish ones were seen in public exports; the others come from memory of the interfaces and wait for speakers.
"""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split("|"))


BEFORE_NOON = _listed(
    """
    a. m. | a.m | a.m. | am | da manhã | de. | dop. | du matin | e paradites | ertalab | matin | öö |
    öğleden önce | pg | rano | sa | sabah | to | tushdan oldin | vm. | vorm. | vormittags | π.μ. |
    до полудня | дп | пр. об. | пр.об. | ранку | сутринта | таңертеңгі | таңкы | таңғы | тб | то | тң |
    тушдан олдин | утра | ү.ө | ү.ө. | үө | ص | صباحا | صباحًا | صباحاً | صبح | فجرا | فجرًا | فجراً |
    ق.ظ | ق.ظ. | قبل ازظهر | چ.ب | چۈشتىن بۇرۇن | 上午 | 午前 | 早上 | 朝 | 아침 | 오전
    """
)
AFTER_NOON = _listed(
    """
    ch | da tarde | du. | e pasdites | nachm. | nachmittags | nm. | odp. | öğleden sonra | ös | p. m. |
    p.m | p.m. | pm | po południu | ptg | tk | tushdan keyin | μ.μ. | кешкі | после полудня | пп |
    сл. об. | сл.об. | следобед | тк | тушдан кейин | түстен кейін | түстен кейінгі | түштөн кийин | ү.х |
    ү.х. | үх | ب.ظ | ب.ظ. | بعد الظهر | بعدازظهر | عصر | م | مساء | مساءا | مساءً | چ.ك |
    چۈشتىن كېيىن | 下午 | 午後 | 오후
    """
)


def _same(*hours: int) -> dict[int, int]:
    return {hour: hour for hour in hours}


def _later(*hours: int) -> dict[int, int]:
    return {hour: hour + 12 for hour in hours}


_NIGHT = {12: 0, **_same(1, 2, 3, 4, 5)}
_WHOLE_NIGHT = {**_NIGHT, **_later(9, 10, 11)}
_EVENING = _later(5, 6, 7, 8, 9, 10, 11)
_DAYTIME = {12: 12, **_later(1, 2, 3, 4, 5)}
_MIDDAY = {11: 11, 12: 12, **_later(1, 2)}
# Hours of the twelve-hour dial that a word for a part of the day covers, as hours of the day; what it does
# not cover is read both ways. After the day periods of CLDR 44 (dayPeriods.xml), no wider than they are but
# for what such a word never means.
PERIODS = {
    # Chinese, Japanese, Korean
    "凌晨": {12: 0, **_same(1, 2, 3, 4, 5, 6)},
    "清晨": _same(4, 5, 6, 7, 8),
    "中午": {11: 11, 12: 12, 1: 13, 2: 14},
    "傍晚": _later(4, 5, 6, 7, 8),
    "晚上": _EVENING,
    "午夜": {12: 0},
    "半夜": _NIGHT,
    "昼": _DAYTIME,
    "夕方": _later(4, 5, 6, 7),
    "夜": _later(7, 8, 9, 10, 11),
    "夜中": {11: 23, 12: 0, **_same(1, 2, 3, 4)},
    "새벽": {12: 0, **_same(1, 2, 3, 4, 5, 6)},
    "낮": _DAYTIME,
    "저녁": _EVENING,
    "밤": {**_later(7, 8, 9, 10, 11), 12: 0},
    # German
    "morgens": _same(4, 5, 6, 7, 8, 9, 10, 11),
    "mittags": _MIDDAY,
    "abends": _EVENING,
    "nachts": _WHOLE_NIGHT,
    "mitternachts": {12: 0},
    # Russian, Ukrainian, Bulgarian
    "ночи": {12: 0, **_same(1, 2, 3, 4)},
    "дня": _DAYTIME,
    "вечера": _EVENING,
    "ночі": {12: 0, **_same(1, 2, 3, 4)},
    "вечора": _EVENING,
    "на обяд": _MIDDAY,
    "вечерта": _EVENING,
    "през нощта": _WHOLE_NIGHT,
    # Kazakh, Kyrgyz, Uzbek, Turkish
    "түскі": _DAYTIME,
    "түнгі": _WHOLE_NIGHT,
    "түнкү": _WHOLE_NIGHT,
    "кечки": _EVENING,
    "kunduzi": {11: 11, **_DAYTIME},
    "kechqurun": _EVENING,
    "tunda": _WHOLE_NIGHT,
    "кечқурун": _EVENING,
    "тунда": _WHOLE_NIGHT,
    "öğle": _MIDDAY,
    "akşamüstü": _later(4, 5, 6, 7),
    "akşam": _EVENING,
    "gece": _WHOLE_NIGHT,
    # Arabic, Persian
    "ظهرا": _MIDDAY,
    "ظهرًا": _MIDDAY,
    "ظهراً": _MIDDAY,
    "ليلا": _WHOLE_NIGHT,
    "ليلًا": _WHOLE_NIGHT,
    "ليلاً": _WHOLE_NIGHT,
    "منتصف الليل": {12: 0},
    "ظهر": _MIDDAY,
    "شب": {**_later(7, 8, 9, 10, 11), 12: 0},
    "بامداد": _NIGHT,
    "نیمه شب": {12: 0},
    # French, Portuguese, Polish, Indonesian
    "soir": _EVENING,
    "du soir": _EVENING,
    "midi": {12: 12},
    "minuit": {12: 0},
    "nuit": _NIGHT,
    "da noite": _EVENING,
    "da madrugada": _NIGHT,
    "wieczorem": _EVENING,
    "w nocy": _WHOLE_NIGHT,
    "pagi": _same(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "siang": {10: 10, 11: 11, 12: 12, **_later(1, 2, 3)},
    "sore": _later(3, 4, 5, 6),
    "malam": {**_later(6, 7, 8, 9, 10, 11), 12: 0},
}

ATTACHED = _listed(
    """
    adjunto | allegato | anexado | anexo | angehängt | anhang | archivo adjunto | attached |
    bifogad | bijgevoegd | bijlage | eklendi | ekli | pièce jointe | vedhæftet | załączono |
    вложено | привʼєднано | прикреплено | тіркелген | тіркелді | المرفق | قوشۇمچە | پیوست |
    已附加 | 添付ファイル | 附件 | 첨부됨
    """
)
FILE_ATTACHED = _listed(
    """
    archivo adjunto | arquivo anexado | bestand bijgevoegd | datei angehängt | dosya eklendi |
    dosya ekli | fayl biriktirildi | ficheiro anexado | fichier joint | file allegato |
    file attached | plik dołączony | файл добавлен | файл додано | файл прикреплен |
    файл прикреплён | файл тіркелді | файл қосылды | الملف مرفق | پرونده پیوست شده |
    ھۆججەت قوشۇلدى | 文件附件 | 檔案已附加 | 添付ファイル | 附件 | 파일 첨부됨
    """
)
LEFT_OUT = _listed(
    """
    <archivo omitido> | <arquivo de mídia oculto> | <ficheiro não revelado> | <media omessi> |
    <media omitted> | <media weggelaten> | <medien ausgeschlossen> | <medien weggelassen> |
    <medya dahil edilmedi> | <multimedia omitido> | <médias omis> | <mídia oculta> | <null> |
    <pominięto multimedia> | <без медиафайлов> | <медиа скрыто> | <медиа қосылмаған> |
    <медиафайл жоқ> | <медиафайл қосылмаған> |
    <تم استبعاد الوسائط> | <پیوست نما/رسانه حذف شده> | <ۋاسىتە قوشۇلمىدى> |
    <メディアは含まれていません> | <忽略多媒體檔> | <省略多媒体文件> |
    <미디어 파일을 제외한 내용> | afbeelding weggelaten | audio omesso | audio omis |
    audio omitido | audio omitted | audio weggelassen | bild weggelassen | contact card omitted |
    document omis | document omitted | documento omitido | dokument weggelassen | gif omitted |
    görüntü dahil edilmedi | image absente | image omitted | imagem ocultada | imagen omitida |
    immagine omessa | ses dahil edilmedi | sticker omitido | sticker omitted |
    sticker weggelassen | video dahil edilmedi | video note omitted | video omesso |
    video omitido | video omitted | video weggelassen | vidéo absente | vídeo ocultado |
    vídeo omitido | áudio ocultado | аудио опущено | аудиофайл опущен | видео опущено |
    документ опущен | изображение опущено | стикер опущен | 图像已忽略 | 忽略图片 | 忽略视频 |
    忽略音频 | 视频已忽略 | 音频已忽略
    """
)
WECHAT_THINGS = _listed(
    """
    audio | file | image | link | location | photo | sticker | video | voice | 位置 | 动画表情 |
    名片 | 图片 | 小视频 | 文件 | 红包 | 聊天记录 | 表情 | 视频 | 语音 | 转账 | 链接 | 音乐
    """
)
