"""Words as patterns see them: small letters and few signs, one code point for one, so that places stay."""

from __future__ import annotations

_SIGNS = {
    "’‘ʼ`´": "'",
    "“”„«»「」『』": '"',
    "\u00a0\u2009\u202f\u3000\t\r\n\v\f": " ",
    "ё": "е",
    # Keyboards of Arabic and Persian write letters of Uyghur that look the same.
    "ی": "ى",
    "ک": "ك",
    "ھہ": "ه",
}
_TRADITIONAL = (
    "們们 說说 話话 電电 讓让 給给 過过 這这 裡里 裏里 個个 還还 關关 後后 會会 開开 "
    "發发 問问 號号 護护 證证 書书 對对 沒没 從从 來来 時时 間间 東东 車车 門门 強强 "
    "勞劳 動动 錢钱 償偿 補补 獄狱 審审 訊讯 監监 視视 聽听 聯联 繫系 絕绝 傳传 報报 "
    "錄录 網网 願愿 許许 該该 嗎吗 為为 與与 無无 應应 當当 隊队 帶带 銬铐 鐐镣 鎖锁 "
    "壓压 脅胁 嚇吓 騷骚 擾扰 請请 簽签 認认 學学 習习 營营 賣卖 買买 產产 業业 醫医 "
    "藥药 療疗 針针 謊谎 殺杀 傷伤 搶抢 奪夺 觀观 訴诉 記记 經经 總总 長长 親亲 屬属 "
    "媽妈 爺爷 兒儿 孫孙 單单 國国 邊边 離离 聲声 圖图 畫画 臉脸 實实 誰谁 釋释 餓饿 "
    "檢检 麼么 幾几 點点 塊块 處处 辦办 題题 機机 場场 種种 廠厂 現现 條条 進进 遠远 "
    "連连 員员 衛卫 飯饭 凍冻 結结 歸归 詛诅 罵骂 燒烧 擊击 鏈链 綁绑 蓋盖 頭头 決决 "
    "遷迁 徵征 佔占 損损 債债 剛刚 僅仅 別别 樣样 獨独 斷断 夠够 幫帮 寫写 變变 約约 "
    "務务 項项 勸劝 "
)
_MAP = str.maketrans(
    {
        **{sign: plain for signs, plain in _SIGNS.items() for sign in signs},
        **{pair[0]: pair[1] for pair in _TRADITIONAL.split()},
    }
)


def plain(words: str) -> str:
    """Return words in small letters with plain signs; every code point stands where it stood."""
    small = words.lower()
    if len(small) != len(words):  # "İ" becomes two
        small = "".join(low if len(low := letter.lower()) == 1 else letter for letter in words)
    return alike(small)


def alike(words: str) -> str:
    """Return words with plain signs and letters, their size kept: pattern classes have capitals."""
    return words.translate(_MAP)
