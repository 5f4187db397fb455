"""From finished answers to a saved assessment: submitting, and finding it for those who may see it.

May import `intake.account`, `intake.questionnaire` and anything those packages may import.
"""
