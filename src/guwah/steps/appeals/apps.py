"""The step as a Django app."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """Step of the work: appeals."""

    name = "guwah.steps.appeals"
    label = "appeals"
    verbose_name = "Appeals"
