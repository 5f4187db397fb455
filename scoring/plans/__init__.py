"""From a score to a decision: what cannot wait, which ways there are, and what would take a score to a target.

Pure like all of scoring: the rounds of the past are given in by the caller.

May import `scoring`.
"""
