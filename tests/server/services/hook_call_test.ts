import { assertEquals } from "@std/assert";
import { hookCalls, type HookEvent } from "../../../lib/server/services/hook_call.ts";

const EVENT: HookEvent = {
  id: "e1",
  timestamp: "2020-01-01T00:00:00+00:00",
  type: "FlowRunStateChange",
  flow_run: { name: "amber-badger" },
  flow: { name: "etl" },
  state: { state: "Failed" },
  tenant: {},
  is_test_event: false,
};
const TEXT = "Run amber-badger of flow etl entered a new state: Failed.";

Deno.test("hookCalls() sends a text message to each number", () => {
  const config = {
    account_sid: "AC/1",
    auth_token: "token",
    messaging_service_sid: "MG1",
    to: ["+1", "+2"],
  };
  const calls = hookCalls({ id: "h", tenantId: "t", type: "TWILIO", config }, EVENT);
  assertEquals(calls.map(({ url }) => url), [
    "https://api.twilio.com/2010-04-01/Accounts/AC%2F1/Messages.json",
    "https://api.twilio.com/2010-04-01/Accounts/AC%2F1/Messages.json",
  ]);
  assertEquals(calls[0]!.headers.authorization, `Basic ${btoa("AC/1:token")}`);
  assertEquals(calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body))), [
    { To: "+1", MessagingServiceSid: "MG1", Body: TEXT },
    { To: "+2", MessagingServiceSid: "MG1", Body: TEXT },
  ]);
});

Deno.test("hookCalls() triggers an incident", () => {
  const config = { api_token: "token", routing_key: "route", severity: "error" };
  const [call] = hookCalls({ id: "h", tenantId: "t", type: "PAGERDUTY", config }, EVENT);
  assertEquals([call!.url, call!.headers.authorization], [
    "https://events.pagerduty.com/v2/enqueue",
    "Token token=token",
  ]);
  const { payload, ...body } = JSON.parse(call!.body);
  assertEquals(body, { routing_key: "route", event_action: "trigger", dedup_key: "e1" });
  assertEquals([payload.summary, payload.severity], [TEXT, "error"]);
});

Deno.test("hookCalls() calls nobody for a message", () => {
  assertEquals(hookCalls({ id: "h", tenantId: "t", type: "PREFECT_MESSAGE", config: {} }, EVENT), []);
});
