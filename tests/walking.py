"""Which pages are looked at in a real browser, and which routes are none and why."""

from __future__ import annotations

NO_SUCH_PAGE = "/no-such-page/"
# Looked at in full, in two languages.
PAGES = (
    "/",
    "/cases/",
    "/cases/{case}/",
    "/cases/{case}/members/",
    "/cases/{case}/evidence/",
    "/cases/{case}/evidence/sources/1/",
    "/cases/{case}/evidence/items/1/",
    "/cases/{case}/evidence/held/",
    "/cases/{case}/evidence/elsewhere/",
    "/cases/{case}/evidence/missing/",
    "/cases/{case}/evidence/sources/5/",
    "/cases/{case}/evidence/copies/1/",
    "/cases/{case}/evidence/assurances/",
    "/cases/{case}/evidence/deliveries/",
    "/cases/{case}/evidence/deliveries/1/",
    "/cases/{case}/evidence/items/1/look/",
    "/cases/{case}/evidence/verify/round/",
    "/cases/{case}/testimony/",
    "/cases/{case}/testimony/import/",
    "/cases/{case}/testimony/1/",
    "/cases/{case}/testimony/2/",
    "/cases/{case}/testimony/3/",
    "/cases/{case}/testimony/5/",
    "/cases/{case}/testimony/6/",
    "/cases/{case}/testimony/words/1/",
    "/cases/{case}/people/",
    "/cases/{case}/people/new/",
    "/cases/{case}/people/1/",
    "/cases/{case}/claims/",
    "/cases/{case}/claims/new/?anchor=1",
    "/cases/{case}/claims/1/",
    "/cases/{case}/claims/chronology/",
    "/cases/{case}/claims/conflicts/",
    "/cases/{case}/claims/status/",
    "/cases/{case}/consent/",
    "/cases/{case}/consent/new/",
    "/cases/{case}/editions/",
    "/cases/{case}/editions/prepare/?audience=public",
    "/cases/{case}/editions/prepare/2/?audience=public",
    "/cases/{case}/packages/",
    "/cases/{case}/appeals/",
    "/cases/{case}/vigil/",
    "/log/",
    "/log/sheet/",
    "/audit/",
    "/settings/",
    "/settings/backup/",
    "/settings/ways-in/",
    "/design/",
    NO_SUCH_PAGE,
)
# Looked at in full, in English.
MORE = (
    "/drafts/",
    "/log/authorities/",
    "/log/partners/",
    "/cases/{case}/testimony/2/select/s1-t2/",
    "/cases/{case}/testimony/cuts/1/lift/",
    "/cases/{case}/testimony/import/?item=9&kind=original",
    "/cases/{case}/consent/meant/?anchor=1",
    "/cases/{case}/editions/1/",
    "/cases/{case}/appeals/1/event/",
)
# One form beside quoted words, as others are that were looked at in full: in English and by day only.
LIKE_OTHERS = (
    "/changing/",
    "/cases/{case}/testimony/cut/?anchor=1",
    "/cases/{case}/testimony/note/?anchor=1",
    "/cases/{case}/claims/1/replace/",
    "/cases/{case}/consent/decide/?anchor=1",
    "/cases/{case}/consent/waive/?anchor=1",
)
# Seen by whoever has not signed in.
OUTSIDE = ("/unlock/",)
# Route that answers GET -> why nobody looks at it in a browser.
NO_PAGES = {
    "alive": "answers with JSON",
    "typing-here": "answers with JSON",
    "static": "gives out files",
    "partner-card": "a download",
    "evidence-file": "a download",
    "package-download": "a download, encrypted",
    "package-running": "leads back to the packages unless one is being written, which no test can hold still",
    "edition-download": "a download; what is in it is looked at as an edition",
    "backup-running": "leads back to the backups unless one is being made, which no test can hold still",
}
