"""The facts of a file one by one, which of them staff have seen proved, and the score of those alone.

May import `intake.models`, `intake.questionnaire`, `intake.result` and `scoring`.
"""
