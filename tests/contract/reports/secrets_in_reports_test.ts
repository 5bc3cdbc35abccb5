import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { type ContractFlags, REPORT_KINDS } from "../../../lib/commands/contract_flags.ts";
import { reportRun } from "../../../lib/commands/contract_reporting.ts";
import { selectInstances } from "../../../lib/contract/instance.ts";
import { runSuite } from "../../../lib/contract/runner.ts";
import { ADMIN_KEY, asWire, CLOUD, suiteOf } from "../support.ts";

/** Its characters are those that XML, HTML, YAML, Markdown and workflow commands write in other ways. */
const LATE = "late%key:&<|0123456789>,#-qrst";
/** In every form of it. */
const CORE = "0123456789";

function caseOf(id: string): string {
  return `[[case]]
id = "${id}"
title = "A promise"
proves = ["S16"]
query = { key = "\${key}" }
headers = { x-key = "\${key}" }
document = "{ ${id} }"
[[case.check]]
path = "$.data.value"
equals = [1, 2, 3]
`;
}

/** The last answer tells that a word in the ones before was a key. */
function answer(body: string): Response {
  const headers = { "x-echo": LATE, "x-admin": ADMIN_KEY.reveal() };
  if (body.includes("last")) return Response.json({ data: { value: [1, 2, 3], token: LATE } }, { headers });
  if (body.includes("text")) {
    return new Response(`No: ${LATE}\n${ADMIN_KEY.reveal()}`, { status: 500, headers });
  }
  return Response.json({
    data: { value: [LATE, ADMIN_KEY.reveal()] },
    errors: [{ message: `no ${LATE} ${ADMIN_KEY.reveal()}` }],
  }, { headers });
}

async function writeAll(options: { readonly json: boolean }): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir();
  const [written, suite] = [
    new Map<string, string>(),
    suiteOf(["first", "text", "last"].map(caseOf).join("")),
  ];
  let [stdout, stderr] = ["", ""];
  const terminal = {
    stdout: { write: (text: string) => void (stdout += text) },
    stderr: { write: (text: string) => void (stderr += text) },
  };
  const report = REPORT_KINDS.map((kind) => ({ kind, path: join(folder, `out/${kind}`) }));
  const flags = { strict: false, color: true, json: options.json, report } as unknown as ContractFlags;
  const instances = selectInstances(suite.cases, { targets: [CLOUD], selection: {} });
  try {
    await reportRun(flags, { terminal, folder, cases: [] }, {
      suite,
      run: (context) =>
        runSuite(suite, {
          ...context,
          instances,
          workers: 1,
          send: (request) => asWire(answer(request.body ?? "")),
        }),
    });
    for (const { kind, path } of report) written.set(kind, await Deno.readTextFile(path));
    written.set("last run", await Deno.readTextFile(join(folder, ".proctor/last_run.json")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return written.set("stderr", stderr).set(options.json ? "stdout --json" : "stdout", stdout);
}

Deno.test("openReports() writes no key in any form of report", async (t) => {
  const written = new Map([...await writeAll({ json: false }), ...await writeAll({ json: true })]);
  for (const [kind, text] of written) {
    // What was on the terminal before the key was known to be one cannot be taken back.
    if (kind === "stdout") continue;
    await t.step(kind, () => {
      assert(!text.includes(ADMIN_KEY.reveal()), "the administrator's key is in it");
      const at = text.indexOf(CORE);
      assert(at < 0, `a key is in it: ${text.slice(at - 60, at + 40)}`);
    });
  }
  assertStringIncludes(written.get("html")!, "****");
  assertStringIncludes(written.get("ndjson")!, "****qrst");
  assertEquals(written.get("ndjson")!.trimEnd().split("\n").map((line) => JSON.parse(line).type), [
    "start",
    "verdict",
    "verdict",
    "verdict",
    "end",
  ]);
  assert(!written.get("stdout")!.includes(ADMIN_KEY.reveal()));
});
