"""From finished answers to a saved assessment: submitting, and finding it for those who may see it.

May import `intake.account`, `intake.common`, `intake.forms`, `intake.message_kinds`, `intake.models`,
`intake.querysets`, `intake.questionnaire`, `intake.visits` and `scoring`.
"""
