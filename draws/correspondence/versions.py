"""Saving what a template says: a changed text is another version, an unchanged one is not."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from draws.models import MessageTemplate, TemplateVersion

# Language -> "subject" and "body".
Texts = Mapping[str, Mapping[str, str]]


def save_version(template: MessageTemplate, about: str, texts: Texts, by: User) -> TemplateVersion:
    """The version that says this, new unless the newest one does already."""
    with transaction.atomic():
        # Locked, so that two who save at once make two versions, one after the other.
        locked = MessageTemplate.objects.select_for_update().get(pk=template.pk)
        newest = locked.get_newest()
        if newest and (newest.about, newest.texts) == (about, texts):
            return newest
        number = newest.number + 1 if newest else 1
        return TemplateVersion.objects.create(template=locked, number=number, about=about, texts=texts, by=by)
