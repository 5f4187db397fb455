"""The rules of Express Entry: facts and a day in; points, requirements and reasons out.

May import nothing of ours.
"""
