"""The client's side: questions, answers, result, consent; and the client's file.

May import `scoring`.
"""
