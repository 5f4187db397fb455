"""Whether clients have the work that a draw with its own list of occupations asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from draws.models.draws import Draw
from intake.models import Client


class Fit(models.Model):
    """Whether a client has the work that a draw's own list of occupations asks for.

    See `draws.matching.custom_list`.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="fits", verbose_name=_("round"))
    asked = models.CharField(_("asked for"), max_length=16)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", verbose_name=_("client"))
    fits = models.BooleanField(_("fits"))
    worked_out = models.DateTimeField(_("worked out"))

    class Meta:
        verbose_name = _("fit")
        verbose_name_plural = _("fits")
        constraints = [models.UniqueConstraint(fields=["draw", "asked", "client"], name="one_fit_per_client_and_list")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.client_id} {self.fits}"
