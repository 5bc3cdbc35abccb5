import { loadSuite } from "../../../lib/commands/contract_fixtures.ts";
import { type Exploration, explore, type ExploreOptions } from "../../../lib/contract/explore/explore.ts";
import { Explorer } from "../../../lib/contract/explore/explorer.ts";
import { Redactor } from "../../../lib/contract/redactor.ts";
import type { Target, Verdict } from "../../../lib/contract/run_events.ts";
import { sendRequest } from "../../../lib/contract/send_request.ts";
import type { Suite } from "../../../lib/contract/suite.ts";
import { once } from "../../../lib/core/once.ts";
import { startServer } from "../../../lib/server/http/serve.ts";

/** A server of the open backend, and what there is to explore on it. */
export interface SoundServer extends AsyncDisposable {
  readonly suite: Suite;
  readonly target: Target;
}

/** To read all fixtures takes longer than to start a server. */
const SUITE = once(() => loadSuite({}));

/** Starts a server, empty and in memory. */
export async function startSoundServer(): Promise<SoundServer> {
  const server = await startServer({ backend: "server", port: 0 });
  return {
    suite: await SUITE(),
    target: { name: server.url, url: server.url, backend: "server", writable: true },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Looks around at a server; whoever does so leaves it. */
export async function openExplorer({ suite, target }: SoundServer): Promise<Explorer> {
  const { explorer } = await Explorer.open({
    suite,
    target,
    run: "proctor-test",
    send: sendRequest,
    redactor: new Redactor(),
    timeout: 15_000,
    maxBytes: 2 ** 24,
    signal: new AbortController().signal,
  });
  return explorer;
}

/** Explores a server, through a transport if one is given. */
export async function exploreServer(
  { suite, target }: SoundServer,
  options: Partial<ExploreOptions> & Pick<ExploreOptions, "count">,
): Promise<{ verdicts: readonly Verdict[]; warnings: readonly string[]; exploration: Exploration }> {
  const verdicts: Verdict[] = [];
  const warnings: string[] = [];
  const exploration = await explore(suite, {
    targets: [target],
    seed: 1,
    selection: {},
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.type === "verdict") verdicts.push(event.verdict);
      if (event.type === "warning") warnings.push(event.message);
    },
    ...options,
  });
  return { verdicts, warnings, exploration };
}
