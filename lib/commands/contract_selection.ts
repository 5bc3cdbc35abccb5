import type { Selection } from "../contract/instance.ts";
import type { ContractFlags } from "./contract_flags.ts";

/**
 * Which cases a command line selects.
 *
 * @param flags The command line.
 * @param ids Ids or patterns; none selects all.
 * @returns The selection.
 */
export function selectionOf({ grep, tag, level, shard }: ContractFlags, ids: readonly string[]): Selection {
  return {
    ids,
    tags: tag,
    ...(grep !== undefined && { grep }),
    ...(level && { levels: level }),
    ...(shard && { shard }),
  };
}
