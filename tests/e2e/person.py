"""A person at the browser: finds controls by role and label, as people do."""

import re
from collections.abc import Callable  # noqa: TC003 - read at run time by the fixtures

from playwright.sync_api import Locator, Page

from tests.e2e.pressing import press

# Answers whose words also begin or end another answer.
WHOLE = {"Yes", "No", "Married", "English"}


class Person:
    """Answers the pages of the intake, each by its heading."""

    def __init__(self, page: Page, base: str, *, scripts: bool = True) -> None:
        self.page = page
        self.base = base
        self.scripts = scripts
        self.seen: list[str] = []
        self.look: Callable[[Page], None] = lambda page: None

    def start(self) -> None:
        """From the start page to the first question."""
        self.page.goto(f"{self.base}/en/start/")
        self.look(self.page)
        self.press(self.page.get_by_role("link", name="Start now"))

    def press(self, control: Locator) -> None:
        """A link or a button."""
        press(control)

    @property
    def heading(self) -> str:
        """What the page is called."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def question(self, name: str) -> Locator:
        """The group of controls of one question."""
        return self.page.get_by_role("group", name=name)

    def pick(self, answer: str, question: str = "") -> None:
        """One of the radios."""
        place = self.question(question) if question else self.page.locator("main")
        place.get_by_role("radio", name=answer, exact=answer in WHOLE).check()

    def date(self, *parts: str, question: str = "") -> None:
        """A day, month and year, or a month and year."""
        place = self.question(question) if question else self.page.locator("main")
        *day, month, year = parts
        if day:
            place.get_by_label("Day", exact=True).fill(day[0])
        place.get_by_label("Month", exact=True).select_option(label=month)
        place.get_by_label("Year", exact=True).fill(year)

    def choose(self, label: str, option: str) -> None:
        """One of a long list: typed and chosen; without scripts from the select, or typed to the end."""
        if not self.scripts:
            self.fill_or_select(self.page.get_by_label(label), option)
            return
        self.page.wait_for_load_state("load")  # the select is a combobox too, until the script has run
        self.page.get_by_role("combobox", name=label).fill(option)
        self.page.get_by_role("option", name=option).first.click()

    def fill_or_select(self, control: Locator, option: str) -> None:
        """What a control takes that no script has changed."""
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(label=option)
        else:
            control.fill(option)

    def type(self, label: str, text: str) -> None:
        """Text into one control."""
        self.page.get_by_label(label, exact=True).fill(text)

    def go_on(self) -> None:
        """Continue."""
        self.seen.append(self.heading)
        self.look(self.page)
        self.press(self.page.get_by_role("button", name="Continue"))

    def answer(self, heading: str, *answers: str) -> None:
        """A page with one radio question; the heading must be the expected one."""
        assert re.search(heading, self.heading), f"{self.heading!r} is not {heading!r}"
        for given in answers:
            self.pick(given)
        self.go_on()

    def problems(self) -> list[str]:
        """What the error summary says."""
        return self.page.get_by_role("alert").get_by_role("link").all_inner_texts()

    # --- Pages that take more than one choice ---------------------------------

    def born(self, *day: str) -> None:
        """The date of birth."""
        assert "date of birth" in self.heading
        self.date(*day)
        self.go_on()

    def credential(self, level: str, country: str, awarded: tuple[str, str]) -> None:
        """The first page of a credential."""
        self.pick(level)
        self.choose("In which country was it awarded?", country)
        self.date(*awarded)
        self.go_on()

    def test(self, name: str, taken: tuple[str, str, str], scores: tuple[str, str, str, str]) -> None:
        """Both pages of a language test."""
        self.pick(name)
        self.date(*taken)
        self.go_on()
        if "TEF" in name:
            self.pick("ancien score")
        for ability, score in zip(("Listening", "Reading", "Writing", "Speaking"), scores, strict=True):
            self.type(ability, score)
        self.go_on()

    def job(
        self,
        occupation: str,
        country: str,
        start: tuple[str, str],
        end: tuple[str, str] | None = None,
        hours: str = "40",
    ) -> None:
        """The first page of a job."""
        self.choose("What was the occupation?", occupation)
        self.choose("In which country was the work done?", country)
        self.date(*start, question="When did it start?")
        self.pick("No" if end else "Yes", "Is this job still going on?")
        if end:
            self.date(*end, question="If not, when did it end?")
        self.type("How many hours a week?", hours)
        self.go_on()

    def ordinary_conditions(self) -> None:
        """The second page of a job: paid, for an employer where the work was, not while studying, without leave."""
        if self.question("Where is the employer established?").count():
            self.pick("In Canada", "Where is the employer established?")
        self.pick("Yes", "Was it paid?")
        self.pick("No", "Was it self-employment?")
        self.pick("No", "Was it during full-time studies?")
        for asked in (
            "Was the work in Canada authorized?",
            "with temporary resident status",
            "practise the trade independently",
        ):
            if self.question(asked).count():
                self.pick("Yes", asked)
        self.pick("No", "away for more than two weeks")
        self.go_on()

    def other_study(self) -> None:
        """No study in Canada beside the credentials."""
        self.pick("No", "studied full-time in Canada")
        self.go_on()

    def last_questions(self, *, funds: str = "20000", family: str = "1") -> None:
        """From the nomination to the money: nothing special."""
        self.answer("nomination", "No")
        self.answer("brother or sister", "No")
        self.answer("(?i)another relative", "No")
        self.answer("job offer", "No")
        self.type("How many people are in your family?", family)
        self.go_on()
        self.type("How much money do you have to settle, in Canadian dollars?", funds)
        self.go_on()
        self.answer("Have you already submitted", "No")

    def contact(self, email: str = "", *, alerts: bool = False) -> None:
        """The last page."""
        if email:
            self.type("Your e-mail address (optional)", email)
        self.pick("English")
        if alerts:
            self.page.get_by_role("checkbox").check()
        self.go_on()

    def see_score(self) -> int:
        """From the check to the result: the total that the page shows."""
        assert "Check your answers" in self.heading
        self.look(self.page)
        self.press(self.page.get_by_role("button", name="See my score"))
        assert self.heading == "Your Express Entry score"
        self.look(self.page)
        return int(self.page.locator(".total:visible").inner_text())
