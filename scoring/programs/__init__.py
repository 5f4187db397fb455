"""The programs: who may enter the pool at all.

A program is a table of requirements (`tables/classes/`). Each requirement is of
a kind that is written here once; its thresholds are the table's. A program that
a new edition brings needs no code, as long as its requirements are of kinds
that are known.

May import `scoring`.
"""
