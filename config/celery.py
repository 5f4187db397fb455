"""The Celery application and its schedule.

The broker is only the messenger. What is owed to a client stands in the
database, so every task may run twice and a lost task is found by a sweep.
"""

import os

from celery import Celery

from config.worker_steps import HeartbeatStep, SafetyStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].update({SafetyStep, HeartbeatStep})
