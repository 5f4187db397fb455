"""Asking the firm: about a result, about anything else, or to be called back; each becomes a lead on the staff's desk.

May import `intake.account`, `intake.assessments`, `intake.clients`, `intake.common`, `intake.forms`,
`intake.message_kinds`, `intake.models`, `intake.questionnaire`, `intake.result`, `intake.webhooks` and `scoring`.
"""
