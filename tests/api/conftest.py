"""API tests use the console's small province."""

from tests.console.conftest import sign_in, world

__all__ = ["sign_in", "world"]
