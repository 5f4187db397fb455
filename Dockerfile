# One image for web, worker and beat; compose.yaml says which is which.
FROM python:3.13.7-slim-trixie
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# Pango and a font, for the PDFs; pg_dump of the server's version, for backups.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
        postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --quiet --require-hashes -r requirements.txt
COPY . .
# The key and the folder are for this step alone; a running container is given its own.
RUN SECRET_KEY=build VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 --home-dir /data --create-home app
USER app
ENV VAR_DIR=/data
VOLUME /data
EXPOSE 8000
# Nothing starts with settings that `check --deploy` refuses.
ENTRYPOINT ["sh", "config/entrypoint.sh"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-tmp-dir", "/dev/shm"]
