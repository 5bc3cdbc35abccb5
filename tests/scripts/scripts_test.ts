import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { ADMIN_KEY, type Ended, runProcess, type User, withUser } from "../commands/_proctor.ts";

const NAMES: string[] = [];
for await (const { name } of Deno.readDir("scripts")) if (name.endsWith(".ts")) NAMES.push(name);
NAMES.sort();

/** A run that each script can do at any server with demo data. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  "keys_create.ts": ["--name", "ci"],
  "keys_revoke.ts": ["--yes", "00000000-0000-4000-8000-000000000000"],
  "keys_rotate.ts": ["--yes", "00000000-0000-4000-8000-000000000000"],
  "flow_run.ts": ["00000000-0000-4000-8000-000000000000"],
  "set_flow_run_state.ts": ["--yes", "00000000-0000-4000-8000-000000000000", "Failed"],
  "cancel_late_runs.ts": ["--dry-run"],
};

async function shebangOf(name: string): Promise<string> {
  return (await Deno.readTextFile(`scripts/${name}`)).split("\n", 1)[0]!;
}

/** The flags of the first line, for this server and home. */
async function permissionsOf(name: string, { url, home }: Pick<User, "url" | "home">): Promise<string[]> {
  const [, flags = ""] = /^#!\/usr\/bin\/env -S deno run (.+)$/.exec(await shebangOf(name)) ?? [];
  return flags.split(" ").map((flag) =>
    flag.startsWith("--allow-net=") ? `--allow-net=${new URL(url).host}` : flag.replace("${HOME}", home)
  );
}

async function runScript(name: string, user: User, { permissions, args }: {
  readonly permissions?: readonly string[];
  readonly args?: readonly string[];
} = {}): Promise<Ended> {
  const program = [...permissions ?? await permissionsOf(name, user), `scripts/${name}`];
  return await user.proctor(args ?? HARMLESS[name] ?? [], {
    program,
    env: { PREFECT__CLOUD__API_KEY: ADMIN_KEY },
  });
}

Deno.test("scripts are at least twelve, and import mod.ts alone", async () => {
  assertEquals(NAMES.length >= 12, true);
  for (const name of NAMES) {
    const text = await Deno.readTextFile(`scripts/${name}`);
    assertEquals([...text.matchAll(/from "(.+)"/g)].map(([, from]) => from), ["../mod.ts"]);
  }
});

for (const name of NAMES) {
  const task = name.replace(".ts", "").replaceAll("_", "-");

  Deno.test(`${name} is the task ${task}, with the same permissions`, async () => {
    const { command } = (manifest.tasks as unknown as Record<string, { command: string }>)[task]!;
    const flags = (await shebangOf(name)).replace(/^.*deno run /, "").replaceAll("${HOME}", "$HOME");
    assertEquals(command.replaceAll("'", ""), `deno run -q ${flags} scripts/${name}`);
  });

  Deno.test(`${name} explains itself, and refuses flags it does not know`, async () => {
    const program = ["--allow-env=NODE_ENV", `scripts/${name}`];
    const help = await runProcess(["--help"], { program });
    assertEquals([help.code, help.stderr], [0, ""]);
    assertMatch(help.stdout, /EXAMPLES\n {2}deno task /);
    const wrong = await runProcess(["--jsn"], { program });
    assertEquals([wrong.code, wrong.stdout], [2, ""]);
    assertStringIncludes(wrong.stderr, "did you mean --json?");
  });

  Deno.test(`${name} runs with its permissions, and fails without any one of them`, async () => {
    await withUser("cloud", async (user) => {
      const permissions = await permissionsOf(name, user);
      const whole = await runScript(name, user);
      assertEquals([[0, 1].includes(whole.code), whole.stderr.includes("permission")], [true, false]);
      await Promise.all(permissions.map(async (without) => {
        const rest = permissions.filter((each) => each !== without);
        const { code, stdout, stderr } = await runScript(name, user, { permissions: rest });
        // A package that reads the environment when it is loaded ends the process before Proctor can word it.
        assertEquals({ without, stdout, failed: code === 1 || code === 5 }, {
          without,
          stdout: "",
          failed: true,
        });
        assertMatch(stderr, new RegExp(`Requires ${/^--allow-(\w+)/.exec(without)![1]} access`));
      }));
    });
  });
}

Deno.test("scripts administer keys from making to revoking", async () => {
  await withUser("cloud", async (user) => {
    const made = await runScript("keys_create.ts", user, {
      args: ["--name", "ci", "--expire", "3d", "--json"],
    });
    const { id, key } = JSON.parse(made.stdout);
    const soon = await runScript("keys_expiring.ts", user, { args: ["--json"] });
    assertEquals([soon.code, JSON.parse(soon.stdout)[0].id], [1, id]);
    const rotated = await runScript("keys_rotate.ts", user, { args: [id, "--yes", "--json"] });
    const fresh = JSON.parse(rotated.stdout);
    const works = async (key: string) =>
      (await user.proctor(["query", "{ auth_info { user_id } }", "--api-key", key])).code;
    assertEquals([await works(key), await works(fresh.key)], [3, 0]);
    assertEquals((await runScript("keys_revoke.ts", user, { args: [fresh.id] })).code, 2);
    assertEquals((await runScript("keys_revoke.ts", user, { args: [fresh.id, "--yes"] })).code, 0);
    assertEquals(await works(fresh.key), 3);
  });
});

Deno.test("scripts read runs, set their state and cancel late ones", async () => {
  await withUser("cloud", async (user) => {
    const lines = (await runScript("export_runs.ts", user)).stdout.trimEnd().split("\n");
    const runs = lines.map((line) => JSON.parse(line) as { id: string; start_time: string });
    assertEquals(runs.map(({ start_time }) => start_time), runs.map(({ start_time }) => start_time).sort());
    const { id } = runs[0]!;
    assertEquals((await runScript("set_flow_run_state.ts", user, { args: [id, "Scheduled"] })).code, 2);
    await runScript("set_flow_run_state.ts", user, { args: [id, "Scheduled", "--yes"] });
    const state = async () =>
      JSON.parse((await runScript("flow_run.ts", user, { args: [id, "--json"] })).stdout).state;
    assertEquals(await state(), "Scheduled");
    assertEquals((await runScript("cancel_late_runs.ts", user, { args: ["--yes"] })).code, 0);
    assertEquals(await state(), "Cancelled");
    const left = await runScript("cancel_late_runs.ts", user, { args: ["--dry-run", "--json"] });
    assertEquals(JSON.parse(left.stdout), []);
  });
});

for (const name of NAMES.filter((each) => each.startsWith("keys_"))) {
  Deno.test(`${name} says that Prefect Server has no keys`, async () => {
    await withUser("server", async (user) => {
      const { code, stderr } = await runScript(name, user);
      assertEquals(code, 2);
      assertStringIncludes(stderr, "proctor: Prefect Server does not have authentication");
    });
  });
}
