"""The WSGI entry point for gunicorn."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from scoring.job_titles.index import build_indexes  # noqa: E402 - the settings are named first

# It takes a second or two: built beside the first answers, so that nobody who searches waits for it.
Thread(target=build_indexes, daemon=True).start()
