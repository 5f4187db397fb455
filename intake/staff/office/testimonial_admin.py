"""What clients wrote of the firm, in the admin, with the record of each writer's approval."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.restore_journal import JournalAct, note_promises, refer_to_testimonial
from intake.models import Client, FirmTestimonial, TestimonialApproval
from intake.staff.office.firm_admin import DAYS, DatedTextAdmin

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from intake.querysets import TestimonialQuerySet

OFF = _("The site shows no testimonials: TESTIMONIALS is off. A licensed person must read the College's rules first.")
NOT_APPROVED = _("The site does not show this testimonial: nobody has approved these words with this name under them.")


def note_newest(row: FirmTestimonial) -> None:
    """Keep in the list of promises what its writer's newest act says."""
    newest = row.approvals.first()
    if newest:
        withdrawn = newest.act == TestimonialApproval.Act.WITHDRAWN
        note_promises(JournalAct.WITHDRAWN if withdrawn else JournalAct.APPROVED, [refer_to_testimonial(row.pk)])


class TestimonialForm(forms.ModelForm[FirmTestimonial]):
    """A testimonial; its file is one that this member of staff may see."""

    user: "User | AnonymousUser"

    def clean_reference(self) -> str:
        """The reference as it is printed. Raises `ValidationError` for that of no file."""
        typed: str = self.cleaned_data["reference"].strip().upper()
        if typed in ("", self.instance.reference):
            return typed
        if not Client.objects.visible_to(self.user).filter(reference=typed).exists():
            raise ValidationError(_("There is no file with this reference that you may see."))
        return typed


class ApprovalInline(admin.StackedInline[TestimonialApproval, FirmTestimonial]):
    """The writer's acts: read with the words that they were about, and appended."""

    model = TestimonialApproval
    extra = 1
    fields = (("act", "on", "how"), ("by_whom", "kept_where"), "words_en", "words_fr", "shown_as", ("author", "at"))
    readonly_fields = ("words_en", "words_fr", "shown_as", "author", "at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was done stays on record as it was entered."""
        return False

    has_delete_permission = has_change_permission


@admin.register(FirmTestimonial)
class FirmTestimonialAdmin(DatedTextAdmin):
    """Testimonials: of each, whether the site may show it."""

    form = TestimonialForm
    inlines = (ApprovalInline,)
    list_display = ("shown_as", "is_approved", "reference", *DAYS)
    list_editable = ("position",)
    search_fields = ("shown_as", "reference", "words_en", "words_fr")
    fields: ClassVar[Any] = (("words_en", "words_fr"), ("shown_as", "reference"), DAYS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those that this member of staff may see, each with whether it is approved today."""
        rows = cast("TestimonialQuerySet[FirmTestimonial]", super().get_queryset(request))
        return rows.visible_to(request.user).with_approval(timezone.localdate())

    @admin.display(description=_("approved"), boolean=True)
    def is_approved(self, row: Any) -> bool:
        """Whether its writer approved it as it stands."""
        return bool(row.approved)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows who fills it in."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Each act with the words as they stand now, and who entered it; an earlier backup would not know of it."""
        for act in formset.save(commit=False):
            row = form.instance
            # The site shows it while the newest act approves exactly what it says today (record 0170).
            act.words_en, act.words_fr, act.shown_as = row.words_en, row.words_fr, row.shown_as
            act.author = request.user
            act.save()
            note_newest(row)

    def delete_model(self, request: HttpRequest, obj: FirmTestimonial) -> None:
        """Delete one; a backup that still has it must not show it."""
        # Before it is gone: afterwards it has no number.
        note_promises(JournalAct.WITHDRAWN, [refer_to_testimonial(obj.pk)])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The same for several."""
        note_promises(JournalAct.WITHDRAWN, [refer_to_testimonial(pk) for pk in queryset.values_list("pk", flat=True)])
        super().delete_queryset(request, queryset)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say where the site does not show it."""
        super().save_related(request, form, formsets, change)
        if not self.get_queryset(request).get(pk=form.instance.pk).approved:
            messages.warning(request, NOT_APPROVED)
        elif not settings.TESTIMONIALS:
            messages.warning(request, OFF)
