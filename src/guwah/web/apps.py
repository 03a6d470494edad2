"""The web shell as a Django app: templates, static files, messages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shell and design system."""

    name = "guwah.web"
    label = "web"
    verbose_name = "Web"
