import { shellQuote } from "../core/shell_quote.ts";
import type { WireRequest } from "./wire_request.ts";

/** Quoted for a POSIX shell; a placeholder such as `$PROCTOR_KEY` stays open for the shell to fill. */
function quote(text: string): string {
  const placeholder = /\$PROCTOR_KEY\w*/.test(text);
  if (!placeholder) return shellQuote(text);
  return text.split(/(\$PROCTOR_KEY\w*)/).map((part, index) => {
    if (part === "") return "";
    return index % 2 === 1 ? `"${part}"` : quote(part);
  }).join("");
}

/**
 * Writes a request as a curl command that a shell runs as it stands.
 *
 * @param request The request; `redact` has not run over it yet.
 * @param redact Masks secrets; it runs over every part before the part is quoted.
 * @returns One line, or several when the body has line ends.
 *
 * @example A key stays out
 * ```ts
 * import { curlCommand } from "./curl_command.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const request = {
 *   method: "POST",
 *   url: "http://localhost:4200/",
 *   headers: [["authorization", "Bearer s3cret"]] as const,
 *   body: '{"query":"{hello}"}',
 *   raw: false,
 * };
 * assertEquals(
 *   curlCommand(request, (text) => text.replace("s3cret", "$PROCTOR_KEY")),
 *   `curl -sS 'http://localhost:4200/' -H 'authorization: Bearer '"$PROCTOR_KEY" --data-raw '{"query":"{hello}"}'`,
 * );
 * ```
 */
export function curlCommand(request: WireRequest, redact: (text: string) => string): string {
  const { method, url, headers, body } = request;
  const parts = ["curl", "-sS", quote(redact(url))];
  if (method !== (body === undefined ? "GET" : "POST")) parts.push("-X", method);
  for (const [name, value] of headers) parts.push("-H", quote(redact(`${name}: ${value}`)));
  if (body !== undefined) parts.push("--data-raw", quote(redact(body)));
  return parts.join(" ");
}
