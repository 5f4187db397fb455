"""The firm as the site presents it: look, people, services, offices, steps, promises, questions and their pictures.

May import `intake.common`, `intake.models` and `scoring`.
"""
