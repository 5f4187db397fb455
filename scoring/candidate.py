"""What the rules of a day ask about a person, worked out from the facts once."""

from collections.abc import Sequence
from datetime import date
from itertools import product

from scoring import education, experience
from scoring.days import age_on
from scoring.experience import Experience
from scoring.language import Levels, valid
from scoring.profile import Partner, Profile
from scoring.rulebook import Rules

Order = tuple[Levels | None, Levels | None]
NONE: Sequence[Levels | None] = (None,)  # no valid test in a language


class Person:
    """The candidate's or the partner's education, languages and work, on a day.

    `credentials` are those that count, `ignored` how many don't, `level` what
    they come to, `tests` the levels of every valid test, `best_lowest` the lowest
    ability of the one that is best in this.
    """

    def __init__(self, facts: Profile | Partner, on: date, rules: Rules, work: Experience | None = None) -> None:
        self.facts = facts
        self.on = on
        self.rules = rules
        self.experience = work or Experience(facts.jobs, rules)
        self.credentials = education.counted(facts.credentials, on, rules)
        self.ignored = len(facts.credentials) - len(self.credentials)
        self.level = education.level(self.credentials)
        self.tests = valid(facts.language_tests, on, rules)
        self.best_lowest = max([levels.lowest for levels in self.tests], default=None)
        self.canadian_years = self._canadian_years()
        self.foreign_years = self._foreign_years()

    def move_to(self, on: date) -> None:
        """Go to another day under the same rules, on which the same tests and credentials count."""
        self.on = on
        self.canadian_years = self._canadian_years()
        self.foreign_years = self._foreign_years()

    def tests_in(self, language: str) -> list[Levels]:
        """The levels of every valid test in "en" or "fr"."""
        return [levels for levels in self.tests if levels.language == language]

    def _canadian_years(self) -> int:
        """Completed years of Canadian work for the CRS."""
        return self.experience.years(experience.canadian, self.on, experience.windows(self.rules).crs)

    def _foreign_years(self) -> int:
        """Completed years of foreign work for the CRS: in the one occupation that has most, or as the firm reads it."""
        work, counts = self.experience, experience.foreign
        window = experience.windows(self.rules).crs
        # IRCC's tool asks for the years "in only one occupation"; MI s. 25, as of
        # 2015, says "in one or more" (record 0061).
        if not experience.one_foreign_occupation(self.rules):
            return work.years(counts, self.on, window)
        return max([work.years(counts, self.on, window, noc) for noc in work.nocs(counts)], default=0)


class Candidate:
    """The principal applicant on a day, with the partner who counts, if any.

    `fsw_partner` is the one who counts for the Federal Skilled Worker Program,
    which leaves out fewer. `orders` is every first and second official language that may be scored;
    `first` and `second` those in the order that is scored, None without a valid
    test; `scoring.crs.score` leaves the better one.
    """

    def __init__(self, profile: Profile, on: date, rules: Rules, works: dict[int, Experience] | None = None) -> None:
        self.profile = profile
        self.on = on
        self.rules = rules
        works = works if works is not None else {}
        partner = profile.counted_partner
        self.me = Person(profile, on, rules, works.get(id(profile)))
        self.partner = Person(partner, on, rules, works.get(id(partner))) if partner else None
        companion = profile.fsw_partner
        self.fsw_partner = self.partner
        # Nearly always the same person, whose work is then not added up a second time.
        if companion is not partner and companion is not None:
            self.fsw_partner = Person(companion, on, rules, works.get(id(companion)))
        self.column = "with_partner" if partner else "single"
        self.age = age_on(profile.date_of_birth, on)
        self.partner_test = self._partner_test()
        self.orders = self._orders()
        self.first: Levels | None = None
        self.second: Levels | None = None

    def move_to(self, on: date) -> None:
        """Go to another day under the same rules, on which the same tests and credentials count."""
        self.on = on
        self.age = age_on(self.profile.date_of_birth, on)
        # A set, because the partner of the CRS is nearly always that of FSW, too.
        for person in {self.me, self.partner, self.fsw_partner}:
            if person:
                person.move_to(on)

    def _partner_test(self) -> Levels | None:
        """The partner's one valid test that gives most points."""
        tests = self.partner.tests if self.partner else []
        if not tests:
            return None
        table = self.rules.get("crs/partner_language")
        if table is None:
            return None
        points = table.points
        return max(tests, key=lambda levels: sum(map(points, levels.abilities)))

    def _orders(self) -> list[Order]:
        """The order that the person named; else both, where both have a valid test."""
        named = self.profile.first_official_language
        if not self.me.tests:
            return [(None, None)]
        # Every sitting is tried in each place; one sitting counts whole, because scores of two are never mixed.
        english, french = self.me.tests_in("en") or NONE, self.me.tests_in("fr") or NONE
        found: list[Order] = []
        # A language that the person named stays first even without a valid test in it (IRPR 79(1): they identify it).
        if named == "en" or (named is None and english is not NONE):
            found += product(english, french)
        if named == "fr" or (named is None and french is not NONE):
            found += product(french, english)
        return found

    @property
    def first_clb(self) -> int:
        """The lowest level of the four abilities in the first official language."""
        return self.first.lowest if self.first else 0
