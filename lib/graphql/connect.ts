import type { Login } from "../auth/credential.ts";
import { InternalError } from "../core/errors.ts";
import type { ClientOptions, GraphQLClient } from "./client.ts";

/** What {@linkcode connect} may be told beyond the settings. */
export interface ConnectOptions extends Pick<ClientOptions, "fetch" | "retries"> {
  /** Hears what a person should know, such as that a TENANT token is used for logging in. */
  readonly warn?: (message: string) => void;
}

/**
 * A client by the settings in force: no credential on the open server backend, a key or a self-renewing token
 * session on Cloud.
 *
 * @param login The settings in force, as `loadSettings` gives them.
 * @param options What to replace, and who hears warnings.
 * @returns The client.
 */
export function connect(login: Login, options: ConnectOptions = {}): GraphQLClient {
  throw new InternalError(`Cannot reach "${login.api.value}" ${options.retries}: not there yet`);
}
