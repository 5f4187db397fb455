#!/bin/sh
# Where a container starts: `check --deploy` first, which says what is wrong and how to fix it.
set -eu
python manage.py check --deploy --fail-level ERROR
exec "$@"
