/** One part of `deno task test`: a run of Deno that must end with 0. */
export interface Stage {
  /** Short name, as in `--only NAME`. */
  readonly name: string;
  /** Arguments of `deno`. */
  readonly args: readonly string[];
  /** Whether it reports how many of its tests, cases or mutants passed; if not, it counts as one. */
  readonly counted: boolean;
  /** Whether it is given a PostgreSQL, by its URL in `PROCTOR_TEST_POSTGRES`. */
  readonly needsPostgres?: true;
  /** What it leaves out where there is no PostgreSQL; absent where that is all of it. */
  readonly withoutPostgres?: readonly string[];
  /** Whether `deno task ok`, the quick look before a commit, has it too; those run side by side, without a PostgreSQL. */
  readonly quick: boolean;
}

/** Everything that must hold, in the order in which a break is cheapest to find. */
export const STAGES: readonly Stage[] = [
  { name: "format", args: ["fmt", "--check"], counted: false, quick: true },
  { name: "lint", args: ["lint"], counted: false, quick: true },
  { name: "types", args: ["check", "--frozen", "--doc", "."], counted: false, quick: true },
  { name: "docs", args: ["doc", "--lint", "mod.ts"], counted: false, quick: true },
  {
    name: "layers",
    args: ["run", "-q", "--allow-read=.", "scripts/dev/check_layers.ts"],
    counted: false,
    quick: true,
  },
  {
    name: "examples",
    args: ["test", "-P=test", "--shuffle", "scripts/dev/run_examples.ts"],
    counted: true,
    quick: true,
  },
  {
    name: "tests",
    args: ["run", "-q", "-A", "scripts/dev/run_tests.ts"],
    counted: true,
    needsPostgres: true,
    withoutPostgres: ["--without-postgres"],
    quick: false,
  },
  { name: "contract", args: ["task", "contract", "--no-color"], counted: true, quick: false },
  {
    name: "postgres",
    args: ["run", "-q", "-P=test", "scripts/dev/contract_postgres.ts"],
    counted: true,
    needsPostgres: true,
    quick: false,
  },
  { name: "mutants", args: ["task", "mutants"], counted: true, quick: false },
  {
    name: "secrets",
    args: ["run", "-q", "--allow-read=.", "scripts/dev/scan_secrets.ts"],
    counted: false,
    quick: false,
  },
];
