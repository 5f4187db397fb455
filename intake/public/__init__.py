"""Public pages about the score for visitors without answers: home, programs, rules, score in a minute; and privacy.

Pages about fees, documents and terms are in `intake.guide`, those about the firm in `intake.firm`.

May import `intake.clients`, `intake.common`, `intake.consents`, `intake.firm`, `intake.forms`, `intake.questionnaire`
and `scoring`.
"""
