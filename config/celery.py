"""The Celery application; its schedule is `CELERY_BEAT_SCHEDULE` in `config/settings.py`.

The broker is only the messenger. What is owed to a client is in the
database, so every task may run twice and a lost task is found by a sweep.
"""

import os
from typing import Any

from celery import Celery, Task

from config.workers import task_counts
from config.workers.bootsteps import HeartbeatStep, SafetyStep
from intake.common import request_ids

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CARRIED = "request_id"


class RequestTask(Task):  # type: ignore[type-arg]
    """A task that knows the request that it follows from."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        request_ids.set_id(str(getattr(self.request, CARRIED, None) or ""))
        try:
            return super().__call__(*args, **kwargs)
        finally:
            # A worker process runs one task after another: the next must not log under this request.
            request_ids.set_id("")

    def on_success(self, *args: Any, **kwargs: Any) -> None:
        """Celery calls this, and the two below, in the worker."""
        task_counts.count(self.name, "success")

    def on_failure(self, *args: Any, **kwargs: Any) -> None:
        """It failed, and no other attempt will follow."""
        task_counts.count(self.name, "failure")

    def on_retry(self, *args: Any, **kwargs: Any) -> None:
        """Put off by itself."""
        task_counts.count(self.name, "retry")


class RequestCelery(Celery):
    """Celery, whose calls carry the id of the request that they follow from."""

    def send_task(self, name: str, *args: Any, headers: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Call a task by its name."""
        carried = {CARRIED: request_ids.get_id()} if request_ids.get_id() else {}
        return super().send_task(name, *args, headers={**carried, **(headers or {})}, **kwargs)


app = RequestCelery("config", task_cls=RequestTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Steps of the worker and not tasks: a task waits behind a run of alerts, and a long queue is no death (record 0067).
app.steps["worker"].update({SafetyStep, HeartbeatStep})
