import { OPEN } from "../access/principal.ts";
import { scheduleFlowRuns } from "../actions/schedule_flow_runs.ts";
import { pagesOfIds, type ServiceContext } from "./background_service.ts";

/** So many flows are read and written together: ten runs of each with all their task runs at the most. */
const FLOWS_AT_ONCE = 10;

/**
 * Makes the next runs of all flows with an active schedule. A flow whose schedule cannot be read is passed over and
 * told of.
 *
 * Source: `reference/prefect-api.md` §6.7.
 *
 * @param context The database and the time.
 */
export async function runScheduler(context: ServiceContext): Promise<void> {
  const { store, now, onFault } = context;
  const where = { is_schedule_active: true, archived: false };
  for await (const ids of pagesOfIds(context, "flow", { where, size: FLOWS_AT_ONCE })) {
    const { failures } = await store.transaction((transaction) =>
      scheduleFlowRuns({ transaction, principal: OPEN, now }, ids)
    );
    for (const [id, cause] of failures) onFault(new ScheduleFault(id, cause));
  }
}

/** A flow could not be scheduled. */
class ScheduleFault extends SyntaxError {
  override readonly name = "ScheduleFault";

  constructor(flowId: string, cause: Error) {
    super(`Cannot schedule flow "${flowId}": ${cause.message}`, { cause });
  }
}
