import type { JsonObject } from "../../core/json.ts";
import type { CloudHook } from "../actions/state_event.ts";

/** A request by POST that a cloud hook comes down to. */
export interface HookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What hooks are told, complete. */
export interface HookEvent extends JsonObject {
  readonly id: string;
  readonly timestamp: string;
  readonly type: "FlowRunStateChange";
  readonly flow_run: JsonObject;
  readonly state: JsonObject;
  readonly flow: JsonObject;
  readonly tenant: JsonObject;
  readonly is_test_event: boolean;
}

/**
 * An event in a sentence.
 *
 * @param event The event.
 * @returns For people who are not to read JSON.
 */
export function eventText({ flow_run, flow, state }: HookEvent): string {
  return `Run ${flow_run.name} of flow ${flow.name} entered a new state: ${state.state}.`;
}

function jsonCall(url: string, body: JsonObject, headers: Readonly<Record<string, string>> = {}): HookCall {
  return { url, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** Slack reads three characters as markup. */
function slackText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** One text message for each number. */
function twilioCalls(config: JsonObject, event: HookEvent): HookCall[] {
  const sid = String(config.account_sid);
  const numbers = Array.isArray(config.to) ? config.to : [config.to];
  return numbers.map((number) => ({
    url: `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${btoa(`${sid}:${config.auth_token}`)}`,
    },
    body: new URLSearchParams({
      To: String(number),
      MessagingServiceSid: String(config.messaging_service_sid),
      Body: eventText(event),
    }).toString(),
  }));
}

function pagerDutyCall(config: JsonObject, event: HookEvent): HookCall {
  return jsonCall("https://events.pagerduty.com/v2/enqueue", {
    routing_key: config.routing_key!,
    event_action: "trigger",
    dedup_key: event.id,
    payload: {
      summary: eventText(event),
      severity: config.severity!,
      source: "prefect",
      timestamp: event.timestamp,
      custom_details: { event },
    },
  }, { authorization: `Token token=${config.api_token}` });
}

/**
 * The requests that tell somebody outside of an event.
 *
 * Source: `reference/prefect-api.md` §6.6 and §1.3 (body and header of webhooks); the interfaces of Slack, Twilio and
 * PagerDuty for what they take.
 *
 * @param hook The hook; its type and config were checked when it was made.
 * @param event What to tell.
 * @returns The requests; none for a hook that leaves a message here.
 *
 * @example A webhook
 * ```ts
 * import { hookCalls } from "./hook_call.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const hook = { id: "h", tenantId: "t", type: "WEBHOOK", config: { url: "https://example.com/" } };
 * const part = { name: "x" };
 * const event = {
 *   id: "e", timestamp: "2020-01-01T00:00:00+00:00", type: "FlowRunStateChange" as const,
 *   flow_run: part, state: part, flow: part, tenant: part, is_test_event: true,
 * };
 * const [call] = hookCalls(hook, event);
 * assertEquals([call?.url, call?.headers["x-prefect-event-id"]], ["https://example.com/", "e"]);
 * assertEquals(JSON.parse(call!.body), { event });
 * ```
 */
export function hookCalls({ type, config }: CloudHook, event: HookEvent): HookCall[] {
  switch (type) {
    case "WEBHOOK":
      return [jsonCall(String(config.url), { event }, { "x-prefect-event-id": event.id })];
    case "SLACK_WEBHOOK":
      return [jsonCall(String(config.url), { text: slackText(eventText(event)) })];
    case "TWILIO":
      return twilioCalls(config, event);
    case "PAGERDUTY":
      return [pagerDutyCall(config, event)];
    default:
      return [];
  }
}
