"""The step as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Step of the work: evidence."""

    name = "guwah.steps.evidence"
    label = "evidence"
    verbose_name = "Evidence"
