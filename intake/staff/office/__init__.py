"""What belongs to the firm and to no client: accounts, its pages, breaches, webhooks, followers, visits.

May import `intake.clients`, `intake.common`, `intake.consents`, `intake.firm`, `intake.models`, `intake.permissions`,
`intake.querysets`, `intake.questionnaire`, `intake.staff.changelists`, `intake.staff.client_admin`, `intake.visits`,
`intake.webhooks` and `scoring`.
"""
