"""Flows that an agent runs with a runner's key on the cloud backend; prints one JSON object per check: {"name", "fault"}."""
import time

from prefect.backend import FlowRunView, set_key_value
from prefect.client import Client

import flows
from checks import check, run_checks

PATIENCE = 120


def finished(client, flow_run_id):
    end = time.time() + PATIENCE
    while time.time() < end:
        state = client.get_flow_run_state(flow_run_id)
        if state.is_finished():
            return state
        time.sleep(0.5)
    raise AssertionError(f"{flow_run_id} did not end within {PATIENCE} seconds")


@check("an agent's flow on Cloud reads a secret and a shared value")
def _(client):
    client.set_secret("INTEROP_FLOW", {"a": 1})
    set_key_value("interop-flow", [1, 2])
    flow_id = flows.recalling.register(project_name="Flows", no_url=True)
    run = client.create_flow_run(flow_id=flow_id)
    assert finished(client, run).is_successful()
    result = FlowRunView.from_flow_run_id(run).get_task_run(task_slug="recall-1").get_result()
    assert result == [{"a": 1}, [1, 2]], result


@check("an agent's flow on Cloud runs to Success with its versions locked")
def _(client):
    flow_id = flows.retrying.register(project_name="Flows", no_url=True)
    mutation = "mutation($input: enable_flow_version_lock_input!) { enable_flow_version_lock(input: $input) { success } }"
    client.graphql(mutation, variables={"input": {"flow_id": flow_id}})
    run = client.create_flow_run(flow_id=flow_id)
    assert finished(client, run).is_successful()
    view = FlowRunView.from_flow_run_id(run)
    states = [type(each).__name__ for each in view.states]
    assert states[0] == "Scheduled" and states[-2:] == ["Running", "Success"], states


@check("an agent's flow on Cloud runs to Failed")
def _(client):
    flow_id = flows.failing.register(project_name="Flows", no_url=True)
    assert finished(client, client.create_flow_run(flow_id=flow_id)).is_failed()


Client().create_project("Flows")
run_checks(Client)
