"""The copy of everything that is stored about a client: for the client in My file, and for staff who are asked for it.

May import `intake.clients`, `intake.common`, `intake.followers`, `intake.models`, `intake.questionnaire`,
`intake.verification` and `scoring`.
"""
