"""A person who has no mouse: every control is reached by Tab and used by keys."""

from playwright.sync_api import Locator

from tests.e2e.person import WHOLE, Person

TABS = 90  # more than any page has controls: from the last one, Tab begins again at the top
HAS_FOCUS = "control => control === document.activeElement"


class KeyboardPerson(Person):
    """Answers the pages with the keyboard alone."""

    def key(self, name: str) -> None:
        """Press one key."""
        self.page.keyboard.press(name)

    def reach(self, control: Locator) -> None:
        """Tab until this control has the focus."""
        for _ in range(TABS):
            if control.evaluate(HAS_FOCUS):
                return
            self.key("Tab")
        raise AssertionError(f"Tab never reaches {control}")

    def press(self, control: Locator) -> None:
        self.reach(control)
        with self.page.expect_navigation():
            self.key("Enter")

    def pick(self, answer: str, question: str = "") -> None:
        place = self.question(question) if question else self.page.locator("main")
        wanted = place.get_by_role("radio", name=answer, exact=answer in WHOLE)
        name = wanted.get_attribute("name")
        group = self.page.locator(f"input[name={name}]")
        chosen = self.page.locator(f"input[name={name}]:checked")
        self.reach(chosen if chosen.count() else group.first)
        self.key("Space")
        for _ in range(group.count()):
            if wanted.evaluate(HAS_FOCUS):
                return
            self.key("ArrowDown")
        raise AssertionError(f"the arrows never reach {answer}")

    def date(self, *parts: str, question: str = "") -> None:
        place = self.question(question) if question else self.page.locator("main")
        for label, part in zip(("Day", "Month", "Year")[-len(parts) :], parts, strict=True):
            self.reach(place.get_by_label(label, exact=True))
            self.page.keyboard.type(part)

    def choose(self, label: str, option: str) -> None:
        self.page.wait_for_load_state("load")
        box = self.page.get_by_role("combobox", name=label)
        self.reach(box)
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.key("Enter")  # the first is marked already
        assert box.input_value() == option

    def type(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)
