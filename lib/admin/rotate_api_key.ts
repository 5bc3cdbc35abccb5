import type { Secret } from "../core/secret.ts";
import type { GraphQLClient } from "../graphql/client.ts";
import { type ApiKey, createApiKey, type CreatedApiKey, listApiKeys, revokeApiKey } from "./api_keys.ts";
import { whoAmI } from "./identity.ts";
import { NotDoneError } from "./not_done_error.ts";

/** What a rotation leaves to its caller. */
export interface RotationOptions {
  /** Puts the new key where the old one is in use. Both work while it does. */
  readonly install: (created: CreatedApiKey) => void | Promise<void>;
  /** A client that uses a key, to see that it works. */
  readonly connect: (key: Secret) => GraphQLClient;
  /** Asked when the new key has proved to work; the old one stays when the answer is no. */
  readonly mayRevoke?: () => boolean | Promise<boolean>;
  /** The name of the new key; that of the old one unless given. */
  readonly name?: string | undefined;
  /** ISO 8601; never unless given. */
  readonly expiresAt?: string | null | undefined;
}

/** What came of a rotation. */
export interface Rotation {
  /** The key that was replaced. */
  readonly old: ApiKey;
  /** The key in its place. */
  readonly created: CreatedApiKey;
  /** Whether the old key is gone. */
  readonly revoked: boolean;
}

/** A key that nobody has installed is in nobody's hands: it is taken back. */
async function install(client: GraphQLClient, created: CreatedApiKey, { install }: RotationOptions) {
  try {
    await install(created);
  } catch (error) {
    await revokeApiKey(client, created.id);
    throw error;
  }
}

/** @throws {NotDoneError} When the new key does not act as the account of the old one. */
async function verify(old: ApiKey, created: CreatedApiKey, { connect }: RotationOptions): Promise<void> {
  const { user_id } = await whoAmI(connect(created.key));
  if (user_id === old.user_id) return;
  throw new NotDoneError(
    `Cannot rotate key "${old.id}": the new key "${created.id}" acts as another account, both were kept`,
  );
}

/**
 * Replaces a key without a moment in which none works: makes the new one, has it installed, sees that it works, and only
 * then revokes the old one. Whatever fails on the way, the old key stays.
 *
 * @param client Who rotates; may use the key that is rotated.
 * @param id The id of the old key.
 * @param options How to install, how to try, whether to revoke.
 * @returns Both keys.
 * @throws {NotDoneError} When there is no such key.
 * @throws {AuthorizationError} When the client may not make the new key, or the new key is refused.
 */
export async function rotateApiKey(
  client: GraphQLClient,
  id: string,
  options: RotationOptions,
): Promise<Rotation> {
  const [old] = await listApiKeys(client, { id });
  if (!old) {
    throw new NotDoneError(`Cannot rotate key "${id}": you have no key of that id, see the list of keys`);
  }
  const created = await createApiKey(client, {
    name: options.name ?? old.name,
    userId: old.user_id,
    expiresAt: options.expiresAt,
    tenantId: old.default_tenant_id,
  });
  await install(client, created, options);
  await verify(old, created, options);
  const revoked = await options.mayRevoke?.() ?? true;
  if (revoked) await revokeApiKey(client, id);
  return { old, created, revoked };
}
