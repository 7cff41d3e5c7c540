"""Hypothesis profiles: the default covers everything, ``extended`` only raises the counts."""

from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("default", max_examples=150, deadline=None)
settings.register_profile("extended", max_examples=2_000, deadline=None)
settings.load_profile("default")
