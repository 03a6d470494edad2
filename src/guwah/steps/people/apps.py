"""The step as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Step of the work: people."""

    name = "guwah.steps.people"
    label = "people"
    verbose_name = "People"
