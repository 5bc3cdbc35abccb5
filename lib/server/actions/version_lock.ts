import type { JsonObject } from "../../core/json.ts";
import { ApiError } from "../model/api_error.ts";
import type { ActionContext } from "./action.ts";
import { findRows } from "./own_rows.ts";

/** Of the group of a run's flow: neither can be missing. */
const SETTINGS = "flow_id.flow_group_id.settings";

/** A run whose state is to be set, and the version that the request believes it has. */
export interface Claim {
  readonly flowRunId: string;
  readonly actual: number;
  readonly claimed: number | null | undefined;
}

/**
 * Refuses to set the state of a run that has changed since it was read. Only the cloud backend does, and only for flows
 * whose group has `version_locking_enabled`; the server backend ignores versions.
 *
 * Source: `reference/prefect-api.md` §6.5.
 *
 * @param context Who asks.
 * @param claims The runs and the versions they are said to have.
 * @throws {ApiError} `VERSION_LOCKING_ERROR` when a version is not the present one.
 */
export async function checkVersionLock(context: ActionContext, claims: readonly Claim[]): Promise<void> {
  if (context.principal.kind === "open") return;
  const stale = claims.filter(({ claimed, actual }) => typeof claimed === "number" && claimed !== actual);
  if (stale.length === 0) return;
  const runs = await findRows(context, "flow_run", {
    columns: [SETTINGS],
    where: { id: stale.map(({ flowRunId }) => flowRunId) },
  });
  if (runs.some((run) => (run[SETTINGS] as JsonObject).version_locking_enabled === true)) {
    throw new ApiError("State update failed: the provided version is not the current version of the run.", {
      code: "VERSION_LOCKING_ERROR",
    });
  }
}
