"""The site's settings, with the empty page among its addresses."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
