"""How the project is put together: settings, URLs, Celery, WSGI.

May import `draws`, `intake` and `scoring`.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
