import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { runContract, Secret, testContract, UnreachableError, UsageError } from "../../mod.ts";
import { type Defect, startLibrary } from "../contract/profiles/library.ts";

const SECRET = "library-secret-0123456789-wxyz";
const fixtures = fromFileUrl(new URL("../contract/profiles/library", import.meta.url));

async function withLibrary(
  use: (options: Parameters<typeof runContract>[0] & object, size: () => number) => Promise<void>,
  options: { defect?: Defect } = {},
): Promise<void> {
  await using library = startLibrary({ secret: SECRET, ...options });
  const own = { target: library.url, fixtures, apiKey: new Secret(SECRET), allowWrites: true };
  await use(own, library.size);
}

Deno.test("runContract() tells events as they come, and the report", async () => {
  await withLibrary(async (options) => {
    const run = runContract({ ...options, ids: ["books-limit"] });
    const types: string[] = [];
    for await (const { type } of run) types.push(type);
    assertEquals(types, ["start", "progress", "verdict", "end"]);
    const { verdicts } = await run.report;
    assertEquals(verdicts.map(({ id, outcome }) => [id, outcome]), [["books-limit", "pass"]]);
  });
});

Deno.test("runContract() runs to the end when nobody listens", async () => {
  await withLibrary(async (options) => {
    assertEquals((await runContract(options).report).verdicts.length, 19);
  });
});

Deno.test("runContract() ends and undoes when its listener leaves", async () => {
  await withLibrary(async (options, size) => {
    const run = runContract({ ...options, workers: 1 });
    for await (const { type } of run) if (type === "verdict") break;
    const { interrupted, verdicts } = await run.report;
    assert(interrupted);
    assert(verdicts.some(({ reason }) => reason === "interrupted before it began"));
    assertEquals(size(), 0);
  });
});

Deno.test("runContract() fails where it is read, as event or as report", async () => {
  const run = runContract({ target: "http://127.0.0.1:1", fixtures, apiKey: new Secret(SECRET) });
  await assertRejects(async () => await Array.fromAsync(run), UnreachableError);
  await assertRejects(() => run.report, UnreachableError);
  await assertRejects(() => runContract({ target: "nowhere", fixtures }).report, UsageError);
});

/** The steps that fail, with what they say. */
async function failuresOf(options: Parameters<typeof testContract>[1]): Promise<string[]> {
  const failures: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  testContract((_name, test) => {
    const step = ({ name, fn }: { name: string; fn: () => void }) => {
      try {
        fn();
      } catch (error) {
        failures.push(`${name}: ${(error as Error).message.split("\n")[0]}`);
      }
      return Promise.resolve(true);
    };
    test({ step }).then(resolve);
  }, options);
  await promise;
  return failures;
}

Deno.test("testContract() fails the step of a broken promise, and no other", async () => {
  await withLibrary(async (options) => {
    assertEquals(await failuresOf(options), []);
  });
  await withLibrary(async (options) => {
    assertEquals(await failuresOf(options), [
      "books-limit (hasura): fail books-limit (hasura, must): A limit keeps the first in order",
    ]);
  }, { defect: "limit before order" });
});
