"""The public pages that need no answers: guide, programs, rules, the firm.

May import `intake.clients`, `intake.questionnaire` and anything those packages may import.
"""
