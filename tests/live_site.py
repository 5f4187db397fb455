"""`make checks`: what `check --deploy` says of a site that is set up completely. Every warning is a failure."""

import os
import sys

from django.core.management import execute_from_command_line

COMPLETE = {
    "ENV_FILE": os.devnull,
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "false",
    "SECRET_KEY": "a key of sixty letters for this check alone, signing nothing at all",
    "FACTOR_KEYS": "another key of sixty letters for this check alone that opens nothing",
    "ALLOWED_HOSTS": "example.com",
    "HTTPS": "true",
    "HSTS_SECONDS": "31536000",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@localhost:587",
    "DEFAULT_FROM_EMAIL": "alerts@example.com",
    "SITE_URL": "https://example.com",
    "FIRM_NAME": "A firm",
    "FIRM_LICENCE": "R000000",
    "FIRM_ADDRESS": "1 Main Street, Ottawa",
    "FIRM_PHONE": "613 555 0100",
    "FIRM_PRIVACY_OFFICER": "A person",
    "FIRM_PROCESSORS": "A host, servers, Canada",
}


def main() -> None:
    """Run the check with the environment of a live site."""
    os.environ |= COMPLETE
    execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])


if __name__ == "__main__":
    sys.exit(main())
