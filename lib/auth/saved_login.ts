import type { CredentialKind, SavedLogin } from "../config/settings.ts";
import { scanToml } from "../config/toml_scan.ts";
import { type FileText, parseTomlFile } from "../config/toml_text.ts";
import { Secret } from "../core/secret.ts";

/** Where in a file a login stands. */
export interface LoginPlace {
  /** The table; empty for the root. */
  readonly table: readonly string[];
  /** What the secret is. */
  readonly kind: CredentialKind;
  /** The key of the secret. */
  readonly secret: string;
  /** The key of the tenant. */
  readonly tenantId: string;
}

function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}

/**
 * Reads a login from a TOML file. Empty texts count as absent.
 *
 * @param file The file.
 * @param place The names of its table and keys.
 * @returns What was saved; its origin is the line of the secret, or the file.
 * @throws {ConfigurationError} When the text is not TOML.
 *
 * @example A token at the root
 * ```ts
 * import { readSavedLogin } from "./saved_login.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const place = { table: [], kind: "token", secret: "api_token", tenantId: "tenant" } as const;
 * assertEquals(readSavedLogin({ path: "a", text: 'tenant = "t"' }, place), {
 *   kind: "token",
 *   origin: { source: "file a" },
 *   tenantId: "t",
 * });
 * ```
 */
export function readSavedLogin(file: FileText, place: LoginPlace): SavedLogin {
  const root = parseTomlFile(file);
  const table = Object(place.table.reduce<unknown>((each, name) => Object(each)[name], root));
  const wanted = JSON.stringify([...place.table, place.secret]);
  const line = scanToml(file.text).keys.find(({ path }) => JSON.stringify(path) === wanted)?.line;
  const [secret, tenantId] = [toText(table[place.secret]), toText(table[place.tenantId])];
  return {
    kind: place.kind,
    origin: { source: `file ${file.path}`, ...(line === undefined ? {} : { line }) },
    ...(secret === undefined ? {} : { secret: new Secret(secret) }),
    ...(tenantId === undefined ? {} : { tenantId }),
  };
}
