"""The result page and what goes with it: reasons, outlook, what-ifs, scenarios, worksheet, PDF.

May import `intake.account`, `intake.assessments`, `intake.common`, `intake.firm`, `intake.forms`, `intake.guide`,
`intake.message_kinds`, `intake.models`, `intake.pdf`, `intake.public`, `intake.querysets`, `intake.questionnaire` and
`scoring`.
"""
