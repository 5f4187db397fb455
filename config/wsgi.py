"""The WSGI entry point for gunicorn."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page waits five seconds for a lock, a worker twenty (record 0069).
os.environ.setdefault("DATABASE_WAIT", "5")

from config.startup_checks import refuse_unsafe
from scoring.job_titles.index import build_indexes

refuse_unsafe()
application = get_wsgi_application()

# It takes a second or two: built beside the first answers, so that nobody who searches waits for it.
Thread(target=build_indexes, daemon=True).start()
