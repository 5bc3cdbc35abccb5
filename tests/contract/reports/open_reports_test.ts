import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import type { ContractFlags, ReportRequest } from "../../../lib/commands/contract_flags.ts";
import { reportRun } from "../../../lib/commands/contract_reporting.ts";
import type { RunEvent } from "../../../lib/contract/run_events.ts";
import { UnreachableError, UsageError } from "../../../lib/core/errors.ts";
import { suiteOf } from "../support.ts";
import { MIXED, sampleReport } from "./sample_report.ts";

const SUITE = suiteOf('[[case]]\nid = "a"\ntitle = "x"\nproves = ["S46"]\ndocument = "{ a }"\n');
const { run, at, targets } = sampleReport(MIXED);
const START: RunEvent = { type: "start", run, at, targets, total: MIXED.length };
const END: RunEvent = { type: "end", milliseconds: 20, interrupted: false };
const EVENTS: readonly RunEvent[] = [
  START,
  ...MIXED.map((verdict) => ({ type: "verdict", verdict } as const)),
  END,
];

/** Reports a run of these events, in a folder that is gone afterwards. */
async function report(
  requests: (folder: string) => readonly ReportRequest[],
  options: { events?: readonly RunEvent[]; json?: boolean; error?: Error } = {},
) {
  const { events = EVENTS, json = false, error } = options;
  const folder = await Deno.makeTempDir();
  let [stdout, stderr] = ["", ""];
  const terminal = {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  };
  const flags = { strict: false, color: true, json, report: requests(folder) } as unknown as ContractFlags;
  const files = new Map<string, string>();
  let thrown: unknown;
  try {
    await reportRun(flags, { terminal, folder, cases: [] }, {
      suite: SUITE,
      run({ emit }) {
        events.forEach(emit);
        return error === undefined ? Promise.resolve() : Promise.reject(error);
      },
    });
  } catch (caught) {
    thrown = caught;
  } finally {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile) files.set(name, await Deno.readTextFile(join(folder, name)));
    }
    await Deno.remove(folder, { recursive: true });
  }
  return { stdout, stderr, files, thrown };
}

Deno.test("openReports() gives stdout to a report with the path -, and stderr to the person", async () => {
  const { stdout, stderr } = await report(() => [{ kind: "tap", path: "-" }]);
  assertMatch(stdout, /^TAP version 14\n1\.\.5\nok 1 [^]*\n {2}\.\.\.\n$/);
  assertMatch(stderr, /1 passed, 2 failed, 1 warned, 1 skipped\n$/);
});

Deno.test("openReports() stops workflow commands until its own annotations come", async () => {
  const { stdout } = await report(() => [{ kind: "github", path: "-" }]);
  const lines = stdout.trimEnd().split("\n");
  const [, token] = /^::stop-commands::([\w-]{36})$/.exec(lines[0]!)!;
  const resumed = lines.indexOf(`::${token}::`);
  assert(resumed > 0);
  assertEquals(lines.slice(1, resumed).filter((line) => line.startsWith("::")), []);
  assertEquals(lines.slice(resumed + 1).filter((line) => line.startsWith("::")).length, 3);
  assertMatch(lines.at(-1)!, /^1 passed, 2 failed/);
});

Deno.test("openReports() lets workflow commands through again when the run breaks off", async () => {
  const error = new UnreachableError("Reach the target failed: it is gone");
  const { stdout, thrown } = await report(() => [{ kind: "github", path: "-" }], { events: [START], error });
  assertEquals(thrown, error);
  assertMatch(stdout, /^::stop-commands::([\w-]{36})\n::\1::\n$/);
});

Deno.test("openReports() writes events as they happen, so that a run that breaks off leaves them", async () => {
  const { files } = await report((folder) => [{ kind: "ndjson", path: join(folder, "events") }], {
    events: EVENTS.slice(0, 3),
    error: new UnreachableError("Reach the target failed: it is gone"),
  });
  const types = files.get("events")!.trimEnd().split("\n").map((line) => JSON.parse(line).type);
  assertEquals(types, ["start", "verdict", "verdict"]);
});

Deno.test("openReports() adds to the summary of a job, and replaces every other file", async () => {
  const { files } = await report((folder) => {
    for (const name of ["summary", "badge"]) Deno.writeTextFileSync(join(folder, name), "before\n");
    return [{ kind: "summary", path: join(folder, "summary") }, {
      kind: "badge",
      path: join(folder, "badge"),
    }];
  });
  assertMatch(files.get("summary")!, /^before\n## ❌ Contract/);
  assertMatch(files.get("badge")!, /^<svg/);
  const deep = await report((folder) => [{ kind: "summary", path: join(folder, "new/folder/summary") }]);
  assertEquals(deep.thrown, undefined);
});

Deno.test("openReports() refuses two reports on stdout", async () => {
  const both = await report(() => [{ kind: "tap", path: "-" }, { kind: "json", path: "-" }]);
  await assertRejects(() => Promise.reject(both.thrown), UsageError, "Cannot write tap and json to stdout");
  const json = await report(() => [{ kind: "tap", path: "-" }], { json: true });
  await assertRejects(
    () => Promise.reject(json.thrown),
    UsageError,
    "Cannot use --json beside --report tap=-",
  );
});

Deno.test("githubReports() annotates and sums up unasked in a job of GitHub Actions", async () => {
  const root = fromFileUrl(new URL("../../..", import.meta.url));
  const summary = await Deno.makeTempFile();
  try {
    for (const [flags, hasSummary] of [[[], false], [[`--allow-write=.,${summary}`], true]] as const) {
      const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-q",
          "-P=contract",
          ...flags,
          "cli.ts",
          "contract",
          "--backend",
          "server",
          "ids-the-*",
        ],
        cwd: root,
        env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary },
        stdin: "null",
      }).output();
      const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
      assertEquals(code, 0, err);
      assertMatch(out, /^::stop-commands::/);
      assertEquals((await Deno.readTextFile(summary)).startsWith("## ✅ Contract"), hasSummary);
      assertEquals(err.includes("The job has no summary"), !hasSummary);
    }
  } finally {
    await Deno.remove(summary);
  }
});
