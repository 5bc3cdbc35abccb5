import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../../lib/core/errors.ts";
import { Secret } from "../../../lib/core/secret.ts";
import { masterKeyFile } from "../../../lib/server/store/master_key_file.ts";

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function make(text: string): () => Secret {
  return () => new Secret(text);
}

Deno.test("masterKeyFile() makes a file for its owner only, and nothing else", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/a.sqlite.key`;
    assertEquals((await masterKeyFile(path, make("first"))).reveal(), "first");
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["a.sqlite.key"]);
  });
});

Deno.test("masterKeyFile() gives what the file holds once there is one, and makes no other key", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/a.sqlite.key`;
    let made = 0;
    const count = () => new Secret(`key ${++made}`);
    await masterKeyFile(path, count);
    assertEquals((await masterKeyFile(path, count)).reveal(), "key 1");
    assertEquals(made, 1);
  });
});

Deno.test("masterKeyFile() gives one key to many that start at once", async () => {
  await withFolder(async (folder) => {
    const starts = Array.from(
      { length: 20 },
      (_, i) => masterKeyFile(`${folder}/a.sqlite.key`, make(`key ${i}`)),
    );
    const keys = (await Promise.all(starts)).map((key) => key.reveal());
    assertEquals(new Set(keys).size, 1);
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, 1);
  });
});

for (const mode of [0o640, 0o604, 0o620]) {
  Deno.test(`masterKeyFile() refuses a file of mode ${mode.toString(8)}`, async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/a.sqlite.key`;
      await Deno.writeTextFile(path, "a key");
      await Deno.chmod(path, mode);
      await assertRejects(
        () => masterKeyFile(path, make("first")),
        ConfigurationError,
        "others may read it, expected mode 0600",
      );
    });
  });
}

Deno.test("masterKeyFile() says what else works where no file can be made", async () => {
  await withFolder(async (folder) => {
    await assertRejects(
      () => masterKeyFile(`${folder}/missing/a.sqlite.key`, make("first")),
      ConfigurationError,
      "PROCTOR_MASTER_KEY works without one",
    );
  });
});
