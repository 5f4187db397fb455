"""The project as an app: it owns the checks that look at the project as a whole."""

from django.apps import AppConfig
from django.conf import settings


class ProjectConfig(AppConfig):
    """The project's own checks."""

    name = "config"

    def ready(self) -> None:
        """Register the checks of `manage.py check --deploy`, and let the admin group the thousands of its numbers.

        Begin to tell errors and traces, where settings say so.
        """
        # Checks register themselves when they are imported, and they read models, which exist only from here on.
        from config import checks  # noqa: F401, PLC0415
        from intake.staff.changelists import grouped_numbers  # noqa: PLC0415

        grouped_numbers.install()
        # Only where they are switched on: a site that tells nobody loads neither SDK (records 0097, 0147).
        if settings.SENTRY_DSN:
            from config.monitoring import error_reports  # noqa: PLC0415

            error_reports.begin(settings.SENTRY_DSN)
        if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            from config.monitoring import tracing  # noqa: PLC0415

            tracing.begin(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
