"""What is rendered of a result, kept where every web process finds it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.assessments import Assessment


# A row and not the shared cache, which keeps nothing of a person; it goes with its result (record 0197).
class KeptResult(models.Model):
    """Something rendered of a result, packed. `name`: what it is; `digest`: of all that it was rendered from."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="kept", verbose_name=_("assessment")
    )
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("rendered result")
        verbose_name_plural = _("rendered results")
        constraints = [models.UniqueConstraint(fields=["assessment", "name"], name="kept_once_of_a_result")]

    def __str__(self) -> str:
        return self.name
