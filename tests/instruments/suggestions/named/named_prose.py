"""Running words of five languages with what they name marked by hand; all people and stories are invented.

`[p:…]` a person, `[o:…]` a body, `[f:…]` a facility, `[l:…]` a place. Nobody's words are copied.
"""

from __future__ import annotations

import re

KINDS = {"p": "person", "o": "organization", "f": "facility", "l": "place"}
_MARK = re.compile(r"\[([pofl]):([^\]]+)\]")

PROSE = {
    "en": [
        """My name is [p:Saltanat Orazkyzy] and I kept a bakery in [l:Ghulja] for eleven years. My
husband, [p:Talgat], drove the flour truck. In April 2017 two men from the [o:Ghulja City
Public Security Bureau] came to the shop. One of them was called [p:Abduweli]; the other was
Chinese, Officer [p:Zhao]. They asked when we had last been to [l:Kazakhstan]. I said that
we had visited [l:Almaty] in the summer, for the wedding of my niece [p:Aidana]. [p:Zhao]
wrote it down. On Monday they took [p:Talgat] to the [f:county detention centre], and in
June he was moved to the [f:No. 7 middle school], which had become a camp. God alone knows
what happened there.""",
        """[p:Talgat]'s brother [p:Muratkhan Baitasov] went to the [o:Ili Prefecture Procuratorate] and
later wrote to the [o:Ministry of Foreign Affairs] in [l:Astana]. Nobody answered. Mr.
[p:Baitasov] also spoke to [p:Helen Marsh], a reporter of the [o:Eastern Herald Newspaper],
and to the [o:UN Working Group on Enforced or Involuntary Disappearances] in [l:Geneva].
[p:Marsh] published a long article. Since then [p:Muratkhan] has been told by the police
that he should keep quiet. May was the worst month. A Kazakh cadre, a certain [p:Daulet],
moved into our house.""",
        """When I fled through [l:Khorgos], a guard whose name was [p:Li Jianping] looked at my
passport. [p:Li] let me pass. I lived first in [l:Zharkent], then in a village called
[l:Sarybulak], near [l:Kegen]. My friend [p:Rosa Tuleubekova] found me work at the
[f:Zharkent District Hospital]. Our lawyer, [p:A. K. Nurpeisov], says the [o:Almaty City
Court] will decide in winter. In Uyghur, the word terbiyelesh means education. I speak
Kazakh, Uyghur and a little Russian. Will they let [p:Talgat] go? [p:Rosa] thinks so;
[p:Aidana] does not. English people do not understand it.""",
        """I was told that [p:Gulbahar Turghun] and [p:Mehmet Ali Tursun] had been seen in [f:Kunes
Prison]. [p:Gulbahar] is the daughter of a carpenter from [l:Chapchal County]. Her neighbour
[p:Patigul] heard it from a guard. The prison was full, she said, and the hospital too. The
[o:village committee] kept lists. [p:Tursun] had been a teacher at [o:Xinjiang Normal
University]. Spring came late that year. The [o:Chinese government] denied everything; the
[o:European Parliament] passed a resolution in December. We watched it on Facebook.
[p:Erkin] cried.""",
    ],
    "ru": [
        """Меня зовут [p:Гульсим Абдрахманова], я родилась в селе [l:Кольжат] [l:Уйгурского района].
Мой муж [p:Канат] двенадцать лет держал пекарню в [l:Кульдже]. В марте 2018 года [p:Каната]
вызвали в [f:районное отделение полиции]. Его допрашивал следователь [p:Ван Цзяньго], рядом
сидел участковый [p:Алимжан]. Через неделю [p:Каната] перевели в [f:следственный изолятор №
2] в [l:Урумчи]. Казахи в ауле молчали. Я писала в [o:Министерство иностранных дел] и в
[o:посольство Казахстана] в [l:Пекине], но никто не ответил.""",
        """Моя золовка [p:Айнур Сейтова] живёт в [l:Алматы]. К [p:Айнур] приходил журналист [p:Сергей
Павлович Котов] из [o:газеты «Вечерний край»]. [p:Котов] спрашивал про лагерь. Потом
[p:Сейтову] вызвали в [o:Комитет национальной безопасности]. Сотрудник по фамилии [p:Ибраев]
сказал ей: «Не говорите с [p:Котовым]». В мае мы ездили в [l:Жаркент] к [p:Бахытгуль], вдове
[p:Турсуна Ахметова]. [p:Бахытгуль] плакала. Надежда умирает последней. Роман нам никто не
читал.""",
        """В [l:Алматинской области] есть село [l:Шелек], там работает [f:районная больница]. Врач
[p:Е. С. Ким] дал мне справку. Суд отложили. Адвокат [p:Лариса Тен] сказала, что
[o:Алматинский городской суд] примет решение в пятницу. Русские соседи помогали нам: тётя
[p:Вера] приносила хлеб, а её сын [p:Миша] чинил печь. В [o:ООН] наше письмо получили в
июне. [p:Вера] умерла зимой. Полиция приходила ещё два раза.""",
    ],
    "kk": [
        """Менің атым [p:Бақытгүл Қасымқызы], мен [l:Текес ауданында] туғанмын. Күйеуім [p:Нұрлыбек] он
жыл наубайхана ұстады. 2017 жылдың наурызында [p:Нұрлыбекті] [o:аудандық қоғамдық
қауіпсіздік басқармасына] шақырды. Оны [p:Ли Цян] деген тергеуші тергеді. Сәуірде
[p:Нұрлыбек] [f:№2 түрмеге] ауыстырылды. Мен [l:Алматыға] көшіп келдім. Қазақтар үндемеді.
Інім [p:Ержан] [l:Үрімжіде] қалды.""",
        """Көршіміз [p:Сәуле апай] маған хабар айтты: [p:Нұрлыбектің] ағасы [p:Мұратхан Бейсенұлы]
[o:Сыртқы істер министрлігіне] хат жазыпты. [p:Мұратханға] ешкім жауап бермеді. Журналист
[p:Айгерім Төлеген] [l:Астанадан] келіп, бізбен сөйлесті. [p:Айгерімнің] мақаласы «Азаттық»
сайтында шықты. Бақыт деген осы деп ойлаппыз. [f:Шелек ауылының мектебінде] сабақ бердім.
[p:Ержанмен] екі жыл сөйлеспедім.""",
    ],
    "ug": [
        """مېنىڭ ئىسمىم [p:ئامىنە توختى]، مەن [l:غۇلجا شەھىرىدە] تۇغۇلغان. ئېرىم [p:ئابلىكىم] ناۋاي
ئىدى. 2017-يىلى مارتتا ساقچىلار [p:ئابلىكىمنى] [f:2-نومۇرلۇق تۈرمىگە] ئېلىپ كەتتى. قوشنام
[p:رىزۋانگۈل] ماڭا ئېيتتى. [p:تاشپولات] دېگەن كىشى ئۇنى كۆرگەنىكەن. مەن [l:قازاقىستانغا]
كەلدىم، ھازىر [l:ئالمۇتىدا] ياشايمەن. ئۇيغۇرلار جىم تۇردى.""",
        """دوستۇم [p:مەريەم ئىسمائىل] [o:ناھىيەلىك جامائەت خەۋپسىزلىك ئىدارىسىگە] خەت يازدى.
[p:مەريەمنىڭ] ئوغلى [p:ئەركىن] [l:تۈركىيەدە] ئوقۇيدۇ. [p:تاشپولات] يەنە كەلمىدى. [p:ئەركىن]
[o:ئەركىن ئاسىيا رادىيوسى] بىلەن سۆزلەشتى. قۇربان ھېيت كۈنى ھەممىمىز يىغلىدۇق. [p:مۇختەر
ئاكا] ئۆلۈپ كەتتى.""",
    ],
    "zh": [
        """我叫[p:阿米娜·吐尔逊]，在[l:伊宁市]开过十年馕店。我丈夫[p:努尔兰]是司机。二〇一七年四月，[o:伊宁市公安局
]的[p:赵警官]把[p:努尔兰]带走了。后来他被关在[f:第二看守所]。我的邻居[p:马秀英]告诉我，[p:李建平]也在里
面。[p:李建平]是老师。我逃到[l:哈萨克斯坦]，住在[l:阿拉木图]。""",
        """我弟弟[p:叶尔江]给[o:外交部]写了信，没有人回答。记者[p:陈晓明]来采访我们，[p:陈晓明]说文章会在[o:自由亚
洲电台]发表。古尔邦节那天，全家都哭了。[p:叶尔江]在[f:伊宁县人民医院]工作，[p:王主任]让他回去。高兴的时
候很少。[p:玛依拉·买买提]从[l:北京]打来电话。方便的话请告诉她。""",
    ],
}


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the plain words and what is marked in them: kind, first code point, one past the last."""
    plain, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[last : match.start()]
        spans.append((KINDS[match[1]], len(plain), len(plain) + len(match[2])))
        plain += match[2]
        last = match.end()
    return plain + marked[last:], spans
