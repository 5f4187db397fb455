"""What workers and beat do besides Celery's own: the schedule in the database, heartbeats, counts of tasks.

May import `config`, `draws` and `intake`.
"""
