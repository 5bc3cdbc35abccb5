import type { Actions } from "./action.ts";
import { agentConfigActions } from "./agent_configs.ts";
import { agentActions } from "./agents.ts";
import { apiKeyActions } from "./api_keys.ts";
import { apiTokenActions } from "./api_tokens.ts";
import { artifactActions } from "./artifacts.ts";
import { cloudHookActions } from "./cloud_hooks.ts";
import { customRoleActions } from "./custom_roles.ts";
import { flowGroupActions } from "./flow_groups.ts";
import { flowRunStateActions } from "./flow_run_states.ts";
import { flowRunActions } from "./flow_runs.ts";
import { flowActions } from "./flows.ts";
import { keyValueActions } from "./key_values.ts";
import { logActions } from "./logs.ts";
import { messageActions } from "./messages.ts";
import { projectActions } from "./projects.ts";
import { queueActions } from "./queue.ts";
import { membershipInvitationActions } from "./membership_invitations.ts";
import { membershipActions } from "./memberships.ts";
import { scheduleActions } from "./schedules.ts";
import { secretActions } from "./secrets.ts";
import { serviceAccountActions } from "./service_accounts.ts";
import { sessionActions } from "./sessions.ts";
import { taskRunStateActions } from "./task_run_states.ts";
import { taskRunActions } from "./task_runs.ts";
import { taskTagLimitActions } from "./task_tag_limits.ts";
import { tenantActions } from "./tenants.ts";
import { userActions } from "./users.ts";
import { versionLockActions } from "./version_lock_settings.ts";

/** What both backends do, by root field: every mutation of `SERVER_OPERATIONS`. */
export const SERVER_ACTIONS: Actions = {
  ...tenantActions,
  ...projectActions,
  ...flowActions,
  ...flowGroupActions,
  ...scheduleActions,
  ...flowRunActions,
  ...flowRunStateActions,
  ...taskRunActions,
  ...taskRunStateActions,
  ...queueActions,
  ...logActions,
  ...agentActions,
  ...agentConfigActions,
  ...artifactActions,
  ...cloudHookActions,
  ...messageActions,
};

/** What the cloud backend does on top: every mutation of `CLOUD_OPERATIONS`. */
export const CLOUD_ACTIONS: Actions = {
  ...secretActions,
  ...keyValueActions,
  ...taskTagLimitActions,
  ...apiKeyActions,
  ...apiTokenActions,
  ...serviceAccountActions,
  ...membershipActions,
  ...membershipInvitationActions,
  ...customRoleActions,
  ...sessionActions,
  ...userActions,
  ...versionLockActions,
};
