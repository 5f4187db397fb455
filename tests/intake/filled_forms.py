"""What a browser would post of a page's form, as it stands there."""

from html.parser import HTMLParser


class FilledForm(HTMLParser):
    """The controls of a form, with what is typed or chosen in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a control's value; of boxes and radio buttons those that are ticked."""
        known = dict(attrs)
        name = known.get("name") or ""
        if tag == "input" and name and known.get("type") not in ("submit", "button"):
            if known.get("type") not in ("checkbox", "radio") or "checked" in known:
                self.posted.setdefault(name, []).append(known.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in known:
            self.posted[self.select] = [known.get("value") or ""]


def read_form(html: str, control: str) -> dict[str, list[str]]:
    """The names and values that a page's form posts: of the form that has this control."""
    at = html.index(f'name="{control}"')
    return FilledForm(html[html.rindex("<form", 0, at) : html.index("</form>", at)]).posted
