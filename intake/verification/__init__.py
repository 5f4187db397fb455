"""The facts of a file one by one, which of them staff have seen proved, and the score of those alone.

May import `intake.result` and anything that it may import.
"""
