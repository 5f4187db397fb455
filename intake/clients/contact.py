"""How a client is reached by telephone."""

from intake.models import Client


def find_telephone(client: Client) -> str:
    """The number that the client last gave, with a consultation or an enquiry; empty where they gave none."""
    given = (client.consultations, client.enquiries)
    newest = [rows.exclude(telephone="").order_by("-created").values("created", "telephone").first() for rows in given]
    found = [row for row in newest if row]
    return str(max(found, key=lambda row: row["created"])["telephone"]) if found else ""
