"""What expires when in a client's file: tests, assessments, documents, the time to apply.

May import `intake.models`, `intake.questionnaire` and `scoring`.
"""
