"""Flows that an agent runs. Prefect reads this file again for every run."""
import datetime
import os
import time

import prefect
from prefect import Flow, Parameter, case, task
from prefect.backend import get_key_value
from prefect.backend.artifacts import create_link_artifact, create_markdown_artifact, update_link_artifact
from prefect.client import Secret
from prefect.engine.results import LocalResult
from prefect.run_configs import LocalRun, UniversalRun
from prefect.storage import Local
from prefect.tasks.prefect import StartFlowRun, create_flow_run, get_task_run_result, wait_for_flow_run

STORAGE = Local(path=os.path.abspath(__file__), stored_as_script=True)
PROJECT = "Interop"


@task
def numbers(count):
    prefect.context.get("logger").info("Counting to %s", count)
    return list(range(count))


@task(task_run_name="double-{number}")
def double(number):
    return 2 * number


@task
def total(values):
    create_markdown_artifact(f"# {sum(values)}")
    update_link_artifact(create_link_artifact("https://example.org/first"), "https://example.org/second")
    return sum(values)


@task
def never():
    raise RuntimeError("never runs")


@task
def environment():
    return os.environ["INTEROP_WORD"]


@task
def fail():
    raise ValueError("as it should")


@task(max_retries=1, retry_delay=datetime.timedelta(seconds=1))
def fail_once():
    if prefect.context.get("task_run_count") < 2:
        raise ValueError("once")


@task
def recall():
    return [Secret("INTEROP_FLOW").get(), get_key_value("interop-flow")]


@task
def sleep_long():
    time.sleep(600)


WORD = LocalRun(env={"INTEROP_WORD": "hello"}, labels=[])
with Flow("mapped", storage=STORAGE, run_config=WORD, result=LocalResult()) as mapped:
    count = Parameter("count", default=3)
    required = Parameter("required")
    doubled = double.map(numbers(count))
    total(doubled)
    environment()
    with case(required, "nothing like it"):
        never()

with Flow("failing", storage=STORAGE, run_config=UniversalRun()) as failing:
    fail()

with Flow("retrying", storage=STORAGE) as retrying:
    fail_once()

SOON = {"PREFECT__CLOUD__CHECK_CANCELLATION_INTERVAL": "1", "PREFECT__CLOUD__HEARTBEAT_INTERVAL": "1"}
with Flow("sleeping", storage=STORAGE, run_config=LocalRun(env=SOON)) as sleeping:
    sleep_long()

with Flow("parent", storage=STORAGE) as parent:
    child = create_flow_run(flow_name="mapped", project_name=PROJECT, parameters={"required": 1}, run_name="child")
    waited = wait_for_flow_run(child, stream_logs=True, raise_final_state=True)
    get_task_run_result(child, task_slug="total-1", upstream_tasks=[waited], poll_time=1)
    start = StartFlowRun(flow_name="retrying", project_name=PROJECT, wait=True, poll_interval=datetime.timedelta(seconds=3))
    start(upstream_tasks=[waited])

CLOUD = LocalRun(env={"PREFECT__CLOUD__USE_LOCAL_SECRETS": "false"})
with Flow("recalling", storage=STORAGE, run_config=CLOUD, result=LocalResult()) as recalling:
    recall()

ALL = [mapped, failing, retrying, sleeping, parent]
