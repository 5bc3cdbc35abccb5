import { fixedCredential } from "../auth/credential.ts";
import { createCredential, type Login } from "../auth/login.ts";
import { type ClientOptions, createClient, type GraphQLClient } from "./client.ts";

/** What {@linkcode connect} may be told beyond the settings. */
export interface ConnectOptions extends Pick<ClientOptions, "fetch" | "retries" | "exactNumbers" | "pause"> {
  /** Hears what a person should know, such as that a TENANT token is used for logging in. */
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * A client by the settings in force: without credential on the open server backend, with a key or a session that
 * renews its tokens on Cloud.
 *
 * Source: statements S04, S05, S23, S28.
 *
 * @param login The settings in force, as `loadSettings` gives them.
 * @param options What to replace, and who hears warnings.
 * @returns The client. Nothing is sent before its first request.
 *
 * @example The local server, without any configuration
 * ```ts
 * import { connect } from "./connect.ts";
 * import { resolveSettings } from "../config/settings.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = resolveSettings({ flags: { backend: "server" }, environment: {} });
 * assertEquals(connect(settings).url, "http://localhost:4200");
 * ```
 */
export function connect(login: Login, options: ConnectOptions = {}): GraphQLClient {
  const { warn, ...rest } = options;
  const common = { ...rest, url: login.api.value, timeout: login.requestTimeout.value * 1000 };
  const credential = createCredential(login, {
    warn,
    send: (document, variables, { bearer }) =>
      createClient({ ...common, credential: fixedCredential(bearer) }).request(document, variables),
  });
  return createClient({ ...common, credential });
}
