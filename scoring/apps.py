"""The scoring app: loads and checks the rule tables once, when the process starts."""

from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from scoring.rulebook import Rulebook, load
from scoring.table import RuleError


class ScoringConfig(AppConfig):
    """The rules of Express Entry."""

    name = "scoring"
    verbose_name = _("Rules")

    @cached_property
    def rulebook(self) -> Rulebook:
        """The shipped tables and those of `RULES_DIR`."""
        return load(Path(settings.RULES_DIR) if settings.RULES_DIR else None)

    def ready(self) -> None:
        """Check every table before the first request: a broken one stops the start and says where it is."""
        try:
            self.rulebook  # noqa: B018
        except RuleError as error:
            raise SystemExit(f"A rule table is broken. {error}") from error


def rulebook() -> Rulebook:
    """The rules that this process works with."""
    config = apps.get_app_config(ScoringConfig.name)
    assert isinstance(config, ScoringConfig)  # noqa: S101 - tells the type checker what the registry holds
    return config.rulebook
