/** The same requests and the same three checks, in the format of each tool. */
import { join } from "@std/path";
import { flowName } from "./dataset.ts";
import type { CommandLine } from "./run_measured.ts";
import { bodyOf, CASES, DOCUMENT, UUID_PATTERN } from "./suite_requests.ts";

/** A tool that takes part. */
export interface Peer {
  readonly name: string;
  /** The file whose absence means that it is not installed; none for what is always there. */
  readonly needs?: string;
  /** Writes its files and tells how it is run. */
  readonly prepare: (place: { readonly url: string; readonly folder: string }) => Promise<CommandLine>;
}

/** Where `suite_ratio.ts` tells one to install the peers. */
const PEERS = ".proctor/peers";

function each<T>(make: (position: number) => T): T[] {
  return Array.from({ length: CASES }, (_, position) => make(position));
}

function proctorCase(position: number): string {
  return `[[case]]
id = "bench-${position}"
title = "Flow ${position} is found by its name"
proves = ["S45"]
document = '''${DOCUMENT}'''
variables = { name = "${flowName(position)}" }
[[case.check]]
status = 200
[[case.check]]
path = "$.data.flow[0].name"
equals = "${flowName(position)}"
[[case.check]]
path = "$.data.flow[0].id"
matches = '${UUID_PATTERN}'
`;
}

const RUN = ["run", "--quiet", "--allow-all"];
/** Every report there is. */
const REPORTS = ["badge", "github", "html", "json", "junit", "matrix", "ndjson", "summary", "tap"];

async function prepareProctor(
  { url, folder }: { url: string; folder: string },
): Promise<CommandLine> {
  const fixtures = join(folder, "bench.toml");
  const text = each(proctorCase).join("\n");
  await Deno.writeTextFile(fixtures, `title = "Bench"\nsource = "tests/bench"\n\n${text}`);
  const reports = REPORTS.map((kind) => `--report=${kind}=${join(folder, `proctor.${kind}`)}`);
  const args = ["contract", "--target", url, "--backend", "server", "--fixtures", fixtures, ...reports];
  return { program: Deno.execPath(), args: [...RUN, "cli.ts", ...args] };
}

function postmanItem(position: number, url: string): unknown {
  const exec = [
    'pm.test("status", () => pm.response.to.have.status(200));',
    `pm.test("name", () => pm.expect(pm.response.json().data.flow[0].name).to.eql("${flowName(position)}"));`,
    `pm.test("id", () => pm.expect(pm.response.json().data.flow[0].id).to.match(/${UUID_PATTERN}/));`,
  ];
  return {
    name: `bench-${position}`,
    event: [{ listen: "test", script: { type: "text/javascript", exec } }],
    request: {
      method: "POST",
      url,
      header: [{ key: "content-type", value: "application/json" }],
      body: { mode: "raw", raw: bodyOf(position) },
    },
  };
}

async function prepareNewman({ url, folder }: { url: string; folder: string }): Promise<CommandLine> {
  const collection = join(folder, "collection.json");
  const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
  const item = each((position) => postmanItem(position, url));
  await Deno.writeTextFile(collection, JSON.stringify({ info: { name: "Bench", schema }, item }));
  const reporters = ["--reporters", "cli,json,junit"];
  const files = ["json", "junit"].flatMap((kind) => {
    return [`--reporter-${kind}-export`, join(folder, `newman.${kind}`)];
  });
  return {
    program: "node",
    args: [`${PEERS}/node_modules/newman/bin/newman.js`, "run", collection, ...reporters, ...files],
  };
}

/** JSON is YAML. */
async function prepareStepci({ url, folder }: { url: string; folder: string }): Promise<CommandLine> {
  const workflow = join(folder, "workflow.yml");
  const steps = each((position) => ({
    name: `bench-${position}`,
    http: {
      url,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodyOf(position),
      check: {
        status: 200,
        jsonpath: {
          "$.data.flow[0].name": flowName(position),
          "$.data.flow[0].id": `/${UUID_PATTERN}/`,
        },
      },
    },
  }));
  const text = JSON.stringify({ version: "1.1", name: "Bench", tests: { bench: { steps } } });
  await Deno.writeTextFile(workflow, text);
  return {
    program: "node",
    args: [`${PEERS}/node_modules/stepci/dist/index.js`, "run", workflow],
    env: { STEPCI_DISABLE_ANALYTICS: "1" },
  };
}

function hurlEntry(position: number, url: string): string {
  return `POST ${url}
content-type: application/json
\`${bodyOf(position)}\`
HTTP 200
[Asserts]
jsonpath "$.data.flow[0].name" == "${flowName(position)}"
jsonpath "$.data.flow[0].id" matches /${UUID_PATTERN}/
`;
}

/** Sequential: all entries in one file, so that it keeps its connection; its parallel runs take a file for each. */
async function prepareHurl(
  { url, folder }: { url: string; folder: string },
  { parts, flags }: { readonly parts: number; readonly flags: readonly string[] },
): Promise<CommandLine> {
  const texts = Array.from({ length: parts }, () => [] as string[]);
  each((position) => texts[position % parts]!.push(hurlEntry(position, url)));
  const files = texts.map((_, part) => join(folder, `bench-${part}-of-${parts}.hurl`));
  await Promise.all(files.map((file, part) => Deno.writeTextFile(file, texts[part]!.join("\n"))));
  const reports = ["html", "json", "junit", "tap"].flatMap((kind) => {
    return [`--report-${kind}`, join(folder, `hurl-${parts}-${kind}`)];
  });
  return { program: `${PEERS}/bin/hurl`, args: ["--test", ...flags, ...reports, ...files] };
}

/**
 * Everybody who takes part, ourselves first.
 *
 * @returns The tools.
 */
export function listPeers(): readonly Peer[] {
  const bare = new URL("./suite_bare.ts", import.meta.url).pathname;
  return [
    { name: "proctor contract", prepare: prepareProctor },
    {
      name: "bare fetch loop",
      prepare: ({ url }) => Promise.resolve({ program: Deno.execPath(), args: [...RUN, bare, url] }),
    },
    { name: "newman", needs: `${PEERS}/node_modules/newman`, prepare: prepareNewman },
    { name: "stepci", needs: `${PEERS}/node_modules/stepci`, prepare: prepareStepci },
    {
      name: "hurl --jobs 1",
      needs: `${PEERS}/bin/hurl`,
      prepare: (place) => prepareHurl(place, { parts: 1, flags: ["--jobs", "1"] }),
    },
    {
      name: "hurl --jobs 4",
      needs: `${PEERS}/bin/hurl`,
      prepare: (place) => prepareHurl(place, { parts: 4, flags: ["--jobs", "4"] }),
    },
  ];
}
