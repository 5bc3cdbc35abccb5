/**
 * What Proctor uses of `@graphql-yoga/render-graphiql`. The package's own types bring in those of a whole server and of
 * the browser, which then clash with Deno's in every file that is checked together with this one.
 */
export function renderGraphiQL(options: {
  readonly endpoint: string;
  readonly title: string;
  readonly defaultTabs: ReadonlyArray<{ readonly query: string; readonly variables?: string }>;
  readonly shouldPersistHeaders: boolean;
  readonly schemaDescription: boolean;
}): string;
