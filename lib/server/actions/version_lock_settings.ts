import type { Actions } from "./action.ts";
import { setFlowSettings } from "./set_flow_settings.ts";

/** Mutations of version locking, on the cloud backend. Source: `reference/prefect-api.md` §9.2 (names and shapes). */
export const versionLockActions: Actions = {
  enable_flow_version_lock: setFlowSettings({ version_locking_enabled: true }),
  disable_flow_version_lock: setFlowSettings({ version_locking_enabled: false }),
};
