"""The news of a round to those who follow the rounds by an address alone (`intake.followers`).

May import `draws.outbox` and `draws.rounds`, and anything that they may import.
"""
