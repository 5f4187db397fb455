"""The result page and what goes with it: reasons, outlook, what-ifs, scenarios, worksheet, PDF.

May import `intake.account`, `intake.assessments`, `intake.common`, `intake.firm`, `intake.forms`, `intake.guide`,
`intake.models`, `intake.outbox`, `intake.pdf`, `intake.querysets`, `intake.questionnaire`, `intake.site` and `scoring`.
"""
