"""The step as a Django app."""

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    """Step of the work: testimony."""

    name = "guwah.steps.testimony"
    label = "testimony"
    verbose_name = "Testimony"
