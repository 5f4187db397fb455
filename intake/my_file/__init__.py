"""My file: what a signed-in client sees of their file and does with it.

May import `intake.account`, `intake.clients`, `intake.common`, `intake.consents`, `intake.data_copy`, `intake.expiry`,
`intake.forms`, `intake.invitation`, `intake.message_kinds`, `intake.models`, `intake.questionnaire`, `intake.result`
and `scoring`.
"""
