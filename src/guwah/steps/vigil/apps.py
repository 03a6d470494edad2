"""The step as a Django app."""

from django.apps import AppConfig


class VigilConfig(AppConfig):
    """Step of the work: vigil."""

    name = "guwah.steps.vigil"
    label = "vigil"
    verbose_name = "Vigil"
