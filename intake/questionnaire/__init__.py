"""The questions, in order; walking them; keeping the answers; and what becomes the profile.

May import `intake.common`, `intake.firm`, `intake.forms`, `intake.models`, `intake.questionnaire.hints`,
`intake.questionnaire.steps`, `intake.visits` and `scoring`.
"""
