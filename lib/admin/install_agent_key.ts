import { parse, stringify } from "smol-toml";
import { ConfigurationError } from "../core/errors.ts";
import type { Secret } from "../core/secret.ts";

const HEADER_REGEXP = /^\s*\[\s*(?:cloud|"cloud"|'cloud')\s*\.\s*(?:agent|"agent"|'agent')\s*\]\s*(?:#.*)?$/;
const ANY_HEADER_REGEXP = /^\s*\[/;
const ENTRY_REGEXP =
  /^(\s*(?:auth_token|"auth_token"|'auth_token')\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#]+)(.*)$/;

type Config = { cloud?: { agent?: Record<string, unknown> } };

/** What the file is to mean afterwards. */
function withKey(config: Config, key: string): Config {
  return { ...config, cloud: { ...config.cloud, agent: { ...config.cloud?.agent, auth_token: key } } };
}

/** Lines with the entry replaced, or put at the head of its table, or with the table at the end. */
function insert(lines: readonly string[], key: string): string[] {
  const value = JSON.stringify(key);
  const header = lines.findIndex((line) => HEADER_REGEXP.test(line));
  if (header < 0) {
    const body = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
    return [...body, ...(body.length > 0 ? [""] : []), "[cloud.agent]", `auth_token = ${value}`, ""];
  }
  const next = lines.findIndex((line, i) => i > header && ANY_HEADER_REGEXP.test(line));
  const end = next < 0 ? lines.length : next;
  const entry = lines.findIndex((line, i) => i > header && i < end && ENTRY_REGEXP.test(line));
  if (entry < 0) return lines.toSpliced(header + 1, 0, `auth_token = ${value}`);
  const [, before, , after] = ENTRY_REGEXP.exec(lines[entry]!)!;
  return lines.with(entry, `${before}${value}${after}`);
}

function readConfig(text: string): Config {
  try {
    return parse(text) as Config;
  } catch (cause) {
    throw new ConfigurationError("Cannot read config.toml: it is no TOML, repair it first", { cause });
  }
}

/**
 * Puts a key for agents into the text of `config.toml`: `auth_token` under `[cloud.agent]`. Everything else stays, byte
 * for byte.
 *
 * Source: statement S57.
 *
 * @param text The file as it is; empty when there is none.
 * @param key The key.
 * @returns The new text.
 * @throws {ConfigurationError} When the text is no TOML, or says `cloud.agent` in a way that cannot be edited by lines.
 *
 * @example Comments stay
 * ```ts
 * import { installAgentKey } from "./install_agent_key.ts";
 * import { Secret } from "../core/secret.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = '# mine\n[cloud.agent]\nname = "a"\nauth_token = "old" # replace me\n';
 * assertEquals(
 *   installAgentKey(text, new Secret("new")),
 *   '# mine\n[cloud.agent]\nname = "a"\nauth_token = "new" # replace me\n',
 * );
 * ```
 */
export function installAgentKey(text: string, key: Secret): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const wanted = stringify(withKey(readConfig(text), key.reveal()));
  const edited = insert(text === "" ? [] : text.split(newline), key.reveal()).join(newline);
  try {
    // Lines are no parser: what they made must mean what was wanted, and nothing else.
    if (stringify(parse(edited)) === wanted) return edited;
  } catch {
    // Told below: the file's own way of writing the table does not go with another line.
  }
  throw new ConfigurationError(
    "Cannot put the key into config.toml: it writes cloud.agent in another form than a table [cloud.agent], change that first",
  );
}
