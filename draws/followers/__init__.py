"""The news of a round to those who follow the rounds by an address alone (`intake.followers`).

May import `draws.models`, `draws.outbox`, `draws.rounds` and `intake`.
"""
