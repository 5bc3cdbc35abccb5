import { EXAMPLE_TABS } from "./example_tabs.ts";

/** What the page shows and whom it asks. */
export interface ExplorerOptions {
  /** The path, on the page's own origin, that answers GraphQL. */
  readonly endpoint: string;
  /** Shown in the browser's tab. */
  readonly title: string;
}

/**
 * The page is one text with its scripts inside, and loads nothing from anywhere: whatever it displays cannot call
 * out, and no other page can frame it. Its editor makes workers of blobs.
 */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; " +
    "style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
} as const;

/** The options become part of a script, where a tag would end it. */
function withoutTags(text: string): string {
  return text.replace(/[<>]/g, "");
}

/**
 * The interactive API page: GraphiQL with the documented examples as tabs, schema browser and history, complete
 * without a network.
 *
 * Source: statement S40; `reference/clients.md` (g).
 *
 * @param options What it shows and whom it asks.
 * @returns The page, to be sent to a browser.
 *
 * @example The page loads nothing from elsewhere
 * ```ts
 * import { explorerPage } from "./explorer_page.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const page = await explorerPage({ endpoint: "/graphql", title: "Proctor" });
 * assertEquals(page.headers.get("content-security-policy")?.includes("default-src 'none'"), true);
 * assertEquals((await page.text()).includes("<script src"), false);
 * ```
 */
export async function explorerPage(options: ExplorerOptions): Promise<Response> {
  // Nine megabytes of text, for the few requests that come from a browser.
  const { renderGraphiQL } = await import("./render_graphiql.ts");
  const page = renderGraphiQL({
    endpoint: withoutTags(options.endpoint),
    title: withoutTags(options.title),
    defaultTabs: EXAMPLE_TABS,
    shouldPersistHeaders: false,
    // What is asked of the documentation: the answers of this API carry descriptions (S41).
    schemaDescription: true,
  });
  return new Response(page, { headers: HEADERS });
}
