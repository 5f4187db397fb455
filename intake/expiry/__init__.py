"""What expires when in a client's file: tests, assessments, documents, the time to apply.

May import `intake.questionnaire` and `intake.models`.
"""
