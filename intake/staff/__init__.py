"""The admin of `intake`: the lists and pages on which staff work with clients' files.

What a page does to a file is in the room of the act (`intake.clients`, `intake.consents` and so on); the pages about
rounds, messages and rules are in `draws.staff`.

May import `intake.account`, `intake.assessments`, `intake.clients`, `intake.common`, `intake.consents`,
`intake.consultations`, `intake.data_copy`, `intake.enquiries`, `intake.expiry`, `intake.firm`, `intake.forms`,
`intake.invitation`, `intake.models`, `intake.outbox`, `intake.pdf`, `intake.permissions`, `intake.querysets`,
`intake.questionnaire`, `intake.result`, `intake.verification`, `intake.visits`, `intake.webhooks` and `scoring`.
"""
