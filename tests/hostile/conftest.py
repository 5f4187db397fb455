"""What attacks share: a browser that holds a draft, and the groups of staff as the migrations made them."""

import pytest
from django.contrib.auth.models import Group, Permission

from tests.conftest import MIGRATED_GROUPS
from tests.intake.conftest import browser_of  # noqa: F401
from tests.running.needs import touches_database


@pytest.fixture(autouse=True)
def _groups_of_staff(request: pytest.FixtureRequest) -> None:
    """Give back the groups where a test before this one emptied the tables."""
    if not touches_database(request.node):
        return
    request.getfixturevalue("db")
    if Group.objects.exists():
        return
    for name, app, codename in request.config.stash[MIGRATED_GROUPS]:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
