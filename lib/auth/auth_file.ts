import { stringify } from "@std/toml";
import { slugify } from "../config/paths.ts";
import type { SavedLogin } from "../config/settings.ts";
import { type FileText, parseTomlFile } from "../config/toml_text.ts";
import type { Secret } from "../core/secret.ts";
import { readSavedLogin } from "./saved_login.ts";

/** What `auth.toml` keeps for one API. */
export interface AuthEntry {
  /** The key. */
  readonly apiKey?: Secret | undefined;
  /** The active tenant. */
  readonly tenantId?: string | undefined;
}

const HEAD = `# This file is auto-generated and should not be manually edited
# Update the Prefect config or use the CLI to login instead

`;

/** The table of an API: the slug of its host. */
function tableName(api: string): string {
  return slugify(URL.canParse(api) ? new URL(api).host : api);
}

/**
 * Reads the login of one API from the text of `auth.toml`.
 *
 * Source: `reference/prefect-api.md` §2.3 (`auth.toml`).
 *
 * @param file The file.
 * @param api Address of the API.
 * @returns What was saved; without key and tenant when nothing was.
 * @throws {ConfigurationError} When the text is not TOML.
 *
 * @example A login of the Python client
 * ```ts
 * import { readAuthFile } from "./auth_file.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `["api.prefect.io"]\napi_key = "pcu_abcdefgh1234"\n`;
 * const login = readAuthFile({ path: "auth.toml", text }, "https://api.prefect.io");
 * assertEquals(login.secret?.reveal(), "pcu_abcdefgh1234");
 * assertEquals(login.origin, { source: "file auth.toml", line: 2 });
 * ```
 */
export function readAuthFile(file: FileText, api: string): SavedLogin {
  const table = tableName(api);
  return readSavedLogin(file, { table: [table], kind: "key", secret: "api_key", tenantId: "tenant_id" });
}

function write(file: FileText | undefined, api: string, entry: Record<string, string>): string {
  const tables = file === undefined ? {} : parseTomlFile(file);
  return HEAD + stringify({ ...tables, [tableName(api)]: entry });
}

/**
 * Writes the login of one API into the text of `auth.toml`; the tables of other APIs stay.
 *
 * Source: `reference/prefect-api.md` §2.3 (`auth.toml`).
 *
 * @param file The file as it is now, `undefined` when there is none.
 * @param api Address of the API.
 * @param options The key and the tenant; what is absent is left out, for TOML has no null.
 * @returns The new text.
 * @throws {ConfigurationError} When the old text is not TOML.
 *
 * @example The first login
 * ```ts
 * import { writeAuthFile } from "./auth_file.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const text = writeAuthFile(undefined, "https://api.prefect.io", { apiKey: new Secret("k") });
 * assertStringIncludes(text, `["api.prefect.io"]\napi_key = "k"\n`);
 * ```
 */
export function writeAuthFile(file: FileText | undefined, api: string, options: AuthEntry): string {
  const { apiKey, tenantId } = options;
  return write(file, api, {
    ...(apiKey && { api_key: apiKey.reveal() }),
    ...(tenantId && { tenant_id: tenantId }),
  });
}

/**
 * The text of `auth.toml` after a logout: key and tenant of the API are empty texts, as the Python client leaves
 * them.
 *
 * Source: `reference/prefect-api.md` §2.3 (`auth.toml`), §3.1 (`logout`).
 *
 * @param file The file as it is now, `undefined` when there is none.
 * @param api Address of the API.
 * @returns The new text.
 * @throws {ConfigurationError} When the old text is not TOML.
 *
 * @example Nothing is left of the key
 * ```ts
 * import { clearAuthFile } from "./auth_file.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const file = { path: "auth.toml", text: `["api.prefect.io"]\napi_key = "k"\n` };
 * assertStringIncludes(clearAuthFile(file, "https://api.prefect.io"), `api_key = ""\ntenant_id = ""\n`);
 * ```
 */
export function clearAuthFile(file: FileText | undefined, api: string): string {
  return write(file, api, { api_key: "", tenant_id: "" });
}
