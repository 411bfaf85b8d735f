"""The committed contract says what the routes say."""

from fastapi import FastAPI

from openapi import api, contract


def test_the_contract_has_not_drifted() -> None:
    app = FastAPI()
    api.install(app)
    assert not contract.drifted(app), "run `qingling openapi` and commit openapi/openapi.json"
