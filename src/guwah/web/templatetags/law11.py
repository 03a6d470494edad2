"""Law 11: a text of consent, safety or recovery is never shown in an unchecked translation alone.

`{% vital "text" %}`, `{% vital "text" as name %}` and `{% vitalblock %}…{% endvitalblock %}` (with all that
`blocktranslate` knows) translate as usual. Until two speakers have confirmed the translation, the English
stands beside it, and both say that it is not yet checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.templatetags.i18n import BlockTranslateNode, do_block_translate
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, trim_whitespace

from guwah.accounts.telling import told_pieces
from guwah.instruments.languages.direction import direction
from guwah.web.review import SOURCE_LANGUAGE, review_state
from guwah.web.shell import PAGE_TAGS

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context

register = template.Library()
_NAMED = 4


def beside_english(translated: str, english: str, *, confirmed: bool) -> SafeString:
    """Return a translation, with the English and the warning beside it unless two speakers confirmed it."""
    language = get_language() or SOURCE_LANGUAGE
    if language == SOURCE_LANGUAGE or confirmed:
        return conditional_escape(translated)
    shown_english = format_html('<bdi class="vital-english" lang="en" dir="ltr">{}</bdi>', english)
    if translated == english:
        return shown_english
    return format_html(
        '<span class="vital"><bdi lang="{}" dir="{}">{}</bdi> <span class="soft vital-mark">({} · '
        '<bdi lang="en" dir="ltr">translation not yet checked</bdi>)</span> {}</span>',
        PAGE_TAGS.get(language, language),
        direction(language),
        translated,
        gettext("translation not yet checked"),
        shown_english,
    )


@register.filter(name="vital")
def vital_words(words: object) -> SafeString:
    """Do the same for a lazily translated string, such as a form's help text."""
    with translation.override(SOURCE_LANGUAGE):
        english = str(words)
    confirmed = not isinstance(words, Promise) or _confirmed(english)
    return beside_english(str(words), english, confirmed=confirmed)


@register.filter
def told(sentence: object) -> SafeString:
    """Translate what a flow said in English; what no catalogue knows is marked as English.

    The languages of the interface beside English are written in other scripts, so a sentence of Latin
    letters alone is one that nobody has translated.
    """
    return format_html_join(" ", "{}", ((_marked(words),) for words in told_pieces(str(sentence))))


def _marked(words: str) -> SafeString:
    foreign = get_language() != SOURCE_LANGUAGE and words.isascii() and words.strip()
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', words) if foreign else conditional_escape(words)


def _confirmed(msgid: str, context: str = "") -> bool:
    return review_state(get_language() or SOURCE_LANGUAGE, msgid, context).confirmed


class VitalNode(template.Node):
    """One sentence of consent, safety or recovery."""

    def __init__(self, english: str, name: str) -> None:
        self.english = english
        self.name = name

    def render(self, context: Context) -> SafeString:
        """Translate, and put the English beside it where law 11 asks for it."""
        # Django doubles percent signs in what its own tags look up.
        msgid = self.english.replace("%", "%%")
        translated = gettext(msgid).replace("%%", "%")
        shown = beside_english(translated, self.english, confirmed=_confirmed(msgid))
        if not self.name:
            return shown
        context[self.name] = shown
        return SafeString()


class VitalBlockNode(template.Node):
    """A sentence with values or a plural in it."""

    def __init__(self, block: BlockTranslateNode) -> None:
        self.block = block
        self.name = block.asvar
        block.asvar = None
        block.trimmed = True

    def render(self, context: Context) -> SafeString:
        """Render the block in the page's language and in English; its values are escaped by Django."""
        with translation.override(SOURCE_LANGUAGE):
            english = self._words(context)
        said = self.block.message_context.resolve(context) if self.block.message_context else ""
        msgid, _values = self.block.render_token_list(self.block.singular)
        confirmed = _confirmed(trim_whitespace(msgid), said)
        shown = beside_english(self._words(context), english, confirmed=confirmed)
        if not self.name:
            return shown
        context[self.name] = shown
        return SafeString()

    def _words(self, context: Context) -> SafeString:
        return mark_safe(self.block.render(context))  # noqa: S308 - our own template text, values escaped


@register.tag
def vital(parser: Parser, token: Token) -> VitalNode:
    """Compile `{% vital "text" %}` and `{% vital "text" as name %}`."""
    del parser
    _tag, text, *rest = token.split_contents()
    named = len(rest) + 2 == _NAMED and rest[0] == "as"
    if text[0] not in "\"'" or text[0] != text[-1] or (rest and not named):
        raise template.TemplateSyntaxError('Write {% vital "text" %} or {% vital "text" as name %}.')
    return VitalNode(text[1:-1], rest[1] if named else "")


@register.tag
def vitalblock(parser: Parser, token: Token) -> VitalBlockNode:
    """Compile `{% vitalblock … %}…{% endvitalblock %}`; white space is trimmed as by `trimmed`."""
    return VitalBlockNode(do_block_translate(parser, token))
