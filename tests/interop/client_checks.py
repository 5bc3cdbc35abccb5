"""What programs do with prefect.Client 1.4.1; prints one JSON object per check: {"name", "fault"}."""
import time

import pendulum
import prefect
from prefect.backend import delete_key, get_key_value, list_keys, set_key_value
from prefect.client import Client, Secret
from prefect.exceptions import AuthorizationError, ClientError

from checks import check, raises, run_checks

CREATE_KEY = "mutation($input: create_api_key_input!) { create_api_key(input: $input) { id key } }"
REVOKE_KEY = "mutation($input: delete_api_key_input!) { delete_api_key(input: $input) { success } }"


def new_key(client, **more):
    user_id = client.graphql("query { auth_info { user_id } }").data.auth_info.user_id
    variables = {"input": {"user_id": user_id, "name": "interop", **more}}
    return client.graphql(CREATE_KEY, variables=variables).data.create_api_key


@check("Client.get_available_tenants() lists the tenants by slug")
def _(client):
    assert [tenant["slug"] for tenant in client.get_available_tenants()] == ["default", "second"]


@check("Client.tenant_id is the key's default until another is chosen")
def _(client):
    tenants = {tenant["slug"]: tenant["id"] for tenant in client.get_available_tenants()}
    assert client.tenant_id == tenants["default"]
    assert client.switch_tenant(tenant_slug="second")
    assert client.tenant_id == tenants["second"]
    assert client.graphql("query { auth_info { tenant_id } }").data.auth_info.tenant_id == tenants["second"]


@check("Client.switch_tenant() refuses a slug that nobody has")
def _(client):
    assert "No matching tenant found" in raises(Exception, lambda: client.switch_tenant(tenant_slug="nobody"))


@check("Client.graphql() takes structures and JSON variables")
def _(client):
    client.create_project("Interop")
    result = client.graphql({"query": {"project(where: {name: {_eq: \"Interop\"}})": {"id", "name"}}})
    assert [project.name for project in result.data.project] == ["Interop"]


@check("Client.graphql() raises ClientError for a field that does not exist")
def _(client):
    assert "GRAPHQL_VALIDATION_FAILED" in raises(ClientError, lambda: client.graphql("query { nonsense }"))


@check("Client.set_secret() and Secret.get() keep any JSON")
def _(client):
    for value in ["hunter2", 12, None, True, {"a": [1, {"b": "é 🔑"}]}]:
        client.set_secret("INTEROP", value)
        assert Secret("INTEROP").get() == value, value
    assert Secret("INTEROP").exists()
    assert not Secret("NOTHING").exists()


@check("Secret.get() raises KeyError for a secret that is not there")
def _(client):
    assert "NOTHING" in raises(KeyError, Secret("NOTHING").get)


@check("the key-value store keeps, lists and forgets")
def _(client):
    first = set_key_value("color", {"name": "blue", "rgb": [0, 0, 255]})
    assert set_key_value("color", "red") == first
    set_key_value("shape", None)
    assert get_key_value("color") == "red"
    assert get_key_value("shape") is None
    assert sorted(list_keys()) == ["color", "shape"]
    assert delete_key("color")
    assert "color" in raises(ValueError, lambda: get_key_value("color"))


@check("Client.update_task_tag_limit() and its siblings set, tell and lift a limit")
def _(client):
    client.update_task_tag_limit("database", 3)
    assert client.get_task_tag_limit("database") == 3
    limits = client.graphql("query { task_tag_limit { id } }").data.task_tag_limit
    client.delete_task_tag_limit(limits[0].id)
    assert client.get_task_tag_limit("database") is None


@check("a revoked key makes Client raise AuthorizationError")
def _(client):
    key = new_key(client)
    other = Client(api_key=key.key)
    assert other.get_available_tenants()
    client.graphql(REVOKE_KEY, variables={"input": {"key_id": key.id}})
    assert "UNAUTHENTICATED" in raises(AuthorizationError, other.get_available_tenants)


@check("an expired key makes Client raise AuthorizationError")
def _(client):
    key = new_key(client, expires_at=pendulum.now("UTC").add(seconds=3).isoformat())
    other = Client(api_key=key.key)
    assert other.get_available_tenants()
    time.sleep(3.5)
    assert "UNAUTHENTICATED" in raises(AuthorizationError, other.get_available_tenants)


@check("no key makes Client raise AuthorizationError")
def _(client):
    other = Client(api_key="x")
    other.api_key = None
    raises(AuthorizationError, other.get_available_tenants)


run_checks(lambda: Client(api_key=prefect.config.cloud.api_key))
