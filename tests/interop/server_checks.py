"""What programs do with Prefect 1.4.1 and its server backend; prints one JSON object per check: {"name", "fault"}.

A local agent must be running. At the end every public method of Client has been called.
"""
import datetime
import inspect
import time

import pendulum
import prefect
from prefect import Flow, Parameter, task
from prefect.backend import FlowRunView, FlowView, TaskRunView, TenantView, set_key_value
from prefect.client import Client
from prefect.engine.result import Result
from prefect.engine.state import Cached, Cancelled, Failed, Running, Scheduled, Submitted, Success
from prefect.exceptions import ClientError
from prefect.run_configs import LocalRun
from prefect.schedules import CronSchedule, IntervalSchedule, Schedule
from prefect.schedules.clocks import DatesClock
from prefect.storage import Local
from prefect.tasks.prefect import CancelFlowRun, RenameFlowRun, create_flow_run, wait_for_flow_run

import flows
from checks import check, raises, report, run_checks

PATIENCE = 180
PROJECT = flows.PROJECT
# How many calls of each method of Client came back, and how many raised.
CALLS = {}
# Cloud alone has these: Prefect Server refuses what they ask.
CLOUD_ONLY = {"switch_tenant", "set_secret", "get_task_tag_limit", "update_task_tag_limit", "delete_task_tag_limit"}


def trace(name, method):
    CALLS[name] = [0, 0]

    def traced(*args, **kwargs):
        try:
            result = method(*args, **kwargs)
        except BaseException:
            CALLS[name][1] += 1
            raise
        CALLS[name][0] += 1
        return result

    setattr(Client, name, traced)


for method_name, found in inspect.getmembers(Client, inspect.isfunction):
    if not method_name.startswith("_"):
        trace(method_name, found)


def until(what, holds):
    end = time.time() + PATIENCE
    while time.time() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"no {what} within {PATIENCE} seconds")


def rows(client, query):
    return next(iter(client.graphql("query { %s }" % query).data.values()))


def finished(client, flow_run_id):
    def state():
        current = client.get_flow_run_state(flow_run_id)
        return current if current.is_finished() else None

    return until(f"end of {flow_run_id}", state)


IDS = {}
RUNS = {}


@task(name="step")
def step(x):
    return x


def simple_flow(name, **more):
    with Flow(name, storage=Local(), **more) as flow:
        step(Parameter("x", default=1))
    return flow


@check("Client.create_tenant() makes a tenant that TenantView and get_available_tenants() show")
def _(client):
    tenant_id = client.create_tenant("Second", slug="second")
    assert {tenant["slug"] for tenant in client.get_available_tenants()} == {"default", "second"}
    assert TenantView.from_tenant_id(tenant_id).slug == "second"
    assert TenantView.from_current_tenant().slug == client.get_default_tenant_slug() == "default"
    assert client.tenant_id != tenant_id


@check("Client.create_project() makes a project once, and delete_project() removes it")
def _(client):
    project_id = client.create_project(PROJECT, "What programs do")
    assert client.create_project(PROJECT) == project_id
    client.create_project("Gone")
    assert client.delete_project("Gone")
    assert "not found" in raises(ValueError, lambda: client.delete_project("Gone"))


@check("flow.register() registers parameters, mapping, run configs and edges")
def _(client):
    for flow in flows.ALL:
        IDS[flow.name] = flow.register(project_name=PROJECT, no_url=True)
    view = FlowView.from_flow_id(IDS["mapped"])
    assert view.name == "mapped" and view.project_name == PROJECT and not view.archived
    assert view.run_config.env == {"INTEROP_WORD": "hello"}
    stored = rows(client, 'flow(where: {id: {_eq: "%s"}}) { parameters tasks { slug mapped } edges { id mapped } }' % IDS["mapped"])[0]
    assert len(stored.tasks) == len(flows.mapped.tasks), stored.tasks
    assert len(stored.edges) == len(flows.mapped.edges)
    assert sum(edge.mapped for edge in stored.edges) == 1
    assert {each["name"]: each["required"] for each in stored.parameters} == {"count": False, "required": True}


@check("Client.register() makes versions, archives the last, and knows an idempotency key")
def _(client):
    flow = simple_flow("versions")
    first = client.register(flow, project_name=PROJECT, no_url=True, idempotency_key="a")
    assert client.register(flow, project_name=PROJECT, no_url=True, idempotency_key="a") == first
    second = client.register(flow, project_name=PROJECT, no_url=True, idempotency_key="b", compressed=False)
    stored = rows(client, 'flow(where: {name: {_eq: "versions"}}, order_by: {version: asc}) { id version archived }')
    assert [(each.id, each.version, each.archived) for each in stored] == [(first, 1, True), (second, 2, False)]
    group = rows(client, 'flow_by_pk(id: "%s") { version_group_id }' % second).version_group_id
    third = client.register(flow, project_name=PROJECT, no_url=True, version_group_id=group)
    assert FlowView.from_flow_name("versions").flow_id == third
    IDS["versions"] = third
    assert third in client.get_cloud_url("flow", third)


