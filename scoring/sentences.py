"""The sentences that say why. Filled in by `scoring.reasons.Reason`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from scoring.merging import merge
from scoring.reading_sentences import READINGS

CRS = {
    "age": ngettext_lazy("%(age)d year old", "%(age)d years old", "age"),
    "education": _("Highest level: %(level)s"),
    "education_ignored": ngettext_lazy(
        "Highest level: %(level)s. %(ignored)d credential does not count: "
        "it is not awarded yet, or it is foreign and has no assessment (ECA) that still counts",
        "Highest level: %(level)s. %(ignored)d credentials do not count: "
        "they are not awarded yet, or they are foreign and have no assessment (ECA) that still counts",
        "ignored",
    ),
    "ability_clb": _("CLB %(clb)d in %(ability)s (%(test)s %(score)s)"),
    "ability_nclc": _("NCLC %(clb)d in %(ability)s (%(test)s %(score)s)"),
    "ability_clb_none": _("Less than CLB %(lowest_level)d in %(ability)s (%(test)s %(score)s)"),
    "ability_nclc_none": _("Less than NCLC %(lowest_level)d in %(ability)s (%(test)s %(score)s)"),
    "no_first_language": _("No valid test in the first official language"),
    "no_second_language": _("No valid test in a second official language"),
    "no_partner_language": _("No valid language test of the partner"),
    "canadian_work": ngettext_lazy(
        "%(years)d full year of Canadian work experience that still counts",
        "%(years)d full years of Canadian work experience that still count",
        "years",
    ),
    "education_language": _("%(level)s, with CLB or NCLC %(clb)d or more in all four abilities"),
    "education_language_none": _("%(level)s, without CLB or NCLC %(lowest_level)d in all four abilities"),
    "education_canadian_work": ngettext_lazy(
        "%(level)s, with %(canadian)d full year of Canadian work",
        "%(level)s, with %(canadian)d full years of Canadian work",
        "canadian",
    ),
    "foreign_work_language": ngettext_lazy(
        "%(years)d full year of foreign work in one occupation, with CLB or NCLC %(clb)d or more in all four abilities",
        "%(years)d full years of foreign work in one occupation, "
        "with CLB or NCLC %(clb)d or more in all four abilities",
        "years",
    ),
    "foreign_work_language_none": ngettext_lazy(
        "%(years)d full year of foreign work in one occupation, "
        "without CLB or NCLC %(lowest_level)d in all four abilities",
        "%(years)d full years of foreign work in one occupation, "
        "without CLB or NCLC %(lowest_level)d in all four abilities",
        "years",
    ),
    "foreign_work_canadian_work": ngettext_lazy(
        "%(years)d full year of foreign work in one occupation, with full years of Canadian work: %(canadian)d",
        "%(years)d full years of foreign work in one occupation, with full years of Canadian work: %(canadian)d",
        "years",
    ),
    "foreign_work_canadian_work_none": ngettext_lazy(
        "%(years)d full year of foreign work in one occupation, without a full year of Canadian work",
        "%(years)d full years of foreign work in one occupation, without a full year of Canadian work",
        "years",
    ),
    "all_foreign_work_language": ngettext_lazy(
        "%(years)d full year of foreign work in all occupations together, "
        "with CLB or NCLC %(clb)d or more in all four abilities",
        "%(years)d full years of foreign work in all occupations together, "
        "with CLB or NCLC %(clb)d or more in all four abilities",
        "years",
    ),
    "all_foreign_work_language_none": ngettext_lazy(
        "%(years)d full year of foreign work in all occupations together, "
        "without CLB or NCLC %(lowest_level)d in all four abilities",
        "%(years)d full years of foreign work in all occupations together, "
        "without CLB or NCLC %(lowest_level)d in all four abilities",
        "years",
    ),
    "all_foreign_work_canadian_work": ngettext_lazy(
        "%(years)d full year of foreign work in all occupations together, "
        "with full years of Canadian work: %(canadian)d",
        "%(years)d full years of foreign work in all occupations together, "
        "with full years of Canadian work: %(canadian)d",
        "years",
    ),
    "all_foreign_work_canadian_work_none": ngettext_lazy(
        "%(years)d full year of foreign work in all occupations together, without a full year of Canadian work",
        "%(years)d full years of foreign work in all occupations together, without a full year of Canadian work",
        "years",
    ),
    "certificate_language": _("Trade certificate, with CLB or NCLC %(clb)d or more in all four abilities"),
    "certificate_language_none": _("Trade certificate, without CLB or NCLC %(lowest_level)d in all four abilities"),
    "no_certificate": _("No Canadian certificate of qualification in a trade"),
    "certificate_no_trade": _(
        "The certificate of qualification is for NOC %(noc)s, which is not a trade: such certificates give points "
        "in trades only"
    ),
    "certificate_open": _(
        "Not known whether NOC %(noc)s, for which the certificate of qualification is, is a trade in which provinces "
        "issue them: no points are counted until a licensed person has looked at it"
    ),
    "nomination": _("Nominated by a province or territory"),
    "base_nomination": _(
        "Nominated through a stream that is not aligned with Express Entry: it gives no points here, "
        "and the application goes to IRCC outside Express Entry"
    ),
    "no_nomination": _("Not nominated by a province or territory"),
    "job_offer": _("Qualifying job offer in NOC %(noc)s"),
    "job_offer_not_qualifying": _("The job offer in NOC %(noc)s does not meet the conditions"),
    "no_job_offer": _("No job offer"),
    "french": _("NCLC %(nclc)d or more in all four French abilities, CLB %(clb)d or more in all four English ones"),
    "french_short": _("NCLC %(nclc)d in all four French abilities; NCLC %(needed)d needed"),
    "french_only": _("NCLC %(nclc)d or more in all four French abilities, no valid English test"),
    "french_none": _("Less than NCLC %(lowest_level)d in one of the four French abilities"),
    "french_low_english": _(
        "NCLC %(nclc)d or more in all four French abilities, less than CLB %(lowest_level)d in one of the English ones"
    ),
    "no_french": _("No valid French test"),
    "canadian_study": _("A Canadian credential that meets the conditions for additional points"),
    "no_canadian_study": _("No Canadian credential that meets the conditions for additional points"),
    "sibling": _("A brother or sister lives in Canada as a citizen or permanent resident"),
    "sibling_stays": _("The brother or sister is your partner's, and your partner does not count for your score"),
    "no_sibling": _("No brother or sister in Canada who is a citizen or permanent resident"),
    "high_wage_work": _("Canadian work in NOC %(noc)s, a listed high-wage occupation (%(tier)s)"),
    "high_wage_offer": _("Job offer in NOC %(noc)s, a listed high-wage occupation (%(tier)s)"),
    "high_wage_sum": _(
        "Canadian work in NOC %(noc)s (%(tier)s) and a job offer in NOC %(other)s (%(other_tier)s), listed high-wage "
        "occupations: their points are added, up to the most that the factor gives"
    ),
    "high_wage_higher": _(
        "Canadian work in NOC %(noc)s (%(tier)s) and a job offer in NOC %(other)s (%(other_tier)s), listed high-wage "
        "occupations: the one that gives more counts"
    ),
    "no_high_wage": _("Not enough Canadian work, and no offer that counts, in a listed high-wage occupation"),
    "limit": _("Together these points come to %(reached)d, and at most %(limit)d of them count"),
    "limit_over": _("Together these points no longer come to more than %(limit)d, so none is taken away"),
}

GAINS = {
    "more_clb": _("CLB or NCLC %(to)d here would give %(more)s more"),
    "more_all_clb": _("CLB or NCLC %(to)d in all four abilities would give %(more)s more"),
    "more_years": ngettext_lazy(
        "%(to)d full year of Canadian work would give %(more)s more",
        "%(to)d full years of Canadian work would give %(more)s more",
        "to",
    ),
    "more_foreign_years": ngettext_lazy(
        "%(to)d full year of foreign work in one occupation would give %(more)s more",
        "%(to)d full years of foreign work in one occupation would give %(more)s more",
        "to",
    ),
    "more_years_abroad": ngettext_lazy(
        "%(to)d full year of foreign work in all occupations together would give %(more)s more",
        "%(to)d full years of foreign work in all occupations together would give %(more)s more",
        "to",
    ),
    "more_education": _("The next level that gives more, %(level)s, would give %(more)s more"),
    "more_certificate": _("A certificate of qualification in a trade would give %(more)s"),
    "more_age": _("From the age of %(to)d on it gives %(more)s more"),
    "more_job_offer": _("A qualifying job offer in TEER 0 to %(lowest_teer)d would give %(more)s or more"),
    "more_french": _("NCLC %(to)d in all four French abilities would give %(more)s"),
    "more_english": _("CLB %(to)d in all four English abilities would give %(more)s more"),
    "more_canadian_study": _(
        "A Canadian credential (%(credential)s) that meets the conditions would give %(more)s more"
    ),
    "more_high_wage": _("Enough Canadian work in a listed high-wage occupation would give %(more)s or more"),
    "more_nomination": _("A nomination would give %(more)s"),
    "more_sibling": _("A brother or sister in Canada would give %(more)s"),
}

PROGRAMS = {
    "outside_quebec": _("You intend to live outside Quebec"),
    "outside_quebec_undecided": _("Met if you live outside Quebec: you have not decided yet where to live"),
    "in_quebec": _("Express Entry is for people who intend to live outside Quebec, which selects its own workers"),
    "funds_exempt": _("Not asked for: you are authorized to work in Canada and have a valid job offer"),
    "funds_enough": _("%(stated_cad)s dollars stated, %(needed_cad)s needed for a family of %(family)d"),
    "funds_short": _("%(stated_cad)s dollars stated, %(needed_cad)s needed for a family of %(family)d"),
    "funds_not_stated": _("Funds not stated; %(needed_cad)s dollars are needed for a family of %(family)d"),
    "work_anywhere": _(
        "Weeks of full-time work in TEER %(teers)s in Canada or abroad, or the same amount part-time: %(weeks)d of the "
        "%(needed)d needed (years counted back: %(window)d)"
    ),
    "work_canadian": _(
        "Weeks of full-time work in TEER %(teers)s in Canada, or the same amount part-time: %(weeks)d of the "
        "%(needed)d needed (years counted back: %(window)d)"
    ),
    "work_foreign": _(
        "Weeks of full-time work in TEER %(teers)s outside Canada, or the same amount part-time: %(weeks)d of the "
        "%(needed)d needed (years counted back: %(window)d)"
    ),
    "work_trade": _(
        "Weeks of full-time work in a skilled trade, or the same amount part-time: %(weeks)d of the %(needed)d needed "
        "(years counted back: %(window)d)"
    ),
    "work_listed": _(
        "Weeks of full-time work in the listed occupations, or the same amount part-time: %(weeks)d of the %(needed)d "
        "needed (years counted back: %(window)d)"
    ),
    "one_occupation": _(
        "Weeks of full-time work in NOC %(noc)s, or the same amount part-time: %(weeks)d of the %(needed)d needed "
        "(years counted back: %(window)d)"
    ),
    "one_occupation_continuous": _(
        "Weeks of full-time work without a break in NOC %(noc)s, or the same amount part-time: %(weeks)d of the "
        "%(needed)d needed (years counted back: %(window)d)"
    ),
    "no_work_that_counts": _(
        "No work that counts; weeks of full-time work needed in one occupation: %(needed)d (years counted back: "
        "%(window)d)"
    ),
    "teer_language": _(
        "CLB or NCLC %(clb)d or more in all four abilities; "
        "%(needed)d needed for NOC %(noc)s (TEER %(teer)d), where you have most experience"
    ),
    "teer_language_none": _(
        "Less than CLB or NCLC %(lowest_level)d in one of the four abilities; "
        "%(needed)d needed for NOC %(noc)s (TEER %(teer)d), where you have most experience"
    ),
    "teer_no_occupation": _("The level needed depends on your occupation, and no work of yours counts yet"),
    "education_level": _("Highest level that counts: %(level)s; needed: %(level_needed)s"),
    "offer_elsewhere": _("The job offer in NOC %(noc)s is not in an occupation that counts"),
    "funds_no_table": _("The funds needed on that day are not in our tables"),
    "continuous_work": ngettext_lazy(
        "%(weeks)d week of continuous full-time work, or the same amount part-time, in NOC %(noc)s",
        "%(weeks)d weeks of continuous full-time work, or the same amount part-time, in NOC %(noc)s",
        "weeks",
    ),
    "no_skilled_work": _("No paid work in TEER 0 to %(teer)d in the last %(years_back)s years"),
    "all_clb": _("CLB or NCLC %(clb)d or more in all four abilities; %(needed)d needed"),
    "all_clb_none": _("Less than CLB or NCLC %(lowest_level)d in one of the four abilities; %(needed)d needed"),
    "no_valid_test": _("No valid language test; CLB or NCLC %(needed)d is needed in all four abilities"),
    "assessed": _("Highest level that counts: %(level)s"),
    "assessed_short": _("A credential of a program of less than one year, which counts and gives no points"),
    "assessed_elsewhere": _(
        "For NOC %(noc)s only an assessment (ECA) by the %(body)s counts, and none is stated: "
        "the foreign credentials were assessed by others"
    ),
    "assessor_not_stated": _(
        "For NOC %(noc)s only an assessment (ECA) by the %(body)s counts; who issued yours is not stated"
    ),
    "not_assessed": _("No Canadian credential, and no foreign one with an assessment (ECA) that still counts"),
    "grid": _("%(total)s of %(points)d points; %(needed)d needed"),
    "grid_open": _(
        "%(total)s of %(points)d points, or %(most)d if the %(body)s issued every assessment (ECA); %(needed)d needed"
    ),
    "canadian_weeks": ngettext_lazy(
        "%(weeks)d week of full-time work, or the same amount part-time, in Canada in the last %(years_back)s years",
        "%(weeks)d weeks of full-time work, or the same amount part-time, in Canada in the last %(years_back)s years",
        "weeks",
    ),
    "cec_language": _(
        "CLB or NCLC %(clb)d or more in all four abilities; "
        "%(needed)d needed for NOC %(noc)s (TEER %(teer)d), where you have most Canadian experience"
    ),
    "cec_language_none": _(
        "Less than CLB or NCLC %(lowest_level)d in one of the four abilities; "
        "%(needed)d needed for NOC %(noc)s (TEER %(teer)d), where you have most Canadian experience"
    ),
    "cec_no_occupation": _(
        "The level needed depends on the occupation of your Canadian work, and no such work counts yet"
    ),
    "trade_weeks": ngettext_lazy(
        "%(weeks)d week of full-time work, or the same amount part-time, in NOC %(noc)s "
        "in the last %(years_back)s years",
        "%(weeks)d weeks of full-time work, or the same amount part-time, in NOC %(noc)s "
        "in the last %(years_back)s years",
        "weeks",
    ),
    "no_trade": _("No work, while qualified, in one of the skilled trades in the last %(years_back)s years"),
    "fst_levels": _(
        "Speaking %(speaking)d, listening %(listening)d, reading %(reading)d, writing %(writing)d; "
        "CLB or NCLC %(oral)d needed in speaking and listening, %(written)d in reading and writing"
    ),
    "fst_no_test": _(
        "No valid language test; CLB or NCLC %(oral)d is needed in speaking and listening, "
        "%(written)d in reading and writing"
    ),
    "trade_certificate": _("Certificate of qualification in NOC %(noc)s"),
    "trade_certificate_open": _(
        "Not known whether provinces issue certificates of qualification in NOC %(noc)s: a licensed person has to "
        "look at yours"
    ),
    "trade_offer": _("Valid job offer in NOC %(noc)s"),
    "trade_offer_permit": _(
        "The job offer is in NOC %(noc)s. With a work permit it must be in the same minor group as the occupation on "
        "the permit, which is not stated; your work in Canada now is in another one"
    ),
    "paper_in_another_trade": _(
        "The certificate of qualification or the job offer is in NOC %(other)s: it must be in the very trade that "
        "the application names, NOC %(noc)s, in which you have most experience"
    ),
    "no_trade_certificate": _(
        "Neither a certificate of qualification in a skilled trade nor a valid job offer in one, for at least a year"
    ),
}

CATEGORIES = {
    "listed_weeks": ngettext_lazy(
        "%(weeks)d week of full-time work, or the same amount part-time, in NOC %(noc)s; %(months)d months needed",
        "%(weeks)d weeks of full-time work, or the same amount part-time, in NOC %(noc)s; %(months)d months needed",
        "weeks",
    ),
    "no_listed_work": ngettext_lazy(
        "No paid work in a listed occupation in the last %(window)d year",
        "No paid work in a listed occupation in the last %(window)d years",
        "window",
    ),
    "no_listed_canadian_work": ngettext_lazy(
        "No paid work in Canada, authorized and for an employer here, in a listed occupation "
        "in the last %(window)d year",
        "No paid work in Canada, authorized and for an employer here, in a listed occupation "
        "in the last %(window)d years",
        "window",
    ),
    "nclc_none": _("Less than NCLC %(lowest_level)d in one of the four French abilities; %(needed)d needed"),
    "nclc": _("NCLC %(clb)d or more in all four French abilities; %(needed)d needed"),
    "no_french_test": _("No valid French test; NCLC %(needed)d is needed in all four abilities"),
    "military_years": ngettext_lazy(
        "%(years)s year of continuous service in a foreign military; %(needed)d needed",
        "%(years)s years of continuous service in a foreign military; %(needed)d needed",
        "count",
    ),
    "military_offer": _("Offer from the Canadian Armed Forces in NOC %(noc)s"),
    "no_military_offer": _("No offer from the Canadian Armed Forces in one of the listed occupations"),
    "military_credential": _("Highest level that counts: %(level)s; a program of two or more years is needed"),
}

NOTES = {
    "french_first": _(
        "French counts as your first official language: both orders were worked out, and this one gives more"
    ),
    "english_first": _(
        "English counts as your first official language: both orders were worked out, and the other one gives no more"
    ),
    "partner_not_stated": _(
        "Nothing is stated about your partner; the score is that of a partner who does not come along"
    ),
    "classification_stands_in": _(
        "On that day occupations were read in an older National Occupational Classification; today's, NOC 2021 with "
        "its TEERs, stands in for it"
    ),
    "sibling_of_whom": _(
        "Whose brother or sister it is, yours or your partner's, is not stated: it is taken to be yours, because "
        "that of a partner who does not come along gives nothing"
    ),
    "relative_of_whom": _(
        "Whose relative it is, yours or your partner's, is not stated: it is taken to be yours, because "
        "that of a partner who does not come along gives nothing"
    ),
    "stream_not_stated": _(
        "Through which stream the province nominated is not stated: it is taken to be one aligned with Express Entry; "
        "any other gives no points here"
    ),
    "open_permit": _(
        "The job offer in NOC %(noc)s does not count: with neither a labour market impact assessment nor a permit that "
        "names the employer after a year of work for them, it has none of the bases of the Regulations (IRPR s. 82(2))"
    ),
    "two_employers": _(
        "The job offer in NOC %(noc)s is made by two employers together: it counts for the Federal Skilled Trades "
        "Program, and is no arranged employment for the Federal Skilled Worker Program (IRPR ss. 82(1) and 87.2(3)(d))"
    ),
    "two_employers_no_trade": _(
        "The job offer in NOC %(noc)s is made by two employers together: that is no arranged employment for the "
        "Federal Skilled Worker Program (IRPR s. 82(1))"
    ),
    "short_program": _("A program of less than one year gives no points, and is not one of “two or more” credentials"),
    "test_not_accepted": _("%(test)s: Express Entry did not accept these results on that day"),
    "pending_unreported": _(
        "New CRS rules have been reported for %(effective)s. Their values are not confirmed, "
        "so the score follows the rules in force before that day"
    ),
    "pending": _(
        "New CRS rules have been reported for %(effective)s. IRCC has not confirmed them, so the score follows the "
        "rules in force before that day. What is reported: %(said)s. By whom: %(by)s"
    ),
    "reported_work": _(
        "What this could mean for you: your Canadian work in NOC %(nocs)s would give more points if it is long enough "
        "and the occupation is on that list, which is not confirmed"
    ),
    "reported_offer": _(
        "What this could mean for you: your job offer in NOC %(noc)s would give points if the occupation is on that "
        "list, which is not confirmed"
    ),
    "reported_offer_unassessed": _(
        "What this could mean for you: your job offer in NOC %(noc)s would give points if the occupation is on that "
        "list, which is not confirmed, and a labour market impact assessment would not be needed for it"
    ),
    "reported_nothing": _(
        "What this could mean for you: nothing, as you have stated no Canadian work that counts and no job offer"
    ),
    "primary_not_listed": _(
        "Your primary occupation, NOC %(noc)s, is not on the list. The official rule asks for the experience "
        "in any one listed occupation; we recommend that the primary occupation is a listed one"
    ),
}

A_YEAR = _("A year of skilled work in Canada")
A_YEAR_WITH_PERMIT = _(
    "A year of skilled work in Canada, with a new work permit for what comes after %(permit)s, the last day of yours"
)
ADVICE = {
    "ability_up": _("One level up in %(ability)s, to CLB or NCLC %(clb)d"),
    "second_ability_up": _("One level up in %(ability)s in your second official language, to CLB or NCLC %(clb)d"),
    "all_abilities": _("All four abilities in your first official language at CLB or NCLC %(clb)d or more"),
    "french_up": _("French at NCLC %(clb)d in all four abilities"),
    "all_abilities_and_one": _(
        "All four abilities in your first official language at CLB or NCLC %(clb)d, and one of them at %(above)d"
    ),
    "french_up_and_one": _("French at NCLC %(clb)d in all four abilities, and at %(above)d in one of them"),
    "first_french": _("French at NCLC %(clb)d in all four abilities, with a test"),
    "english": _("English at CLB %(clb)d in all four abilities"),
    "canadian_year": _("Another year of skilled work in Canada"),
    "canadian_year_goes_on": _(
        "Your authorized work in Canada, if it goes on: its next full year is complete by %(day)s"
    ),
    "canadian_years_go_on": _(
        "Your authorized work in Canada, if it goes on: %(years)d full years of it are complete by %(day)s"
    ),
    # With the last day of the permit, where the year is complete only after it.
    "canadian_year_goes_on_permit": _(
        "Your work in Canada, if a new work permit lets it go on after %(permit)s, the last day of yours: its next "
        "full year is complete by %(day)s"
    ),
    "canadian_years_go_on_permit": _(
        "Your work in Canada, if a new work permit lets it go on after %(permit)s, the last day of yours: %(years)d "
        "full years of it are complete by %(day)s"
    ),
    "canadian_year_permit": _(
        "Another year of skilled work in Canada, with a new work permit for what comes after %(permit)s, the last day "
        "of yours"
    ),
    "first_canadian_job_permit": A_YEAR_WITH_PERMIT,
    "first_canadian_year_permit": A_YEAR_WITH_PERMIT,
    "first_canadian_year_licensed_permit": _(
        "A year of skilled work in Canada, after a licence to practise (NOC %(noc)s), with a new work permit for what "
        "comes after %(permit)s, the last day of yours"
    ),
    "first_canadian_job": A_YEAR,
    "first_canadian_year": A_YEAR,
    "first_canadian_year_licensed": _("A year of skilled work in Canada, after a licence to practise (NOC %(noc)s)"),
    "credential": _("One more credential, earned by full-time study in Canada: %(level)s"),
    "second_credential": _(
        "If you hold a second credential from abroad that is not in your answers, of a program of a year or more: an "
        "assessment (ECA) of it too. Two credentials, one of them of three years or more, count as a level of their own"
    ),
    "eca": _(
        "An educational credential assessment (ECA) for each foreign credential that has no valid one; "
        "without one such a credential counts for nothing"
    ),
    "first_eca": _(
        "An educational credential assessment (ECA) for each foreign credential; without one it counts for nothing, "
        "neither for points nor for the Federal Skilled Worker Program"
    ),
    # In a plan, where the ladder below it says what an assessment is for.
    "funds_in_short": _("%(needed_cad)s dollars to settle"),
    "eca_in_short": _("An assessment (ECA) of your foreign credentials"),
    "eca_body_in_short": _("An assessment (ECA) of your credentials by the %(body)s"),
    "partner_eca_in_short": _("An assessment (ECA) of your partner's foreign credentials"),
    "eca_body": _(
        "An educational credential assessment (ECA) by the %(body)s: "
        "for NOC %(noc)s only its assessment counts for the Federal Skilled Worker Program"
    ),
    "eca_issuer": _(
        "Your assessment (ECA), if the %(body)s issued it: for NOC %(noc)s only its assessment counts for the "
        "Federal Skilled Worker Program"
    ),
    "more_funds": _("%(needed_cad)s dollars to settle, which a family of %(family)d needs, instead of %(stated_cad)s"),
    "show_funds": _("%(needed_cad)s dollars to settle, which a family of %(family)d needs: say whether you have them"),
    "test_again": _("%(test)s taken again, before the results that you have cease to count on %(ends)s"),
    "eca_again": _("A new assessment (ECA), before the one that you have ceases to count on %(ends)s"),
    "test_again_by": _("%(test)s taken again, with new results before %(ends)s"),
    "eca_again_by": _("A new assessment (ECA), which you have before %(ends)s"),
    "partner_test_again": _(
        "%(test)s taken again by your partner, before the results that they have cease to count on %(ends)s"
    ),
    "partner_eca_again": _(
        "A new assessment (ECA) of your partner, before the one that they have ceases to count on %(ends)s"
    ),
    "certificate": _("A certificate of qualification in a trade from a province or territory"),
    "nomination_up": _("A nomination by a province or territory, through a stream aligned with Express Entry"),
    "nomination_rest": _(
        "A nomination by a province or territory; additional points are capped at %(limit)d, and you have %(held)d"
    ),
    "partner_test": _("A language test of your partner at CLB or NCLC %(clb)d"),
    "partner_eca": _(
        "An educational credential assessment (ECA) for your partner's foreign credentials; "
        "without one they count for nothing"
    ),
    "partner_first": _("Your partner as the principal applicant and you as the partner"),
    "partner_stays": _(
        "Your partner does not come with you to Canada. What you state must be true: "
        "ask a licensed person before you decide this"
    ),
}

# What cannot wait, and what to do about it.
URGENT = {
    "test_ends": _("Your %(test)s results cease to count on %(on)s"),
    "eca_ends": _("Your educational credential assessment (ECA) ceases to count on %(on)s"),
    "partner_test_ends": _("Your partner's %(test)s results cease to count on %(on)s"),
    "partner_eca_ends": _("Your partner's educational credential assessment (ECA) ceases to count on %(on)s"),
    "turning": _("You turn %(age)d on %(on)s"),
    "rules_change": _("Other rules come into force on %(on)s"),
    "work_leaves": _("On %(on)s some of your work is too long ago to count"),
    "permit_ends": _("Your work permit is valid until %(on)s"),
    "permit_ended": _("Your work permit was valid until %(on)s"),
    "profile_ends": _("Your Express Entry profile is in IRCC's pool until %(on)s"),
    "profile_ended": _("Your Express Entry profile was in IRCC's pool until %(on)s"),
    "act_test": _("Book a test now."),
    "act_test_by": _("Book a test now, so that you have new results before %(by)s."),
    "act_eca": _("Order a new assessment now."),
    "act_eca_by": _("Order a new assessment now, so that you have it before %(by)s."),
    "act_partner_test": _("Have your partner book a test now."),
    "act_partner_test_by": _("Have your partner book a test now, so that you have new results before %(by)s."),
    "act_partner_eca": _("Order a new assessment for your partner now."),
    "act_partner_eca_by": _("Order a new assessment for your partner now, so that you have it before %(by)s."),
    "act_before": _(
        "What counts is your age, and the rules, on the day of an invitation: do before %(on)s what you can."
    ),
    "act_permit": _("Apply to extend it, or for a new permit, by %(by)s, its last day."),
    "act_permit_employer": _(
        "Speak with your employer now: apply to extend it, or for a new permit, by %(by)s, its last day."
    ),
    "permit_law": _(
        "After the last day of your work permit you may not work in Canada without authorization (IRPA s. 30(1)), and "
        "work without it does not count (IRPR s. 87.1(3)(b)). Only if you have applied to extend it before it expires "
        "may you go on under its conditions, while you stay in Canada, until the decision (IRPR s. 186(u)); a province "
        "may ask for a valid permit."
    ),
    "act_permit_ended": _(
        "Work in Canada since then does not count (IRPR s. 87.1(3)(b)) unless it is authorized: by another permit, or, "
        "if you applied to extend the old one before it expired, while you stay in Canada and keep to its conditions "
        "until the decision (IRPR s. 186(u))."
    ),
    "act_profile": _(
        "Then it is removed, and you need a new one to be invited: have your answers and papers ready to submit it."
    ),
    "act_profile_ended": _("No round of invitations reaches you until you have submitted a new one."),
    "profile_tie_break": _("In a tie-break the time at which the new profile is submitted counts."),
    "act_work": _("Look whether all your jobs are in your answers, and talk to a licensed person before that day."),
}

ESTIMATES = {
    "estimate_both": _(
        "An estimate: about %(crs)s points with %(scale)s %(clb)d in %(booked)s, and with your %(credential)s assessed"
    ),
    "estimate_test": _("An estimate: about %(crs)s points with %(scale)s %(clb)d in %(booked)s"),
    "estimate_both_two": _(
        "An estimate: about %(crs)s points with CLB %(english)d in a test of English and NCLC %(french)d in one of "
        "French, and with your %(credential)s assessed"
    ),
    "estimate_test_two": _(
        "An estimate: about %(crs)s points with CLB %(english)d in a test of English and NCLC %(french)d in one of "
        "French"
    ),
    "estimate_both_two_body": _(
        "An estimate: about %(crs)s points with CLB %(english)d in a test of English and NCLC %(french)d in one of "
        "French, and with your %(credential)s assessed by the %(body)s"
    ),
    "estimate_alone": _(
        "Without %(booked)s, %(official)s gives %(crs)s points, and %(total)s of the %(needed)d points that the "
        "selection grid of the Federal Skilled Worker Program asks for: you would not be eligible for it."
    ),
    "estimate_eca": _("An estimate: about %(crs)s points with your %(credential)s assessed"),
    "estimate_both_body": _(
        "An estimate: about %(crs)s points with %(scale)s %(clb)d in %(booked)s, and with your "
        "%(credential)s assessed by the %(body)s"
    ),
    "estimate_eca_body": _("An estimate: about %(crs)s points with your %(credential)s assessed by the %(body)s"),
}

# The one next step of a way, by its first change.
STEPS = {
    "step_more_funds": ngettext_lazy(
        "Gather the funds, %(needed_cad)s dollars for a family of %(family)d (IRCC's amount since %(since)s: look for "
        "a newer one), and have your bank write the letter that IRCC asks for, with the average of the last month. By "
        "your answers you are %(missing_cad)s dollars short.",
        "Gather the funds, %(needed_cad)s dollars for a family of %(family)d (IRCC's amount since %(since)s: look for "
        "a newer one), and have your bank write the letter that IRCC asks for, with the average of the last %(months)d "
        "months. By your answers you are %(missing_cad)s dollars short.",
        "months",
    ),
    "step_show_funds": _(
        "Say in your answers how much money you have to settle: %(needed_cad)s dollars are needed for a family of "
        "%(family)d (IRCC's amount since %(since)s: look for a newer one)."
    ),
    "step_eca": _("Order the assessment (ECA) of your credentials from a designated organization."),
    "step_eca_body": _("Have your degree assessed (ECA) by the %(body)s: for NOC %(noc)s no other assessment counts."),
    "step_eca_issuer": _(
        "Say in your answers who issued your assessment (ECA); if it was not the %(body)s, have your degree assessed "
        "there: for NOC %(noc)s no other assessment counts."
    ),
    "step_partner_eca": _("Order the assessment (ECA) of your partner's credentials from a designated organization."),
    "step_test": _("Book a language test, and prepare for the level that you need."),
    "step_eca_gain": _(
        "Order the assessment (ECA) of your credentials from a designated organization: by itself it gives %(more)s."
    ),
    "step_eca_body_gain": _(
        "Have your degree assessed (ECA) by the %(body)s: for NOC %(noc)s no other assessment counts. By itself "
        "this one gives %(more)s."
    ),
    "step_partner_eca_gain": _(
        "Order the assessment (ECA) of your partner's credentials from a designated organization: by itself it gives "
        "%(more)s."
    ),
    # For a couple whose other order is the better one.
    "step_eca_gain_both": ngettext_lazy(
        "Order the assessment (ECA) of your credentials from a designated organization: it gives %(more)s if you are "
        "the one who applies, and %(other)d point if your partner is.",
        "Order the assessment (ECA) of your credentials from a designated organization: it gives %(more)s if you are "
        "the one who applies, and %(other)d points if your partner is.",
        "other",
    ),
    "step_eca_body_gain_both": ngettext_lazy(
        "Have your degree assessed (ECA) by the %(body)s: for NOC %(noc)s no other assessment counts. This one "
        "gives %(more)s if you are the one who applies, and %(other)d point if your partner is.",
        "Have your degree assessed (ECA) by the %(body)s: for NOC %(noc)s no other assessment counts. This one "
        "gives %(more)s if you are the one who applies, and %(other)d points if your partner is.",
        "other",
    ),
    "step_partner_eca_gain_both": ngettext_lazy(
        "Order the assessment (ECA) of your partner's credentials from a designated organization: it gives %(more)s "
        "if you are the one who applies, and %(other)d point if your partner is.",
        "Order the assessment (ECA) of your partner's credentials from a designated organization: it gives %(more)s "
        "if you are the one who applies, and %(other)d points if your partner is.",
        "other",
    ),
    "step_partner_eca_gain_needed": _(
        "Order the assessment (ECA) of your partner's credentials from a designated organization: it gives %(more)s "
        "if you are the one who applies; your partner cannot apply without it."
    ),
    "step_partner_eca_gain_counted": _(
        "Order the assessment (ECA) of your partner's credentials from a designated organization: it gives %(more)s "
        "if you are the one who applies; it is already counted in your partner's points."
    ),
    "aim_ability": _("Book a language test, and prepare for CLB or NCLC %(clb)d in %(ability)s."),
    "aim_ability_in": _("Book %(booked_test)s, and prepare for %(scale)s %(clb)d in %(ability)s."),
    "aim_all_in": _("Book %(booked_test)s, and prepare for %(scale)s %(clb)d in all four abilities."),
    "aim_all_and_one_in": _(
        "Book %(booked_test)s, and prepare for %(scale)s %(clb)d in all four abilities, and %(above)d in one of them."
    ),
    "aim_second_ability": _(
        "Book a test of your second official language, and prepare for CLB or NCLC %(clb)d in %(ability)s."
    ),
    "aim_all": _("Book a language test, and prepare for CLB or NCLC %(clb)d in all four abilities."),
    "aim_all_and_one": _(
        "Book a language test, and prepare for CLB or NCLC %(clb)d in all four abilities, and %(above)d in one of them."
    ),
    "aim_english": _("Book a test of English, and prepare for CLB %(clb)d in all four abilities."),
    "aim_partner": _("Have your partner book a language test, and prepare for CLB or NCLC %(clb)d."),
    "aim_french": _("Take your French test again, and prepare for NCLC %(clb)d in all four abilities."),
    "aim_french_and_one": _(
        "Take your French test again, and prepare for NCLC %(clb)d in all four abilities, and %(above)d in one of them."
    ),
    "step_test_again": _("Take %(test)s again now, so that you have new results before %(ends)s."),
    "step_eca_again": _("Order a new assessment (ECA) now, so that you have it before %(ends)s."),
    "step_partner_test_again": _(
        "Have your partner take %(test)s again now, so that they have new results before %(ends)s."
    ),
    "step_partner_eca_again": _(
        "Order a new assessment (ECA) for your partner now, so that they have it before %(ends)s."
    ),
    "step_partner_test": _("Have your partner book a language test."),
    "step_french_again": _("Take your French test again, and aim for the level that you need."),
    "step_expected_test": _(
        "Book %(booked_test)s: by your answers you would have %(scale)s %(clb)d in all four abilities."
    ),
    "step_french_up": _("Find out where your French stands with a practice test of TEF Canada or TCF Canada."),
    "step_certificate": _("Ask the apprenticeship authority of a province or territory what it needs to certify you."),
    "step_canadian_year": _("Keep working in Canada with authorization, and keep the papers that prove it."),
    "step_first_canadian_job": _(
        "Look for paid work for an employer in Canada, in an occupation of TEER %(first_teer)d to %(teer)d: at your "
        "language level only such work counts for the Canadian Experience Class."
    ),
    "step_first_canadian_year": _(
        "Find out with us which work permit you could have: only authorized work in Canada counts."
    ),
    "step_new_permit": _(
        "Find out with us how you could have another work permit: work after %(permit)s, the last day of yours, counts "
        "only if it is authorized."
    ),
    "step_first_canadian_year_licensed_permit": _(
        "Ask the regulator of a province or territory what a licence to practise takes: without one there is no work "
        "in NOC %(noc)s. Work after %(permit)s, the last day of your work permit, counts only if it is authorized."
    ),
    "step_first_canadian_year_licensed": _(
        "Ask the regulator of a province or territory what a licence to practise takes: without one there is no work "
        "in NOC %(noc)s, and only authorized work in Canada counts."
    ),
    "step_year_by_itself": _("If your authorized work goes on, its year completes by itself on %(day)s."),
    "step_years_by_themselves": _(
        "If your authorized work goes on, %(years)d full years of it complete by themselves on %(day)s."
    ),
    "step_year_opens": _(
        "If your authorized work goes on, you meet the conditions of the %(stream)s on %(day)s, with %(crs)s points."
    ),
    "step_year_opens_test": _(
        "If your authorized work goes on, and with a valid test, you meet the conditions of the %(stream)s on %(day)s, "
        "with %(crs)s points."
    ),
    "step_year_opens_eca": _(
        "If your authorized work goes on, and with a valid assessment (ECA), you meet the conditions of the %(stream)s "
        "on %(day)s, with %(crs)s points."
    ),
    "step_nomination_from": _(
        "A nomination through Express Entry needs a profile in the pool, which you can have from %(day)s on: ask us "
        "then which province could nominate you."
    ),
    "step_nomination_later": _(
        "A nomination through Express Entry needs a profile in the pool, and so a program whose conditions you meet: "
        "ask us then which province could nominate you."
    ),
    "step_short": _("Reaching the last cut-off would take, for example:"),
    "step_short_of_all": _("None here, because nothing that we look at would reach the last cut-off."),
    "step_credential": _(
        "Ask schools in Canada about their full-time programs, and ask a licensed person whether one would help you: "
        "study that is only part-time, or from outside Canada, does not earn the points for study in Canada."
    ),
    "step_nomination": _("Look at the streams of the provinces, and ask us which of them could nominate you."),
    "step_profile": _("Create your profile with IRCC, so that the next round can invite you."),
    "step_then_profile": _("Then submit your free profile to IRCC: only from its pool can a round invite you."),
    "step_in_pool": _("Keep your profile with IRCC up to date, and your papers ready for an invitation."),
    "step_surer": _(
        "In %(missed)d of the last %(rounds)d rounds of this kind the cut-off was above your score: "
        "%(crs)s points reach all of them."
    ),
    "step_open": _("Talk to us: nothing that we look at closes this distance by itself."),
}

# What a way leaves out that would bring more, by its change.
LEFT_OUT = {
    "left_french": _("French as a further language"),
    "left_credential": _("a program of study of more than a year"),
    "left_canadian_year": _("a first year of work in Canada"),
    "left_new_permit": _("work with another work permit"),
    "left_certificate": _("a certificate of qualification in a trade"),
    "left_nomination": _("a nomination"),
}

CONTRADICTIONS = {
    "study_bonus_abroad": _(
        "The conditions for Canadian study are stated for a credential from %(country)s; they speak of study in Canada"
    ),
    "tef_699": _(
        "The TEF Canada scores of %(taken_on)s are from the column out of 699. Express Entry asks for the other one, "
        "'Équivalence ancien score': look for it on the report, and enter that one in your IRCC profile"
    ),
    "tef_699_early": _("Reports of TEF Canada of %(taken_on)s had no column out of 699: check which scores these are"),
    "test_over": _("%(test)s: the results ceased to count on %(ends)s"),
    "test_lapses": _("%(test)s: the results cease to count on %(ends)s, before an application is likely to be in"),
    "eca_too_early": _(
        "The educational credential assessment of %(issued)s was issued before its credential was awarded: "
        "check both dates"
    ),
    "doctorate_of_medicine": _(
        "A doctorate (PhD) is stated that the Medical Council of Canada assessed, which assesses degrees in medicine: "
        "such a degree is a professional degree, not a doctorate. If that is the degree, change its kind"
    ),
    "doctorate_of_pharmacy": _(
        "A doctorate (PhD) is stated that the Pharmacy Examining Board of Canada assessed, which assesses degrees in "
        "pharmacy: such a degree is a professional degree, not a doctorate. If that is the degree, change its kind"
    ),
    "eca_over": _("An educational credential assessment ceased to count on %(ends)s"),
    "eca_lapses": _(
        "An educational credential assessment ceases to count on %(ends)s, before an application is likely to be in"
    ),
    "job_too_young": _("The work in NOC %(noc)s began on %(start)s, before the age of %(age)d"),
    "too_many_hours": _(
        "From %(start)s the jobs come to %(hours)d hours a week together, more than %(most)d: check the dates"
    ),
    "same_job_twice": _(
        "Two full-time jobs in NOC %(noc)s run over the same days from %(start)s on: they may be one job"
    ),
    "two_countries": _("Full-time work in Canada and in another country run over the same days from %(start)s on"),
    "study_and_work": _(
        "%(hours)s hours a week in NOC %(noc)s beside full-time study: check the hours, and what the permit allowed"
    ),
    "unauthorized_work": _(
        "Work in Canada in NOC %(noc)s without authorization can matter beyond points: ask a licensed person"
    ),
    "several_primary": _("More than one primary occupation is named: %(nocs)s"),
    "primary_not_skilled": _(
        "The primary occupation, NOC %(noc)s, is TEER %(teer)d; programs ask for TEER 0 to %(lowest_teer)d"
    ),
    "trade_elsewhere": _("The trade certificate is for NOC %(noc)s, in which no work is stated"),
    "family_too_small": _("The family size is one, but there is a partner: partner and children all count"),
}

# Not `{**CRS, ...}`, which keeps the last of two texts of one name without a word (record 0065).
SENTENCES = merge(
    CRS, GAINS, PROGRAMS, CATEGORIES, NOTES, READINGS, CONTRADICTIONS, ADVICE, URGENT, ESTIMATES, STEPS, LEFT_OUT
)
