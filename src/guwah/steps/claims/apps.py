"""The step as a Django app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Step of the work: claims."""

    name = "guwah.steps.claims"
    label = "claims"
    verbose_name = "Claims"
