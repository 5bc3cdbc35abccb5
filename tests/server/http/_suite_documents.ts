import { parse } from "@std/toml";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);

function documentsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(documentsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === "document" && typeof item === "string" ? [item] : documentsIn(item)
  );
}

/** The documents of the suite, with something in the place of what only a run knows. */
export async function suiteDocuments(): Promise<string[]> {
  const documents: string[] = [];
  for await (const { name } of Deno.readDir(FIXTURES)) {
    if (!name.endsWith(".toml")) continue;
    documents.push(...documentsIn(parse(await Deno.readTextFile(new URL(name, FIXTURES)))));
  }
  return [...new Set(documents.map((text) => text.replaceAll(/\$\{[^{}]*\}/g, "x1")))].sort();
}
