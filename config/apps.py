"""The project as an app: it owns the checks that look at the project as a whole."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project's own checks."""

    name = "config"

    def ready(self) -> None:
        """Register the checks of `manage.py check --deploy`."""
        from config import checks  # noqa: F401, PLC0415
