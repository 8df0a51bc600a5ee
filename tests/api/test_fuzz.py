"""Generated requests against the API's own description: whatever comes in, no answer is a fault of ours."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.console.world import World

from zhengjian.ledger import tokens
from zhengjian.model import SHANGHAI

schemathesis = pytest.importorskip("schemathesis", reason="没有安装 schemathesis")
EXAMPLES = 4


def test_no_generated_request_brings_the_api_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhengjian.api.routes import api
    from zhengjian.console.wsgi import application

    monkeypatch.setattr("zhengjian.service.rechecking.busy", lambda workspace: True)
    now = datetime.now(SHANGHAI)
    token = tokens.make("office", "fuzz", ["read", "review", "answer", "check", "probe"], now, now + timedelta(days=1))
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema.app = application
    statuses: set[int] = set()
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    for result, mode in itertools.product(list(schema.get_all_operations()), modes):
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @_given(operation, mode)
        def probe(case: Any) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (case.method, case.path, answer.text[:300])

        probe()
    assert {200, 422} <= statuses


def _given(operation: Any, mode: Any) -> Any:
    from hypothesis import given

    return given(case=operation.as_strategy(generation_mode=mode))