@check("Client.register() refuses a project that does not exist")
def _(client):
    message = raises(ValueError, lambda: client.register(simple_flow("lost"), project_name="Nowhere", no_url=True))
    assert "not found" in message


@check("flow.register() with a schedule makes the next ten runs at the times the client would choose")
def _(client):
    schedules = {
        "by cron": CronSchedule("0 9 * * 1-5", start_date=pendulum.datetime(2020, 1, 1, tz="Europe/Berlin")),
        "by interval": IntervalSchedule(interval=datetime.timedelta(hours=7), start_date=pendulum.datetime(2020, 1, 1)),
        "by dates": Schedule(clocks=[DatesClock([pendulum.now("UTC").add(days=days) for days in (1, 2)], labels=["night"])]),
    }
    for name, schedule in schedules.items():
        flow = simple_flow(name, schedule=schedule)
        flow_id = flow.register(project_name=PROJECT, no_url=True)
        stored = rows(client, 'flow_run(where: {flow_id: {_eq: "%s"}}, order_by: {scheduled_start_time: asc}) { scheduled_start_time auto_scheduled state labels }' % flow_id)
        assert [pendulum.parse(run.scheduled_start_time) for run in stored] == schedule.next(10), name
        assert all(run.auto_scheduled and run.state == "Scheduled" for run in stored)
        IDS[name] = flow_id
    assert all(run.labels == ["night"] for run in stored), stored
    idle = simple_flow("idle", schedule=schedules["by cron"]).register(project_name=PROJECT, no_url=True, set_schedule_active=False)
    assert rows(client, 'flow_run(where: {flow_id: {_eq: "%s"}}) { id }' % idle) == []


@check("the scheduler makes the runs of a schedule that a flow group is given")
def _(client):
    group_id = rows(client, 'flow_by_pk(id: "%s") { flow_group_id }' % IDS["by cron"]).flow_group_id
    schedule = {"flow_group_id": group_id, "cron_clocks": [{"cron": "30 4 * * *"}], "timezone": "America/New_York"}
    client.graphql("mutation($input: set_flow_group_schedule_input!) { set_flow_group_schedule(input: $input) { success } }", variables={"input": schedule})
    query = 'flow_run(where: {flow_id: {_eq: "%s"}, auto_scheduled: {_eq: true}}) { scheduled_start_time }' % IDS["by cron"]
    runs = until("scheduled runs", lambda: rows(client, query))
    local = {pendulum.parse(run.scheduled_start_time).in_tz("America/New_York").format("HH:mm") for run in runs}
    assert (len(runs), local) == (10, {"04:30"})


@check("Client.create_flow_run() takes every form")
def _(client):
    later = pendulum.now("UTC").add(days=1)
    flow_id = IDS["versions"]
    first = client.create_flow_run(
        flow_id=flow_id, context={"a": 1}, parameters={"x": 2}, run_config=LocalRun(env={"A": "b"}, labels=["nobody"]),
        scheduled_start_time=later, idempotency_key="once", run_name="named",
    )
    assert client.create_flow_run(flow_id=flow_id, idempotency_key="once") == first
    view = FlowRunView.from_flow_run_id(first)
    assert (view.name, view.parameters, view.context, view.labels) == ("named", {"x": 2}, {"a": 1}, ["nobody"]), view
    assert view.run_config.env == {"A": "b"}
    assert isinstance(view.state, Scheduled) and view.state.start_time == later, view.state
    group = rows(client, 'flow_by_pk(id: "%s") { version_group_id }' % flow_id).version_group_id
    second = client.create_flow_run(version_group_id=group, labels=["a", "nobody"])
    assert FlowRunView.from_flow_run_id(second).labels == ["a", "nobody"]
    assert FlowRunView.from_flow_run_id(second).flow_id == flow_id
    raises(ValueError, client.create_flow_run)
    assert "Required parameters" in raises(ClientError, lambda: client.create_flow_run(flow_id=IDS["mapped"]))
    IDS["held"] = second


@check("flows are given to the agent")
def _(client):
    RUNS["mapped"] = client.create_flow_run(flow_id=IDS["mapped"], parameters={"count": 4, "required": True}, run_name="four")
    RUNS["failing"] = client.create_flow_run(flow_id=IDS["failing"])
    RUNS["sleeping"] = client.create_flow_run(flow_id=IDS["sleeping"])
    until("agent", lambda: rows(client, "agent(where: {last_queried: {_is_null: false}}) { id }"))


