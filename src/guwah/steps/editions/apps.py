"""The step as a Django app."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """Step of the work: editions."""

    name = "guwah.steps.editions"
    label = "editions"
    verbose_name = "Editions"
