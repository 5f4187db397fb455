"""The scoring app: loads and checks the rule tables when the process starts, and takes newer ones from a provider."""

from collections.abc import Callable
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

    provider: Callable[[], Rulebook] | None = None

    @cached_property
    def rulebook(self) -> Rulebook:
        """The shipped tables and those of `RULES_DIR`."""
        return load(firm_folder())

    def ready(self) -> None:
        """Check every table before the first request: a broken one stops the start and says where it is.

        Raises `SystemExit`.
        """
        try:
            self.rulebook  # noqa: B018
        except RuleError as error:
            raise SystemExit(f"A rule table is broken. {error}") from error


def firm_folder() -> Path | None:
    """The firm's folder of tables, where it has one."""
    return Path(settings.RULES_DIR) if settings.RULES_DIR else None


def rulebook() -> Rulebook:
    """The rules that this process works with: the provider's, where another app has given one."""
    config = scoring_config()
    return config.provider() if config.provider else config.rulebook


def rulebook_of_files() -> Rulebook:
    """The rules of the shipped tables and the firm's folder alone."""
    return scoring_config().rulebook


def provide(provider: Callable[[], Rulebook]) -> None:
    """Let another app say which rules this process works with: scoring itself knows no database."""
    scoring_config().provider = provider


def scoring_config() -> ScoringConfig:
    """The app in Django's registry."""
    config = apps.get_app_config(ScoringConfig.name)
    assert isinstance(config, ScoringConfig)  # noqa: S101 - tells the type checker what the registry holds
    return config
