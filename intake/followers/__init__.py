"""Following the rounds by an address alone: asking, confirming, changing, stopping.

May import `intake.consents` and anything that it may import; the messages of rounds are those of `draws.followers`.
"""
