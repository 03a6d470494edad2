"""What steps of reading and their outcomes are called on pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

STEPS: Final = {
    "examine": _("Read, shut off from everything else"),
    "metadata": _("What the file says of itself"),
    "text": _("Words taken out"),
    "thumbnail": _("Small picture made"),
    "page-images": _("Pictures of the pages made"),
    "waveform": _("Shape of the sound drawn"),
    "unpack": _("Take out what is in it"),
    "clean": _("Copy made without metadata"),
}
CODES: Final = {
    "no-jail": _("This machine has no bubblewrap: the file stays sealed and unread."),
    "jail-closed": _("This machine does not let a reader be shut off: the file stays sealed and unread."),
    "jail-unknown-machine": _(
        "On this kind of machine no reader can be shut off: the file stays sealed and unread."
    ),
    "no-ffmpeg": _("ffmpeg is missing on this machine: sound and video stay unread."),
    "no-bsdtar": _("bsdtar is missing on this machine: the names in this archive stay unread."),
    "archive-not-opened": _(
        "An archive Guwah does not open. Unpack it on a machine you trust, and add what is in it."
    ),
    "silk-not-played": _(
        "A voice message of WeChat (Silk) that nothing here can play. Turn it into another sound file on a "
        "machine you trust, and add that too."
    ),
    "no-reader": _("Nothing here reads files of this kind."),
    "no-way-to-clean": _("Nothing here makes a clean copy of files of this kind."),
    "too-large-to-read": _("The file is larger than this machine can read."),
    "took-too-long": _("Reading took too long and was stopped."),
    "too-much-output": _("The file unfolds without end; reading was stopped."),
    "needs-too-much": _("The file asks for more memory than it may have."),
    "nested-too-deep": _("The file is nested too deep."),
    "needs-passphrase": _("The file is locked with a passphrase."),
    "not-readable": _("The file is damaged, or not what it seems to be."),
    "too-many-pages": _("The file has too many pages."),
    "reader-died": _("The reader died over this file."),
    "reader-babbled": _("What the reader said could not be trusted and was thrown away."),
    "first-pages": _("Only the first pages; there are more."),
    "no-picture": _("There is no picture in it."),
    "no-sound": _("There is no sound in it."),
    "nothing-found": _("There was nothing to take out."),
    "empty-file": _("Nothing came out."),
}
ACTS: Final = {
    "examined": _("Read, shut off from everything else"),
    "cleaned": _("Copy made without metadata"),
}
