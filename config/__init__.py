"""How the project is put together: settings, URLs, Celery, WSGI.

May import `draws`, `intake` and `scoring`.
"""

import gc

# Python looks for cycles after 700 new objects, and the modules of the site make hundreds of thousands that stay: with
# fewer looks each process takes a tenth less to start, and the rules a tenth less to work out (record 0214). Before
# anything of the site is read.
gc.set_threshold(10_000, 20, 50)

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
