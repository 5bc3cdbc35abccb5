/** Mutations of cloud hooks and of the messages that they leave (`reference/prefect-api.md` §6.6). */
export const CLOUD_HOOK_OPERATIONS = /* GraphQL */ `
extend type Mutation {
  "Have something told when flow runs come into one of these states"
  create_cloud_hook(input: create_cloud_hook_input!): cloud_hook_id_payload
  "Remove a cloud hook"
  delete_cloud_hook(input: delete_cloud_hook_input!): success_payload
  "Call a cloud hook again when states change"
  set_cloud_hook_active(input: set_cloud_hook_active_input!): success_payload
  "Keep a cloud hook but do not call it"
  set_cloud_hook_inactive(input: set_cloud_hook_inactive_input!): success_payload
  "Call a cloud hook now; what went wrong is in the payload"
  test_cloud_hook(input: test_cloud_hook_input!): success_payload
  "Mark a message as read"
  mark_message_as_read(input: mark_message_as_read_input!): success_payload
  "Mark a message as not read"
  mark_message_as_unread(input: mark_message_as_unread_input!): success_payload
  "Remove a message"
  delete_message(input: delete_message_input!): success_payload
}

enum cloud_hook_type {
  "Events for PagerDuty: config has api_token, routing_key and severity"
  PAGERDUTY
  "Rows of the table message: config is {}"
  PREFECT_MESSAGE
  "A text for an incoming webhook of Slack: config has url"
  SLACK_WEBHOOK
  "Text messages by Twilio: config has account_sid, auth_token, messaging_service_sid and to"
  TWILIO
  "The event as JSON by POST: config has url"
  WEBHOOK
}

input create_cloud_hook_input {
  config: JSON
  name: String
  "Names of state classes in any case; runs must be in exactly one of these"
  states: [String!]!
  tenant_id: UUID!
  type: cloud_hook_type!
  "Only runs of this group; default: all"
  version_group_id: String
}

type cloud_hook_id_payload {
  id: UUID
}

input delete_cloud_hook_input {
  cloud_hook_id: UUID!
}

input set_cloud_hook_active_input {
  cloud_hook_id: UUID!
}

input set_cloud_hook_inactive_input {
  cloud_hook_id: UUID!
}

enum test_cloud_hook_state_type {
  FAILED
  RUNNING
  SCHEDULED
  SUBMITTED
  SUCCESS
}

input test_cloud_hook_input {
  cloud_hook_id: UUID!
  "The run to tell of; default: one that is made up"
  flow_run_id: UUID
  "Default: SUCCESS"
  state_type: test_cloud_hook_state_type
}

input mark_message_as_read_input {
  message_id: UUID!
}

input mark_message_as_unread_input {
  message_id: UUID!
}

input delete_message_input {
  message_id: UUID!
}
`;
