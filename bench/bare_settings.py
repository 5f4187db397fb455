"""The site's settings, with the tables made from the models: the migrations take longer than what is measured."""

from config.settings import *  # noqa: F403

MIGRATION_MODULES = dict.fromkeys(("config", "intake", "draws"))
