"""The firm's own short words on files, such as "trade fair 2026"."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.common.tag_names import LONGEST, find_key, validate_tag_name
from intake.models.clients import Client


class Tag(models.Model):
    """One word, or a few on one line. `key` is the name without case: no two have the same, and it gives the order."""

    name = models.CharField(_("tag"), max_length=LONGEST, validators=[validate_tag_name])
    # A letter may be more than one without case: "ß" is "ss".
    key = models.CharField(_("key"), max_length=3 * LONGEST, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the key of the name."""
        self.key = find_key(self.name)
        super().save(*args, **kwargs)


class FileTag(models.Model):
    """A tag on a client's file; who put it on and when stands in the file's history."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="file_tags", verbose_name=_("client"))
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="file_tags", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tag of a file")
        verbose_name_plural = _("tags of files")
        constraints = [models.UniqueConstraint(fields=["client", "tag"], name="a_file_has_a_tag_once")]

    def __str__(self) -> str:
        return str(self.tag_id)
