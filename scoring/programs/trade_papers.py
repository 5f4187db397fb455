"""The certificate of qualification or the job offer that the Federal Skilled Trades Program asks for.

IRPR s. 87.2(3)(d): "in the skilled trade occupation specified in the
application"; an offer that comes with a work permit must besides be in the same
minor group as the occupation on the permit.
"""

from scoring.candidate import Candidate
from scoring.profile import PERMIT_OF_EMPLOYER
from scoring.programs.tables import RequirementRow
from scoring.requirements import Requirement, requirement
from scoring.trades import is_uncertified
from scoring.work import in_canada

MINOR_GROUP = 4  # the first digits of an occupation's code


def requirement_of(c: Candidate, row: RequirementRow, trade: str | None) -> Requirement:
    """One of the two in this trade; in any of the trades where no work in one is stated."""
    code, source = row.code, row.source
    certificate = c.profile.certificate_of_qualification
    named = certificate.noc if certificate and _names(row, certificate.noc, trade) else None
    if named and not is_uncertified(named, c.rules):
        return requirement(code, True, source, "trade_certificate", noc=named)
    offer = c.profile.job_offer
    if offer and offer.qualifies and _names(row, offer.noc, trade):
        known = _fits_the_permit(c)
        why = "trade_offer" if known else "trade_offer_permit"
        return requirement(code, True if known else None, source, why, noc=offer.noc)
    # After the offer: one that qualifies is enough, whatever the certificate is worth.
    if named:
        return requirement(code, None, source, "trade_certificate_open", noc=named)
    others = _in_other_trades(c, row)
    if others and trade:
        return requirement(code, False, source, "paper_in_another_trade", other=others[0], noc=trade)
    return requirement(code, False, source, "no_trade_certificate")


def offered(c: Candidate, row: RequirementRow, trade: str | None) -> bool:
    """A valid offer in this trade."""
    offer = c.profile.job_offer
    return bool(offer and offer.qualifies and _names(row, offer.noc, trade) and _fits_the_permit(c))


def _names(row: RequirementRow, noc: str, trade: str | None) -> bool:
    """The paper is in the trade; where there is none, in one that the program lists."""
    return noc == trade if trade else _lists(row, noc)


def _lists(row: RequirementRow, noc: str) -> bool:
    return row.occupations is not None and noc in row.occupations


def _in_other_trades(c: Candidate, row: RequirementRow) -> list[str]:
    """The trades of a certificate or a valid offer."""
    certificate, offer = c.profile.certificate_of_qualification, c.profile.job_offer
    papers = [certificate, offer if offer and offer.qualifies else None]
    return [paper.noc for paper in papers if paper and _lists(row, paper.noc)]


def _fits_the_permit(c: Candidate) -> bool:
    """Nothing speaks against the offer being in the minor group of the occupation on the work permit.

    The permit's occupation is not stated: the work in Canada that goes on
    stands for it.
    """
    offer = c.profile.job_offer
    if not offer or offer.basis not in PERMIT_OF_EMPLOYER:
        return True
    now = [job for job in c.profile.jobs if in_canada(job) and job.start <= c.on and (not job.end or job.end >= c.on)]
    # Nobody states the occupation on a permit; without work at present there is nothing to contradict the offer.
    return not now or any(job.noc[:MINOR_GROUP] == offer.noc[:MINOR_GROUP] for job in now)