@check("Client carries a flow run and its task runs by hand through their states")
def _(client):
    run = IDS["held"]
    client.set_flow_run_name(run, "by hand")
    info = client.get_flow_run_info(run)
    assert (info.name, info.state.is_scheduled(), len(info.task_runs)) == ("by hand", True, 2), info
    state = client.set_flow_run_state(run, version=info.version, state=Submitted(message="by hand"))
    state = client.set_flow_run_state(run, state=Running(message="by hand"))
    assert state.is_running() and client.get_flow_run_state(run).is_running()
    task_id = rows(client, 'task(where: {flow_id: {_eq: "%s"}, name: {_eq: "step"}}) { id }' % IDS["versions"])[0].id
    task_run = client.get_task_run_info(run, task_id, map_index=None)
    mapped_run = client.get_task_run_info(run, task_id, map_index=3)
    assert task_run.id != mapped_run.id and mapped_run.state.is_pending()
    client.set_task_run_name(mapped_run.id, "third")
    client.set_task_run_state(mapped_run.id, state=Running())
    expires = pendulum.now("UTC").add(hours=1)
    cached = Cached(result=Result(7), cached_inputs={}, cached_result_expiration=expires)
    client.set_task_run_state(mapped_run.id, state=cached, cache_for=datetime.timedelta(hours=1))
    assert client.get_task_run_state(mapped_run.id).is_cached()
    assert client.get_latest_cached_states(task_id, None, pendulum.now("UTC").subtract(hours=1))
    view = TaskRunView.from_task_run_id(mapped_run.id)
    assert (view.name, view.map_index, view.task_slug) == ("third", 3, "step-1"), view
    stamp = pendulum.now("UTC").isoformat()
    log = {"flow_run_id": run, "task_run_id": mapped_run.id, "timestamp": stamp, "name": "hand", "message": "é 🔑", "level": "WARNING", "info": {}}
    assert client.write_run_logs([log]) is None
    # A view shows the logs up to the last change of its run.
    client.update_flow_run_heartbeat(run)
    logs = FlowRunView.from_flow_run_id(run).get_logs()
    assert [(each.message, each.level) for each in logs] == [("é 🔑", 30)], logs
    artifact = client.create_task_run_artifact(mapped_run.id, "markdown", {"markdown": "# 1"})
    client.update_task_run_artifact(artifact, {"markdown": "# 2"})
    assert rows(client, 'task_run_artifact(where: {id: {_eq: "%s"}}) { data }' % artifact)[0].data == {"markdown": "# 2"}
    client.delete_task_run_artifact(artifact)
    assert rows(client, 'task_run_artifact(where: {id: {_eq: "%s"}}) { id }' % artifact) == []
    assert client.set_flow_run_state(run, state=Success(message="done")).is_successful()
    assert client.get_flow_run_info(run).state.message == "done"


@check("Client.cancel_flow_run() cancels what waits")
def _(client):
    run = client.create_flow_run(flow_id=IDS["versions"], labels=["nobody"])
    client.cancel_flow_run(run)
    assert isinstance(client.get_flow_run_state(run), Cancelled)
    other = client.create_flow_run(flow_id=IDS["versions"], labels=["nobody"])
    CancelFlowRun().run(flow_run_id=other)
    RenameFlowRun().run(flow_run_id=other, flow_run_name="renamed")
    view = FlowRunView.from_flow_run_id(other)
    assert (view.name, type(view.state)) == ("renamed", Cancelled)


@check("Client.register_agent() finds its agent again, and get_agent_config() its settings")
def _(client):
    first = client.register_agent("LocalAgent", name="twice", labels=["b", "a"])
    assert client.register_agent("LocalAgent", name="twice", labels=["a", "b"]) == first
    variables = {"input": {"tenant_id": client.tenant_id, "name": "config", "settings": {"yes": True}}}
    made = client.graphql("mutation($input: create_agent_config_input!) { create_agent_config(input: $input) { id } }", variables=variables)
    assert client.get_agent_config(made.data.create_agent_config.id) == {"yes": True}


@check("Client.get() and post() reach the API, attach_headers() is heard")
def _(client):
    client.attach_headers({"X-PREFECT-AGENT-ID": "7"})
    assert client.post("", params={"query": "{ hello }"})["data"]["hello"]
    assert client.get("", params={"query": "{ hello }"})["data"]["hello"]
    assert client.graphql("query { api { backend } }").data.api.backend == "SERVER"


@check("Client.save_auth_to_disk() and load_auth_from_disk() agree")
def _(client):
    client.tenant_id = client.tenant_id
    client.save_auth_to_disk()
    assert client.load_auth_from_disk()["tenant_id"] == client.tenant_id


