"""What every room may use and none owns: the one form of each typed thing, limits, caches, mail, links, languages.

May import `scoring`.
"""
