import { ConfigurationError, UsageError } from "../core/errors.ts";
import type { Issuer } from "../server/access/id_token.ts";
import type { ServerFlags } from "./server_flags.ts";

type IssuerFlags = Pick<ServerFlags, "issuer" | "audience" | "issuerJwks">;

/** The text as a JSON Web Key Set (RFC 7517 §5); `undefined` when it is none. */
function parseKeySet(text: string): Issuer["jwks"] | undefined {
  try {
    const { keys } = JSON.parse(text);
    const isSet = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key?.kty === "string");
    return isSet ? { keys } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts together whose id tokens the server accepts.
 *
 * @param flags The command line: all three of the issuer's flags, or none.
 * @returns The issuer with its keys; `undefined` without the flags.
 * @throws {UsageError} When only some of the flags are given.
 * @throws {ConfigurationError} When the file cannot be read or holds no key set.
 */
export async function readIssuer({ issuer, audience, issuerJwks }: IssuerFlags): Promise<Issuer | undefined> {
  if (issuer === undefined && audience === undefined && issuerJwks === undefined) return undefined;
  if (issuer === undefined || audience === undefined || issuerJwks === undefined) {
    throw new UsageError(
      "Cannot accept id tokens by halves: give --issuer, --audience and --issuer-jwks together",
    );
  }
  let text: string;
  try {
    text = await Deno.readTextFile(issuerJwks);
  } catch (cause) {
    throw new ConfigurationError(
      `Cannot read key set "${issuerJwks}": expected a file that can be read, with the issuer's JSON Web Key Set`,
      { cause },
    );
  }
  const jwks = parseKeySet(text);
  if (!jwks) {
    throw new ConfigurationError(
      `Cannot use key set "${issuerJwks}": expected a JSON Web Key Set, {"keys": [...]} with at least one key`,
    );
  }
  return { issuer, audience, jwks };
}
