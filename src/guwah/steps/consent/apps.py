"""The step as a Django app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Step of the work: consent."""

    name = "guwah.steps.consent"
    label = "consent"
    verbose_name = "Consent"
