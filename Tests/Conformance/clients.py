#!/usr/bin/env python3
"""clients.py: clients of other authors against a running gateway.

NUCLEUS_URL is the address of its GraphQL endpoint, NUCLEUS_KEY a key that may do everything, NUCLEUS_SDL a file with what
`api-gateway schema` prints. Writes one line for each check, `ok NAME` or `failed NAME: WHY`, and ends with 1 when one
failed.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import httpx_sse
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from graphql import GraphQLError, parse, validate
from sgqlc import introspection as sgqlc_introspection
from sgqlc.endpoint.http import HTTPEndpoint
from sgqlc.operation import Operation

import schemas

URL = os.environ["NUCLEUS_URL"]
HEADERS = {"Authorization": f"Bearer {os.environ['NUCLEUS_KEY']}"}
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def gql_client():
    return Client(transport=HTTPXTransport(url=URL, headers=HEADERS, timeout=20), fetch_schema_from_transport=True)


def synthetic(name):
    return {"name": name, "config": {"templateId": "synthetic", "parameters": {"latencyMs": 20}}}


def run_until_end(session, endpoint):
    """Triggers a run and gives its states, as polling sees them."""
    trigger = gql("mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { id status } }")
    trigger.variable_values = {"id": endpoint}
    run = session.execute(trigger)["triggerEndpointCollection"]
    states, deadline = [run["status"]], time.monotonic() + 30
    while states[-1] in ("QUEUED", "RUNNING"):
        expect(time.monotonic() < deadline, f"the run does not end: {states}")
        query = gql("query ($id: ID!) { collectionRun(id: $id) { status } }")
        query.variable_values = {"id": run["id"]}
        states.append(session.execute(query)["collectionRun"]["status"])
        time.sleep(0.05)
    return states


@check
def gql_validates_by_the_fetched_schema():
    with gql_client() as session:
        expect(session.client.schema.query_type.name == "Query", "no schema was fetched")
        try:
            session.execute(gql("{ health { nowhere } }"))
        except GraphQLError as error:
            expect("nowhere" in error.message, error.message)
        else:
            raise AssertionError("a wrong document was sent")


@check
def gql_runs_a_query():
    with gql_client() as session:
        answer = session.execute(gql("query A { health { status version } endpointTemplates { id fields { key } } }"))
    expect(answer["health"]["status"] == "ok", answer)
    expect(any(template["id"] == "postgres" for template in answer["endpointTemplates"]), answer)


@check
def gql_runs_mutations_with_variables():
    with gql_client() as session:
        register = gql("mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id name createdAt } }")
        register.variable_values = {"input": synthetic("By gql")}
        endpoint = session.execute(register)["registerEndpoint"]
        expect(endpoint["name"] == "By gql", endpoint)
        states = run_until_end(session, endpoint["id"])
        expect(states[-1] == "SUCCEEDED", states)
        delete = gql("mutation ($id: ID!) { deleteEndpoint(id: $id) }")
        delete.variable_values = {"id": endpoint["id"]}
        expect(session.execute(delete) == {"deleteEndpoint": True}, "not deleted")


@check
def gql_shows_the_errors_of_the_server():
    with gql_client() as session:
        unknown = gql("query ($id: ID!) { endpoint(id: $id) { id } deleted: collection(id: $id) { id } }")
        unknown.variable_values = {"id": "0198c0de-0000-7000-8000-000000000001"}
        expect(session.execute(unknown) == {"endpoint": None, "deleted": None}, "something is there")
        trigger = gql("mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { id } }")
        trigger.variable_values = unknown.variable_values
        try:
            session.execute(trigger)
        except TransportQueryError as error:
            code = error.errors[0]["extensions"]["code"]
            expect(code == "E_ENDPOINT_NOT_FOUND", error.errors)
            expect(error.errors[0]["path"] == ["triggerEndpointCollection"], error.errors)
        else:
            raise AssertionError("a run of nothing was made")


@check
def graphql_core_builds_the_schema_from_introspection():
    answer = httpx.post(URL, headers=HEADERS, json={"query": schemas.QUERY}, timeout=20).json()
    expect("errors" not in answer, answer.get("errors"))
    told = schemas.of_introspection(answer["data"])
    printed = schemas.of_sdl(Path(os.environ["NUCLEUS_SDL"]).read_text(encoding="utf-8"))
    expect(schemas.text(told) == schemas.text(printed), "introspection and printed schema differ")
    expect(validate(told, parse("{ health { status } endpoints(first: 1) { id } }")) == [], "the schema is odd")


@check
def sgqlc_introspects_generates_and_calls():
    endpoint = HTTPEndpoint(URL, HEADERS, timeout=20)
    answer = endpoint(sgqlc_introspection.query, sgqlc_introspection.variables())
    expect("errors" not in answer, answer.get("errors"))
    with tempfile.TemporaryDirectory() as folder:
        source, module = Path(folder, "schema.json"), Path(folder, "generated_schema.py")
        source.write_text(json.dumps(answer), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "sgqlc.codegen", "schema", str(source), str(module)], check=True, capture_output=True
        )
        spec = importlib.util.spec_from_file_location("generated_schema", module)
        generated = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(generated)
    schema = generated.generated_schema
    operation = Operation(schema.Query)
    operation.health().version()
    runs = operation.run_connection(first=5, filter={"status": "SUCCEEDED"})
    runs.nodes().id()
    runs.page_info().has_next_page()
    data = endpoint(operation)
    expect("errors" not in data, data.get("errors"))
    result = operation + data
    expect(result.health.version, "no version")
    expect(result.run_connection.page_info.has_next_page in (True, False), "no page")


@check
def httpx_asks_by_get():
    answer = httpx.get(
        URL, headers={**HEADERS, "Accept": "application/graphql-response+json"},
        params={
            "query": "query A($id: String!) { endpointBySourceId(sourceId: $id) { id } }",
            "operationName": "A", "variables": '{"id": "x y&z+é"}',
        },
        timeout=20,
    )
    expect(answer.status_code == 200 and answer.json() == {"data": {"endpointBySourceId": None}}, answer.text)
    expect(answer.headers["content-type"].startswith("application/graphql-response+json"), answer.headers)


@check
def httpx_sse_follows_a_subscription():
    with gql_client() as session:
        if session.client.schema.subscription_type is None:
            return
        register = gql("mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }")
        register.variable_values = {"input": synthetic("By SSE")}
        endpoint = session.execute(register)["registerEndpoint"]["id"]
        body = {
            "query": "subscription ($id: ID!) { runChanged(endpointId: $id) { id status } }",
            "variables": {"id": endpoint},
        }
        states = []
        with httpx.Client(headers=HEADERS, timeout=30) as client:
            with httpx_sse.connect_sse(client, "POST", URL, json=body) as source:
                run_until_end(session, endpoint)
                for event in source.iter_sse():
                    expect(event.event == "next", f"{event.event}: {event.data}")
                    states.append(json.loads(event.data)["data"]["runChanged"]["status"])
                    if states[-1] not in ("QUEUED", "RUNNING"):
                        break
        expect(states[-1] == "SUCCEEDED", states)


def main():
    failed = False
    for function in CHECKS:
        try:
            function()
            print(f"ok {function.__name__}", flush=True)
        except Exception as error:  # whatever a client throws is what the check is about
            failed = True
            print(f"failed {function.__name__}: {type(error).__name__}: {error}", flush=True)
    return int(failed)


sys.exit(main())
