"""Words that exports of chats put around things, in the languages of the phones they come from.

Data, not rules: what is missing here is still found by its form, with a doubt. English, Russian, German and
Spanish ones were seen in public exports; the others come from memory of the interfaces and wait for speakers.
"""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(" ".join(word.split()) for word in words.split("|"))


BEFORE_NOON = _listed(
    """
    a. m. | a.m | a.m. | am | de. | dop. | vm. | öö | π.μ. | до полудня | дп | таңғы | тб | ص |
    ق.ظ | ق.ظ. | قبل ازظهر | چ.ب | چۈشتىن بۇرۇن | 上午 | 午前 | 早上 | 오전
    """
)
AFTER_NOON = _listed(
    """
    du. | nm. | odp. | p. m. | p.m | p.m. | pm | ös | μ.μ. | кешкі | после полудня | пп | тк |
    ب.ظ | ب.ظ. | بعدازظهر | م | چ.ك | چۈشتىن كېيىن | 下午 | 午後 | 오후
    """
)
# Hours of the twelve-hour dial that each Chinese word covers, as hours of the day (CLDR day periods of zh).
PERIODS = {
    "凌晨": {12: 0, **{hour: hour for hour in range(1, 7)}},
    "清晨": {hour: hour for hour in range(4, 9)},
    "中午": {11: 11, 12: 12, 1: 13, 2: 14},
    "傍晚": {hour: hour + 12 for hour in range(4, 9)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)},
    "午夜": {12: 0},
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
