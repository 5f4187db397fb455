"""Finding an occupation by what people call it: every job title of the classification, and a search that forgives.

May import `scoring`.
"""
