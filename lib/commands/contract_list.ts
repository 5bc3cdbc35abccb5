import { coverage, formatCoverage } from "../contract/coverage.ts";
import { selectInstances } from "../contract/instance.ts";
import type { Case, Suite } from "../contract/suite.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import { readCaughtMutants } from "./caught_mutants.ts";
import type { ContractCall } from "./contract_call.ts";
import { loadSuite } from "./contract_fixtures.ts";
import type { ContractFlags } from "./contract_flags.ts";
import { selectionOf } from "./contract_selection.ts";

/** The cases a command line selects, on whatever backend. */
function selectCases(
  { cases, profile }: Suite,
  { flags, ids }: { flags: ContractFlags; ids: readonly string[] },
) {
  const backends = profile.backends.filter(({ name }) =>
    flags.backend === undefined || name === flags.backend
  );
  const targets = backends.map(({ name }) => ({ name: "", url: "", backend: name, writable: false }));
  return [
    ...new Set(
      selectInstances(cases, { targets, selection: selectionOf(flags, ids) }).map((one) => one.case),
    ),
  ];
}

function listCases(cases: readonly Case[], flags: ContractFlags): string {
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
 * @throws {UsageError} When the selection is empty.
 */
export async function listContract(flags: ContractFlags, call: ContractCall): Promise<ExitCode> {
  const suite = await loadSuite(flags);
  const cases = selectCases(suite, { flags, ids: call.cases });
  if (flags.list) {
    call.terminal.stdout.write(listCases(cases, flags));
    return EXIT.ok;
  }
  // Mutants are of the package's own server and are caught by its own cases.
  const mutants = flags.fixtures === undefined ? await readCaughtMutants() : undefined;
  const rows = coverage({ ...suite, cases }, mutants);
  call.terminal.stdout.write(flags.json ? `${JSON.stringify(rows, undefined, 2)}\n` : formatCoverage(rows));
  return EXIT.ok;
}
