"""What would do away with the settlement funds: authorization to work in Canada, and a job offer that qualifies."""

from msgspec.structs import replace

from scoring.assess import ProfileAssessment, assess
from scoring.profile import JobOffer
from scoring.requirements import Outcome


def find_waived(now: ProfileAssessment) -> list[str]:
    """The programs that the funds alone keep closed, and which an offer with authorization to work would open."""
    lacking = [code for code, outcome in now.programs.items() if lacks_funds(outcome)]
    if not lacking or not now.profile.jobs or now.profile.job_offer:
        return []
    noc = max(now.profile.jobs, key=lambda job: job.start).noc
    offered = replace(now.profile, authorized_to_work_in_canada=True, job_offer=JobOffer(noc=noc, qualifying=True))
    then = assess(offered, now.on, now.book)
    return [code for code in lacking if then.programs[code].eligible]


def lacks_funds(outcome: Outcome) -> bool:
    """The funds were stated and are too little."""
    funds = outcome.find("funds")
    return funds is not None and funds.met is False
