import { createServiceAccount, listServiceAccounts } from "../admin/service_accounts.ts";
import { EXIT, type ExitCode } from "../core/errors.ts";
import type { Call } from "./define_command.ts";
import { Printer } from "./printer.ts";
import { requireCloud } from "./require_cloud.ts";
import { openSession } from "./session.ts";
import type { TargetFlags } from "./target_flags.ts";

/** The flags of `proctor auth create-service-account`, parsed. */
export interface CreateServiceAccountFlags extends TargetFlags {
  readonly name: string;
  /** The name of a role. */
  readonly role: string;
}

/**
 * `proctor auth create-service-account`: makes an account for agents and other programs (S11, S12).
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key in use, or it is no administrator's.
 */
export async function runCreateServiceAccount(
  flags: CreateServiceAccountFlags,
  { terminal }: Call,
): Promise<ExitCode> {
  const { name, role, json } = flags;
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const id = await createServiceAccount(client, { name, role });
  new Printer({ terminal, json }).result(`Service account created with ID: ${id}`, { id, name, role });
  return EXIT.ok;
}

/**
 * `proctor auth list-service-accounts`: the service accounts of the tenant in use.
 *
 * @param flags The command line.
 * @param call Where to print.
 * @returns The exit code.
 * @throws {AuthorizationError} When the API refuses the key in use.
 */
export async function runListServiceAccounts(flags: TargetFlags, { terminal }: Call): Promise<ExitCode> {
  const { client, settings } = await openSession(flags, { terminal });
  requireCloud(settings);
  const columns = [{ key: "name" }, { key: "id" }, { key: "role" }];
  const printer = new Printer({ terminal, json: flags.json });
  printer.rows(await listServiceAccounts(client), columns, { none: "The tenant has no service accounts" });
  return EXIT.ok;
}
