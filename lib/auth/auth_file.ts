import { InternalError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";
import type { FileText, SavedLogin } from "../config/settings.ts";

/** What `auth.toml` keeps for one API. */
export interface AuthEntry {
  /** The key. */
  readonly apiKey?: Secret | undefined;
  /** The active tenant. */
  readonly tenantId?: string | undefined;
}

/**
 * Reads the login of one API from the text of `auth.toml`.
 *
 * @param file The file.
 * @param api Address of the API.
 * @returns What was saved; without key and tenant when nothing was.
 * @throws {ConfigurationError} When the text is not TOML.
 */
export function readAuthFile(file: FileText, api: string): SavedLogin {
  throw new InternalError(`Cannot read "${file.path}" for "${api}": not there yet`);
}

/**
 * Writes the login of one API into the text of `auth.toml`; the tables of other APIs stay.
 *
 * @param file The file as it is now, `undefined` when there is none.
 * @param api Address of the API.
 * @param entry What to keep; a member that is absent is left out.
 * @returns The new text.
 * @throws {ConfigurationError} When the old text is not TOML.
 */
export function writeAuthFile(file: FileText | undefined, api: string, options: AuthEntry): string {
  throw new InternalError(`Cannot write "${file?.path}" for "${api}" ${options.apiKey}: not there yet`);
}

/**
 * The text of `auth.toml` after a logout: both members of the API's table are empty texts.
 *
 * @param file The file as it is now.
 * @param api Address of the API.
 * @returns The new text.
 * @throws {ConfigurationError} When the old text is not TOML.
 */
export function clearAuthFile(file: FileText | undefined, api: string): string {
  throw new InternalError(`Cannot clear "${file?.path}" for "${api}": not there yet`);
}
