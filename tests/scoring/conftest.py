"""Random profiles: no deadline (machines are shared), and the same ones in every run."""

from hypothesis import settings

settings.register_profile("shared-machine", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("shared-machine")
