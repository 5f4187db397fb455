"""What the page says to an answer that was just given: a score's level, the time counted, duties to tick, a shortfall.

Not the hint under a question, which is the `help_text` of its field in `steps`.

May import `intake.common`, `intake.questionnaire` and `scoring`.
"""
