"""The Comprehensive Ranking System.

May import `scoring`.
"""