@check("what only Cloud has is refused as Prefect Server refuses it")
def _(client):
    calls = {
        "auth_info": lambda: client.switch_tenant(tenant_slug="second"),
        "set_secret": lambda: client.set_secret("A", 1),
        "task_tag_limit": lambda: client.get_task_tag_limit("a"),
        "update_task_tag_limit": lambda: client.update_task_tag_limit("a", 1),
        "delete_task_tag_limit": lambda: client.delete_task_tag_limit(IDS["mapped"]),
        "set_key_value": lambda: set_key_value("a", 1),
    }
    for name, call in calls.items():
        message = raises(Exception, call)
        assert name in message or "Cloud" in message, (name, message)


@check("the agent runs a mapped flow to Success, with logs, artifacts and task-run names")
def _(client):
    state = finished(client, RUNS["mapped"])
    assert state.is_successful(), state
    view = FlowRunView.from_flow_run_id(RUNS["mapped"])
    assert view.name == "four"
    types = [type(each).__name__ for each in view.states]
    assert types[0] == "Scheduled" and "Submitted" in types and types[-2:] == ["Running", "Success"], types
    assert view.get_task_run(task_slug="total-1").get_result() == 12
    assert view.get_task_run(task_slug="environment-1").get_result() == "hello"
    children = view.get_task_run(task_slug="double-1").iter_mapped()
    assert sorted(child.name for child in children) == [f"double-{n}" for n in range(4)]
    skipped = view.get_task_run(task_slug="never-1")
    assert skipped.state.is_skipped(), skipped
    until("logs", lambda: any("Counting to 4" in log.message for log in view.get_logs()))
    artifacts = rows(client, 'task_run_artifact(where: {task_run: {flow_run_id: {_eq: "%s"}}}) { kind data }' % RUNS["mapped"])
    assert {each.kind: dict(each.data) for each in artifacts} == {"markdown": {"markdown": "# 12"}, "link": {"link": "https://example.org/second"}}
    assert len(view.get_all_task_runs()) == len(view.get_task_run_ids())
    assert rows(client, 'flow_run_by_pk(id: "%s") { agent { name } }' % RUNS["mapped"]).agent.name == "interop"


@check("the agent runs a failing flow to Failed")
def _(client):
    state = finished(client, RUNS["failing"])
    assert state.is_failed(), state
    view = FlowRunView.from_flow_run_id(RUNS["failing"])
    assert "as it should" in view.get_task_run(task_slug="fail-1").state.message


@check("a sleeping flow gives signs of life and is Cancelled when it is asked to be")
def _(client):
    run = RUNS["sleeping"]
    query = 'flow_run_by_pk(id: "%s") { heartbeat start_time task_runs { state } }' % run
    until("running task", lambda: any(each.state == "Running" for each in rows(client, query).task_runs))
    begun = rows(client, query)
    until("heartbeat", lambda: rows(client, query).heartbeat > begun.heartbeat)
    assert client.cancel_flow_run(run)
    assert isinstance(finished(client, run), Cancelled)


@check("a flow starts others, waits for them and reads their results; one of them is Retrying on its way")
def _(client):
    run = client.create_flow_run(flow_id=IDS["parent"])
    state = finished(client, run)
    logs = "\n".join(log.message for log in FlowRunView.from_flow_run_id(run).get_logs())
    assert state.is_successful(), (state, logs)
    assert "child" in logs, logs
    tries = rows(client, 'task_run(where: {task: {slug: {_eq: "fail_once-1"}}}) { states(order_by: {version: asc}) { state } }')
    assert [each.state for each in tries[0].states] == ["Pending", "Running", "Failed", "Retrying", "Running", "Success"], tries


@check("create_flow_run() and wait_for_flow_run() work outside of a flow")
def _(client):
    run = create_flow_run.run(flow_name="failing", project_name=PROJECT)
    view = wait_for_flow_run.run(run, stream_logs=True)
    assert view.state.is_failed(), view


@check("the agent picks a run up when it is due, not before")
def _(client):
    due = pendulum.now("UTC").add(seconds=8)
    run = client.create_flow_run(flow_id=IDS["failing"], scheduled_start_time=due)
    finished(client, run)
    states = FlowRunView.from_flow_run_id(run).states
    assert next(each for each in states if isinstance(each, Running)).timestamp >= due.subtract(seconds=1), states


run_checks(Client)

for name, (good, bad) in sorted(CALLS.items()):
    if name in CLOUD_ONLY:
        report(f"Client.{name}() → refused, Cloud only", None if bad and not good else f"{good} answered, {bad} raised")
    else:
        report(f"Client.{name}() → works", None if good else f"{good} answered, {bad} raised")
