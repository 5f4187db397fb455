"""The ledger of the news of rounds to those who follow them by an address alone."""

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from draws.models.draws import Draw
from draws.querysets import NOT_IN_LETTERS
from intake.models import Follower, Owed
from intake.querysets import OwedQuerySet, Row


class FollowerNewsQuerySet(OwedQuerySet[Row]):
    """News of rounds to followers."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All of it: whoever follows the rounds has no file that could be somebody's alone."""
        return self

    def wanted(self, address: Any = None) -> Self:
        """The follower can be reached and, where one is given, at that address."""
        followers = Follower.objects.reachable()
        if address is not None:
            followers = followers.filter(email=address)
        return super().wanted().filter(Exists(followers.filter(pk=OuterRef("follower_id"))))

    def to_send(self) -> Self:
        """With the follower and the draw."""
        return self.select_related("follower", "draw").defer(*NOT_IN_LETTERS)


class FollowerNews(Owed):
    """The news of one draw that one follower is owed, or was sent; `taken_back`: staff stopped it before it left."""

    kind = "round_news"

    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, related_name="news", verbose_name=_("follower of the rounds")
    )
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="follower_news", verbose_name=_("round"))
    taken_back = models.BooleanField(_("taken back"), default=False)

    alike_by = ("draw", "follower__language")

    objects = FollowerNewsQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Owed.Meta):
        verbose_name = _("news of a round to a follower")
        verbose_name_plural = _("news of rounds to followers")
        constraints = [models.UniqueConstraint(fields=["draw", "follower"], name="one_news_per_follower_per_draw")]

    @property
    def identity(self) -> str:
        """The draw and the follower."""
        return f"round {self.draw_id} follower {self.follower_id}"

    @property
    def address(self) -> str:
        """The follower's own."""
        return self.follower.email

    # The name that the composer of letters reads it by.
    to = address

    @property
    def wording(self) -> datetime:
        """When the draw was last changed."""
        return self.draw.updated

    @classmethod
    def has_wording(cls, wording: Any) -> Q:
        """A condition: the draw was not changed since."""
        return Q(Exists(Draw.objects.filter(pk=OuterRef("draw_id"), updated=wording)))

    @classmethod
    def goes_to(cls, address: str) -> Q:
        """A condition: it is the follower's own."""
        return Q(follower__email=address)

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: staff have not taken it back."""
        return Q(taken_back=False)

    @property
    def language(self) -> str:
        """The follower's own."""
        return self.follower.language
