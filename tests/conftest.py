"""Profiles of generated tests: `default` is small and the same each time; `deep` searches (make deep).

The cohort kernel runs as plain Python, which is quicker for tests than to compile it; make test-kernel compiles it.
"""

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings

os.environ.setdefault("NUMBA_DISABLE_JIT", "1")  # numba reads it when it is first imported

settings.register_profile(
    "default",
    max_examples=50,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    max_examples=2000,
    deadline=timedelta(seconds=20),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")
