"""How staff keep their lists: one under a name, and each member's own columns and order."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class SavedList(models.Model):
    """A list as somebody keeps it: its filters, columns and order as the query of an address, under a name.

    `of` is the list ("intake.client"). What was searched for is not kept, so that no person's name stands here.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_lists", verbose_name=_("owner")
    )
    of = models.CharField(_("list"), max_length=60)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    # A question and no answer: whoever opens the list sees the files that they may see (record 0107).
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    shared = models.BooleanField(_("shared with everybody"), default=False)

    class Meta:
        db_table = "intake_keptlist"  # the name that the class had when the table was made
        verbose_name = _("list under a name")
        verbose_name_plural = _("lists under a name")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "of", "name"], name="one_list_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ListHabit(models.Model):
    """The columns and the order in which a member of staff last read a list.

    `order`: the column's name, with "-" before it where the highest stands first; empty: as the list comes.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_habits", verbose_name=_("owner")
    )
    of = models.CharField(_("list"), max_length=60)
    columns = models.JSONField(_("columns"), default=list)
    # By name, because a position means another column as soon as other columns are chosen (record 0107).
    order = models.CharField(_("order"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("habit of reading a list")
        verbose_name_plural = _("habits of reading lists")
        constraints = [models.UniqueConstraint(fields=["owner", "of"], name="one_habit_for_each_list")]

    def __str__(self) -> str:
        return self.of
