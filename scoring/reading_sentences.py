"""The sentences of `scoring.readings`: what a result depends on, and what was assumed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

READINGS = {
    "foreign_work_in_one": _(
        "You worked abroad in more than one occupation. IRCC's tool asks for the years in one of them, and the "
        "Ministerial Instructions can be read as covering all of them together. With the years in one, as counted "
        "here, your score is %(total)s; with all together it would be %(other)s. Ask a licensed person which to rely on"
    ),
    "foreign_work_in_all": _(
        "You worked abroad in more than one occupation. IRCC's tool asks for the years in one of them, and the "
        "Ministerial Instructions can be read as covering all of them together. With all together, as counted "
        "here, your score is %(total)s; with the years in one it would be %(other)s. Ask a licensed person which "
        "to rely on"
    ),
    "category_work_while_studying": _(
        "%(category)s: the list asks for work in Canada and does not say whether work during full-time studies counts. "
        "Counted, as here, your score is %(total)s and you meet the category; not counted, your score is %(other)s "
        "and you do not meet it. Ask a licensed person which to rely on"
    ),
    "no_category_work_while_studying": _(
        "%(category)s: the list asks for work in Canada and does not say whether work during full-time studies counts. "
        "Not counted, as here, your score is %(total)s and you do not meet the category; counted, your score is "
        "%(other)s and you meet it. Ask a licensed person which to rely on"
    ),
    "category_work_self_employed": _(
        "%(category)s: the list asks for work in Canada and does not say whether self-employment counts. "
        "Counted, as here, your score is %(total)s and you meet the category; not counted, your score is %(other)s "
        "and you do not meet it. Ask a licensed person which to rely on"
    ),
    "no_category_work_self_employed": _(
        "%(category)s: the list asks for work in Canada and does not say whether self-employment counts. "
        "Not counted, as here, your score is %(total)s and you do not meet the category; counted, your score is "
        "%(other)s and you meet it. Ask a licensed person which to rely on"
    ),
    "leave_breaks": _(
        "%(stream)s: the rules ask for a continuous year of work and do not say whether leave inside a job breaks it. "
        "If it does, as counted here, your score is %(total)s and you do not meet this; if it does not, your score is "
        "%(other)s and you meet it. Ask a licensed person which to rely on"
    ),
    "leave_is_no_break": _(
        "%(stream)s: the rules ask for a continuous year of work and do not say whether leave inside a job breaks it. "
        "If it does not, as counted here, your score is %(total)s and you meet this; if it does, your score is "
        "%(other)s and you do not meet it. Ask a licensed person which to rely on"
    ),
    "leave_without_hours": ngettext_lazy(
        "%(count)d absence during your jobs is left out: it counts for no hours of work",
        "%(count)d absences during your jobs are left out: they count for no hours of work",
        "count",
    ),
    "primary_taken": _(
        "No primary occupation was named, so NOC %(noc)s was taken, with which you qualify for the Federal "
        "Skilled Worker Program. With another of your occupations (NOC %(others)s) you would not: name the one that "
        "qualifies"
    ),
    "offer_basis_not_stated": _(
        "On what the job offer in NOC %(noc)s rests is not stated. It counts here as qualifying, as was answered; if "
        "it rests on none of the grounds of the Regulations (IRPR s. 82(2)), it does not qualify. What depends on it "
        "is true only if it qualifies: ask the employer, or a licensed person"
    ),
    "offer_decides_score": _(
        "If the job offer qualifies, as counted here, your score is %(total)s; if it does not, it is %(other)s"
    ),
    "offer_decides": _(
        "%(stream)s: if the job offer qualifies, as counted here, you meet this; if it does not, you do not meet it"
    ),
    "offer_decides_open": _(
        "%(stream)s: if the job offer qualifies, as counted here, you meet this; if it does not, that is not known: "
        "an answer is missing"
    ),
    "offer_decides_grid": _(
        "%(stream)s: if the job offer qualifies, as counted here, the total of the selection grid is %(total)s; if it "
        "does not, it is %(other)s"
    ),
    "offer_decides_requirement": _(
        "%(stream)s, requirement “%(requirement)s”: met if the job offer qualifies, as counted here; if it does not, "
        "not met or not known"
    ),
    "start_decides": _(
        "Your work in NOC %(noc)s: the exact day decides. If it began by %(day)s, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here"
    ),
    "start_decides_or_later": _(
        "Your work in NOC %(noc)s: the exact day decides. If it began by %(day)s, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here, until %(later)s"
    ),
    "end_decides": _(
        "Your work in NOC %(noc)s: the exact day decides. If it ended on %(day)s or later, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here"
    ),
    "end_decides_or_later": _(
        "Your work in NOC %(noc)s: the exact day decides. If it ended on %(day)s or later, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here, until %(later)s"
    ),
    "partner_start_decides": _(
        "Your partner's work in NOC %(noc)s: the exact day decides. If it began by %(day)s, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here"
    ),
    "partner_start_decides_or_later": _(
        "Your partner's work in NOC %(noc)s: the exact day decides. If it began by %(day)s, your score is %(then)s; "
        "otherwise it is %(otherwise)s, as counted here, until %(later)s"
    ),
    "partner_end_decides": _(
        "Your partner's work in NOC %(noc)s: the exact day decides. If it ended on %(day)s or later, your score is "
        "%(then)s; otherwise it is %(otherwise)s, as counted here"
    ),
    "partner_end_decides_or_later": _(
        "Your partner's work in NOC %(noc)s: the exact day decides. If it ended on %(day)s or later, your score is "
        "%(then)s; otherwise it is %(otherwise)s, as counted here, until %(later)s"
    ),
    "days_decide": _(
        "The exact days of several jobs matter together: your score is between %(otherwise)s, as counted here, and "
        "%(then)s"
    ),
    "leave_not_counted": ngettext_lazy(
        "%(count)d absence during your jobs is left out: it counts for no hours of work and breaks a continuous year",
        "%(count)d absences during your jobs are left out: they count for no hours of work and break a continuous year",
        "count",
    ),
    "partner_leave_not_counted": ngettext_lazy(
        "%(count)d absence during your partner's jobs is left out: it counts for no hours of work",
        "%(count)d absences during your partner's jobs are left out: they count for no hours of work",
        "count",
    ),
    "employer_not_stated": _(
        "Where the employer of your work in Canada is established was not stated. It was taken to be Canada: work "
        "for an employer elsewhere is not Canadian work experience"
    ),
    "partner_employer_not_stated": _(
        "Where the employer of your partner's work in Canada is established was not stated. It was taken to be "
        "Canada: work for an employer elsewhere is not Canadian work experience"
    ),
    "employer_elsewhere": _(
        "Your work in Canada in NOC %(noc)s was for an employer elsewhere. It counts for the Federal Skilled Worker "
        "Program and not as Canadian work. IRCC has answered that it is foreign work for the score, which the "
        "Ministerial Instructions do not say: it is not counted here; ask a licensed person"
    ),
    "partner_employer_elsewhere": _(
        "Your partner's work in Canada in NOC %(noc)s was for an employer elsewhere: it does not count as Canadian "
        "work experience"
    ),
    "work_of_lower_teer": _(
        "Your work in Canada in NOC %(noc)s, of TEER %(teer)d, is no Canadian work experience: only work of TEER 0 to "
        "%(lowest)d counts (IRPR s. 87.1(2)(a))"
    ),
    "partner_work_of_lower_teer": _(
        "Your partner's work in Canada in NOC %(noc)s, of TEER %(teer)d, is no Canadian work experience: only work of "
        "TEER 0 to %(lowest)d counts (IRPR s. 87.1(2)(a))"
    ),
    "work_unpaid": _(
        "Your unpaid work in Canada in NOC %(noc)s is no Canadian work experience: only paid work counts (IRPR s. "
        "73(2))"
    ),
    "partner_work_unpaid": _(
        "Your partner's unpaid work in Canada in NOC %(noc)s is no Canadian work experience: only paid work counts "
        "(IRPR s. 73(2))"
    ),
    "work_while_studying": _(
        "Your work in Canada in NOC %(noc)s while you studied full-time is no Canadian work experience (IRPR s. "
        "87.1(3)(a))"
    ),
    "partner_work_while_studying": _(
        "Your partner's work in Canada in NOC %(noc)s during full-time studies is no Canadian work experience (IRPR s. "
        "87.1(3)(a))"
    ),
    "work_self_employed": _(
        "Your self-employed work in Canada in NOC %(noc)s is no Canadian work experience (IRPR s. 87.1(3)(b))"
    ),
    "partner_work_self_employed": _(
        "Your partner's self-employed work in Canada in NOC %(noc)s is no Canadian work experience (IRPR s. 87.1(3)(b))"
    ),
    "work_without_status": _(
        "Your work in Canada in NOC %(noc)s was done under a permit without temporary resident status. It counts for "
        "the Federal Skilled Worker Program, and not for the Canadian Experience Class or as Canadian work in the score"
    ),
    "partner_work_without_status": _(
        "Your partner's work in Canada in NOC %(noc)s was done under a permit without temporary resident status. It "
        "counts for the Federal Skilled Worker Program, and not as Canadian work in the score"
    ),
}
