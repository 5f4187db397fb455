"""The form of a file in the staff's tool, posted as it is but for some changes."""

from django.urls import reverse

INLINES = ("conflict_checks", "dated_items")


def where(client):
    return reverse("admin:intake_client_change", args=[client.pk])


CONTACT = ("telephone", "other_telephone", "postal_address", "reach_by", "reach_when")
NUMBERS = ("uci", "application_number")
FIELDS = (
    *CONTACT,
    *NUMBERS,
    "consultation_agreement",
    "consultation_agreement_on",
    "service_agreement",
    "service_agreement_on",
)


def save(browser, client, **changes):
    """Post the file's form as it is, with these changes."""
    kept = {name: getattr(client, name) or "" for name in ("email", "name", "language", "stage", "outcome", *FIELDS)}
    people = {"adviser": client.adviser_id or "", "consultant": client.consultant_id or ""}
    people["tags"] = [tag.pk for tag in client.tags.all()]
    people["initial-tags"] = ["", *people["tags"]]
    inlines = {f"{prefix}-{total}_FORMS": "0" for prefix in INLINES for total in ("TOTAL", "INITIAL")}
    return browser.post(where(client), kept | people | inlines | changes)
