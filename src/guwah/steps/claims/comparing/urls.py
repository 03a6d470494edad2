"""Addresses of the page of sources compared, below /cases/<case>/claims/sources/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.claims.comparing import group_pages, pages, paper_pages

urlpatterns = [
    path("", pages.compared, name="sources-compared"),
    path("groups/", group_pages.groups, name="groups"),
    path("groups/<int:group_id>/", group_pages.group, name="group"),
    path("groups/<int:group_id>/members/", group_pages.member, name="group-member"),
    path("papers/", paper_pages.papers, name="papers"),
    path("papers/<int:paper_id>/", paper_pages.paper, name="paper"),
    path("papers/<int:paper_id>/mentions/", paper_pages.mention, name="paper-mention"),
    path("papers/<int:paper_id>/came/", paper_pages.came, name="paper-came"),
    path("repeats/", pages.repeats, name="source-repeats"),
    path("repeats/<int:repeat_id>/withdraw/", pages.withdraw, name="source-repeats-withdraw"),
]
