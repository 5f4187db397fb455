"""How often which page is looked at, and where in the questions people stop: numbers of a day, of nobody.

May import `intake.common` and `intake.models`.
"""
