"""Pages that a worker makes into PDFs, for an hour."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


# A row and not the shared cache, which keeps nothing of a person (record 0069).
class Paper(models.Model):
    """A page to be made into a PDF, by the digest of what it says; then the PDF, and the page no longer.

    `wanted_at`: since when a reader waits for it; null while nobody has asked. `begun_at`: when a worker took it.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    html = models.TextField(blank=True)
    pdf = models.BinaryField(null=True)
    failed = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    wanted_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("page as a PDF")
        verbose_name_plural = _("pages as PDFs")

    def __str__(self) -> str:
        return self.digest
