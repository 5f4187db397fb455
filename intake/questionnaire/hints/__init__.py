"""What an answer shows at once: a score's level, the time counted, the duties to tick, a shortfall.

May import `intake.common`, `intake.questionnaire` and `scoring`.
"""
