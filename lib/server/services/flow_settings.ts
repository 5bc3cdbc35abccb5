import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Reader } from "../store/store.ts";

/** How far back the last sign of life of a run that counts as alive may lie, in milliseconds. */
export const HEARTBEAT_LIMIT = 600_000;

/**
 * The settings of flows, which are those of their groups.
 *
 * @param reader The database.
 * @param flowIds The flows.
 * @returns Settings by the id of the flow.
 */
export async function readFlowSettings(
  reader: Reader,
  flowIds: ReadonlySet<JsonValue>,
): Promise<ReadonlyMap<JsonValue, JsonObject>> {
  const flows = await reader.select("flow", ["id", "flow_group_id"], { id: [...flowIds] as string[] });
  const groupIds = [...new Set(flows.map(({ flow_group_id }) => flow_group_id as string))];
  const groups = await reader.select("flow_group", ["id", "settings"], { id: groupIds });
  const settings = new Map(groups.map((group) => [group.id, group.settings]));
  return new Map(flows.map(({ id, flow_group_id }) => {
    const own = settings.get(flow_group_id);
    return [id!, isJsonObject(own) ? own : {}];
  }));
}
