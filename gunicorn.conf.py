"""What gunicorn does beside serving; it finds this file by itself where it is started."""

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def on_starting(server: Any) -> None:
    """Count requests from zero: a counter that begins anew is understood, files of processes long gone only add up."""
    from django.conf import settings  # noqa: PLC0415  Read when there is something to start.

    for file in Path(settings.METRICS_DIR).glob("*.db") if settings.METRICS_DIR else ():
        file.unlink(missing_ok=True)


def worker_exit(server: Any, worker: Any) -> None:
    """Hand over what this process has counted."""
    from intake.visits.counting import numbers  # noqa: PLC0415  The application may not have been read.

    numbers.hand_over()
