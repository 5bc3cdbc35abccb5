import { whoAmI } from "../admin/identity.ts";
import { findTenant } from "../admin/tenants.ts";
import { EXIT, type ExitCode, ProctorError } from "../core/errors.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { openSession, type Session } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** How things stand, for people and for programs. */
interface Status {
  readonly lines: readonly string[];
  readonly value: object;
  readonly exit: ExitCode;
}

function noKey(session: Session, head: string): Status {
  const target = { api: session.settings.api.value, backend: session.settings.backend.value };
  if (session.settings.backend.value === "server") {
    const lines = [head, "Prefect Server does not have authentication: no key is needed"];
    return { lines, value: { ...target, authenticated: false }, exit: EXIT.ok };
  }
  return {
    lines: [head, "You are not logged in! Use `proctor auth login` to login with an API key."],
    value: { ...target, authenticated: false },
    exit: EXIT.auth,
  };
}

async function readStatus(session: Session): Promise<Status> {
  const { settings, client } = session;
  const head = `You are connecting to ${settings.api.value}`;
  const key = settings.apiKey;
  if (settings.backend.value === "server" || key.value === undefined) return noKey(session, head);
  const kind = settings.credentialKind === "key" ? "an API key" : "an API token";
  const lines = [head, `You are authenticating with ${kind} ${key.value} from ${key.source}`];
  const common = {
    api: settings.api.value,
    backend: "cloud",
    credential: { kind: settings.credentialKind, key: key.value, source: key.source },
  };
  try {
    const { tenant_id, user_id } = await whoAmI(client);
    const tenant = tenant_id === null ? null : await findTenant(client, tenant_id);
    const where = tenant ? `tenant '${tenant.name}' (${tenant.slug}) ${tenant.id}` : "no tenant";
    return {
      lines: [...lines, `You are logged in to ${where}`],
      value: { ...common, authenticated: true, user_id, tenant },
      exit: EXIT.ok,
    };
  } catch (error) {
    if (!(error instanceof ProctorError)) throw error;
    return {
      lines: [...lines, `Your authentication is not working: ${error.message}`],
      value: { ...common, authenticated: false, error: error.message },
      exit: error.exit,
    };
  }
}

/**
 * `proctor auth status`: who one is, where, and by which key from which source.
 *
 * Source: `reference/prefect-api.md` §3.1.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns 0 when requests will be answered, otherwise the code of what is in the way.
 */
export async function runStatus(flags: TargetFlags, { terminal }: Call): Promise<ExitCode> {
  const { lines, value, exit } = await readStatus(await openSession(flags, { terminal }));
  new Printer({ terminal, json: flags.json }).result(lines.join("\n"), value);
  return exit;
}
