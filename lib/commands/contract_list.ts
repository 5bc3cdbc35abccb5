import { coverage, formatCoverage } from "../contract/coverage.ts";
import type { Suite } from "../contract/suite.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import type { ContractCall } from "./contract_call.ts";
import { loadSuite } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";

function listCases({ cases }: Suite, flags: ContractFlags): string {
  const rows = cases.map(({ name, level, proves, backends, title }) => ({
    id: name,
    level,
    proves,
    backends,
    title,
  }));
  if (flags.json) return `${JSON.stringify(rows, undefined, 2)}\n`;
  const width = Math.max(...rows.map(({ id }) => id.length), 0);
  return rows.map(({ id, level, proves, title }) =>
    `${id.padEnd(width)}  ${level.padEnd(6)}  ${proves.join(",")}  ${title}\n`
  ).join("");
}

/**
 * `proctor contract --list` and `--coverage`: prints what there is, and sends nothing.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {FixtureError} When a fixture is broken.
 */
export async function listContract(flags: ContractFlags, call: ContractCall): Promise<ExitCode> {
  const suite = await loadSuite(flags);
  const rows = coverage(suite);
  const table = flags.json ? `${JSON.stringify(rows, undefined, 2)}\n` : formatCoverage(rows);
  call.terminal.stdout.write(flags.list ? listCases(suite, flags) : table);
  return EXIT.ok;
}
