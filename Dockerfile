# One image for web, worker and beat; compose.yaml says which runs what.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt

COPY . .

# The key is for this one command; a running container must be given its own.
# Only var/ can be written: Celery's schedule lies there.
RUN SECRET_KEY=thrown-away python manage.py collectstatic --noinput \
    && useradd --system --no-create-home --shell /usr/sbin/nologin app \
    && rm -rf var && install -d -o app -g app -m 700 var

USER app
EXPOSE 8000

# No access log: it would keep visitors' addresses.
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "/dev/null"]
