"""How the project is put together: settings, URLs, Celery, WSGI.

May import `draws`, `intake` and `scoring`.
"""

import gc

# Python looks for cycles after 700 new objects, and the modules of the site make hundreds of thousands that stay: with
# fewer looks each process starts a fifth sooner. Before anything of the site is read.
gc.set_threshold(10_000, 20, 50)

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
