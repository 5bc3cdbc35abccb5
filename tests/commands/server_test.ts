import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

function proctor(args: readonly string[], env: Record<string, string> = {}): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-P=server", "cli.ts", ...args],
    cwd: ROOT,
    env: { PROCTOR_ADMIN_KEY: "", PROCTOR_MASTER_KEY: "", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

interface Finished {
  readonly code: number;
  readonly url: string;
  readonly stderr: string;
}

/** Starts a server, waits for its URL, lets the caller use it, stops it by the signal. */
async function serve(
  args: readonly string[],
  options: { env?: Record<string, string>; signal?: Deno.Signal; use?: (url: string) => Promise<void> },
): Promise<Finished> {
  const child = proctor(["server", "--port", "0", ...args], options.env).spawn();
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let url = "";
  while (!url.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) break;
    url += value;
  }
  const finished = { code: 0, url: url.trim(), stderr: "" };
  try {
    if (url !== "") await options.use?.(finished.url);
  } finally {
    if (url !== "") child.kill(options.signal ?? "SIGTERM");
    await reader.cancel();
    finished.code = (await child.status).code;
    finished.stderr = await stderr;
  }
  return finished;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`runServer() prints its URL and nothing else, and stops at ${signal}`, async () => {
    const { code, url, stderr } = await serve([], { signal });
    assertMatch(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assertEquals([code, stderr], [0, ""]);
  });
}

Deno.test("runServer() does not start when it could not archive", async () => {
  const { code, url, stderr } = await serve(["--retention", "1", "--archive", "README.md/old"], {});
  assertEquals([code, url], [5, ""]);
  assertMatch(stderr, /^proctor: The operating system refused .*README\.md\/old/);
});

Deno.test("runServer() answers without a key on backend server", async () => {
  let answer: unknown;
  await serve([], {
    use: async (url) => {
      const body = JSON.stringify({ query: "{ __typename }" });
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
      answer = await response.json();
    },
  });
  assertEquals(answer, { data: { __typename: "Query" } });
});

Deno.test("runServer() makes a first key for backend cloud and shows it on stderr only", async () => {
  const { url, stderr } = await serve(["--backend", "cloud"], {});
  assertMatch(stderr, /^ {2}pcu_[0-9A-Za-z]{36}$/m);
  assertStringIncludes(stderr, url);
});

Deno.test("runServer() takes the first key from PROCTOR_ADMIN_KEY and does not show it", async () => {
  const { stderr } = await serve(["--backend", "cloud"], { env: { PROCTOR_ADMIN_KEY: "pcu_abcdefgh1234" } });
  assertEquals(stderr, "");
});

async function withDatabase(test: (path: string) => Promise<void>): Promise<void> {
  // The task may write in the repository only.
  await Deno.mkdir(`${ROOT}.proctor`, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: `${ROOT}.proctor` });
  try {
    await test(`${folder}/a.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

Deno.test("runServer() makes a master key beside the database, for its owner only, and takes it again", async () => {
  await withDatabase(async (path) => {
    const start = () => serve(["--database", `sqlite:${path}`], {});
    assertEquals((await start()).code, 0);
    assertEquals((await Deno.stat(`${path}.key`)).mode! & 0o777, 0o600);
    const key = await Deno.readTextFile(`${path}.key`);
    assertEquals((await start()).code, 0);
    assertEquals(await Deno.readTextFile(`${path}.key`), key);
  });
});

Deno.test("runServer() takes the master key from PROCTOR_MASTER_KEY and makes no file", async () => {
  await withDatabase(async (path) => {
    const env = { PROCTOR_MASTER_KEY: MASTER_KEY };
    assertEquals((await serve(["--database", `sqlite:${path}`], { env })).code, 0);
    await assertRejects(() => Deno.stat(`${path}.key`), Deno.errors.NotFound);
  });
});

Deno.test("runServer() refuses a master key that is none, and does not repeat it", async () => {
  const { code, stderr } = await serve([], { env: { PROCTOR_MASTER_KEY: "hunter2-hunter2" } });
  assertEquals([code, stderr.includes("hunter2")], [5, false]);
  assertStringIncludes(stderr, "proctor: Cannot use the master key: expected 32 bytes as Base64");
});

Deno.test("runServer() says what to do when the port is in use", async () => {
  await using taken = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  const { code, stderr } = await proctor(["server", "--port", String(taken.addr.port)]).output();
  assertEquals(code, 5);
  assertMatch(
    new TextDecoder().decode(stderr),
    /^proctor: Cannot listen on "127.0.0.1:\d+": the port is in use/,
  );
});

Deno.test("openTerminal() stays silent when nobody reads", async () => {
  const child = proctor(["server", "--help"]).spawn();
  const stderr = new Response(child.stderr).text();
  await child.stdout.cancel();
  assertEquals([(await child.status).code, await stderr], [0, ""]);
});

Deno.test("runServer() refuses a switch in the environment that is neither on nor off", async () => {
  const { code, url, stderr } = await serve([], { env: { PROCTOR_SERVER_READ_ONLY: "perhaps" } });
  assertEquals([code, url], [2, ""]);
  assertStringIncludes(stderr, 'Failed to parse "perhaps" for read-only');
});

Deno.test("runServer() takes from the environment what the command line does not say", async () => {
  const env = {
    PROCTOR_SERVER_READ_ONLY: "true",
    PROCTOR_SERVER_LOG_LEVEL: "info",
    PROCTOR_SERVER_LOG_FORMAT: "json",
  };
  const { stderr } = await serve(["--log-format", "text"], {
    env,
    use: async (url) => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({
        query: 'mutation { create_tenant(input: { name: "A", slug: "a" }) { id } }',
      });
      const { errors } = await (await fetch(url, { method: "POST", headers, body })).json();
      assertEquals(errors[0].message, "This server is read-only");
    },
  });
  assertMatch(
    stderr,
    /^\S+ INFO {2}listening url=http:\S+ backend=server .*readOnly=true\n\S+ INFO {2}stopping url=\S+\n$/,
  );
});

Deno.test("runServer() archives nothing unless it is said what is old", async () => {
  await Deno.mkdir(".proctor", { recursive: true });
  const folder = await Deno.makeTempDir({ dir: ".proctor" });
  try {
    const { code, stderr } = await serve(["--archive", folder], {});
    assertEquals(code, 2);
    assertStringIncludes(stderr, "expected --retention DAYS to say what is old");
    for (const days of ["0", "-1", "soon", "1e9"]) {
      assertEquals((await serve([`--retention=${days}`], {})).code, 2, days);
    }
    assertEquals((await serve(["--retention=30", "--archive", folder], {})).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
