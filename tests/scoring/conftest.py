"""Random profiles: no deadline and no limit for the first (machines are shared), and the same ones in every run."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "shared-machine",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared-machine")
