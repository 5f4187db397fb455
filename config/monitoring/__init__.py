"""What those who run a site see of it: health, numbers, logs, reports of errors, traces; none of them names anybody.

May import `config`, `config.workers`, `draws` and `intake`.
"""
