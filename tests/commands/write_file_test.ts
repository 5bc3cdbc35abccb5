import { assertEquals, assertRejects } from "@std/assert";
import { ConfigurationError } from "../../lib/core/errors.ts";
import { writeFile } from "../../lib/commands/write_file.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("writeFile() makes a secret for its owner alone, and its folder too", async () => {
  await inFolder(async (folder) => {
    await writeFile(`${folder}/a/b.toml`, "text", { secret: true });
    const modes = [await Deno.stat(`${folder}/a`), await Deno.stat(`${folder}/a/b.toml`)].map(({ mode }) =>
      mode! & 0o777
    );
    assertEquals([await Deno.readTextFile(`${folder}/a/b.toml`), modes], ["text", [0o700, 0o600]]);
  });
});

Deno.test("writeFile() makes no folder of the name ~ where nobody knows the home", async () => {
  const path = "~/.prefect/auth.toml";
  await assertRejects(() => writeFile(path, "text", { secret: true }), ConfigurationError, "HOME");
  await assertRejects(() => Deno.stat("~"), Deno.errors.NotFound);
});

Deno.test("writeFile() narrows the mode of a file that was open to others", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a`, "old", { mode: 0o644 });
    await writeFile(`${folder}/a`, "new", { secret: true });
    assertEquals((await Deno.stat(`${folder}/a`)).mode! & 0o777, 0o600);
  });
});

Deno.test("writeFile() writes through a link", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/target`, "old");
    await Deno.symlink(`${folder}/target`, `${folder}/link`);
    await writeFile(`${folder}/link`, "new");
    assertEquals([
      (await Deno.lstat(`${folder}/link`)).isSymlink,
      await Deno.readTextFile(`${folder}/target`),
    ], [true, "new"]);
  });
});

Deno.test("writeFile() leaves no draft behind when it fails", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/a`);
    await assertRejects(() => writeFile(`${folder}/a`, "text"));
    assertEquals((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), ["a"]);
  });
});
