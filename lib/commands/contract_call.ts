import type { StricliProcess } from "@stricli/core";

/** What a mode of `proctor contract` is called with beside its flags. */
export interface ContractCall {
  /** Ids or patterns of cases; none selects all. */
  readonly cases: readonly string[];
  /** Where it prints. */
  readonly terminal: StricliProcess;
  /** Where the last run is remembered; empty for the current folder. */
  readonly folder: string;
}
