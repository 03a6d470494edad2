"""Every address of the web interface: the shell's own pages, then each step under its case."""

from __future__ import annotations

from django.urls import include, path, re_path

from guwah.web import (
    audit,
    authorities,
    changing,
    console,
    doors,
    failures,
    members,
    pages,
    partners,
    statics,
    typed,
    vaults,
    ways_in,
)

handler403 = failures.forbidden
handler404 = failures.missing
handler500 = failures.broken

urlpatterns = [
    path("", pages.today, name="today"),
    path("unlock/", doors.unlock, name="unlock"),
    path("lock/", doors.lock, name="lock"),
    path("lock/all/", vaults.lock_all, name="lock-all"),
    path("alive/", doors.alive, name="alive"),
    path("language/", doors.language, name="language"),
    path("theme/", doors.theme, name="theme"),
    path("console/<slug:act>/", console.console, name="console"),
    path("typing/", typed.keep, name="typing-keep"),
    path("typing/here/", typed.here, name="typing-here"),
    path("drafts/", typed.show, name="drafts"),
    path("cases/", pages.cases, name="cases"),
    path("cases/<int:case_id>/", pages.case, name="case"),
    path("cases/<int:case_id>/members/", members.members, name="members"),
    path("log/", pages.log, name="log"),
    path("log/sheet/", pages.log_sheet, name="log-sheet"),
    path("log/verify/", pages.verify_log, name="verify-log"),
    path("log/authorities/", authorities.show, name="authorities"),
    path("log/authorities/add/", authorities.add, name="authority-add"),
    path("log/authorities/remove/", authorities.remove, name="authority-remove"),
    path("log/authorities/again/", authorities.again, name="authorities-again"),
    path("log/partners/", partners.show, name="partners"),
    path("log/partners/card/", partners.card, name="partner-card"),
    path("log/partners/add/", partners.add, name="partner-add"),
    path("log/partners/checkpoint/", partners.checkpoint, name="partner-checkpoint"),
    path("log/partners/cosign/", partners.cosign, name="partner-cosign"),
    path("log/partners/take/", partners.take, name="partner-take"),
    path("log/partners/answer/", partners.answer, name="partner-answer"),
    path("audit/", audit.audit, name="audit"),
    path("settings/", pages.settings_page, name="settings"),
    path("settings/name/", vaults.name, name="name-vault"),
    path("settings/ways-in/", ways_in.show, name="ways-in"),
    path("settings/ways-in/passphrase/", ways_in.passphrase, name="ways-in-passphrase"),
    path("settings/ways-in/sheets/", ways_in.sheets, name="ways-in-sheets"),
    path("settings/ways-in/sheets/drop/", ways_in.drop, name="ways-in-drop"),
    path("settings/ways-in/add/", ways_in.add, name="ways-in-add"),
    path("changing/", changing.show, name="changing"),
    path("settings/ways-in/remove/", ways_in.remove, name="ways-in-remove"),
    path("design/", pages.design, name="design"),
    path("notices/<int:notice_id>/seen/", pages.notice_seen, name="notice-seen"),
    path("cases/<int:case_id>/evidence/", include("guwah.steps.evidence.urls")),
    path("cases/<int:case_id>/testimony/", include("guwah.steps.testimony.urls")),
    path("cases/<int:case_id>/people/", include("guwah.steps.people.urls")),
    path("cases/<int:case_id>/claims/", include("guwah.steps.claims.urls")),
    path("cases/<int:case_id>/consent/", include("guwah.steps.consent.urls")),
    path("cases/<int:case_id>/editions/", include("guwah.steps.editions.urls")),
    path("cases/<int:case_id>/appeals/", include("guwah.steps.appeals.urls")),
    path("cases/<int:case_id>/vigil/", include("guwah.steps.vigil.urls")),
    re_path(r"^static/(?P<path>.+)$", statics.serve, name="static"),
]
