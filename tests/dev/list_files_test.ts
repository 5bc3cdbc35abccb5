import { assertEquals } from "@std/assert";
import { listFiles } from "../../scripts/dev/list_files.ts";

Deno.test("listFiles() goes into folders but not into .git and installed packages", async () => {
  const root = await Deno.makeTempDir();
  try {
    for (const folder of [".git", "b", "node_modules", "site-packages"]) {
      await Deno.mkdir(`${root}/${folder}`);
      await Deno.writeTextFile(`${root}/${folder}/file`, "");
    }
    await Deno.writeTextFile(`${root}/a`, "");
    assertEquals(await Array.fromAsync(listFiles(root)), [`${root}/a`, `${root}/b/file`]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
