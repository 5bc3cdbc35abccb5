import { AuthenticationError, ConfigurationError, UnreachableError } from "../core/errors.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { Answer } from "./answer.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { Backend } from "./suite.ts";

function isRefused({ status, json }: Answer, code: JsonValue | undefined): boolean {
  if (status === 401 || status === 403) return true;
  const errors = isJsonObject(json) && Array.isArray(json.errors) ? json.errors : [];
  return errors.some((error) =>
    isJsonObject(error) && isJsonObject(error.extensions) && error.extensions.code === code
  );
}

/**
 * Opens a session: asks the target what the profile wants known before the first case.
 *
 * @param options See {@linkcode SessionOptions}.
 * @returns The session, which is to be left, and a line for each greeting that was answered oddly: the cases will tell what that means.
 * @throws {UnreachableError} When nothing answers.
 * @throws {AuthenticationError} When the key is refused, or there is none for a backend that takes one.
 */
export async function greet(
  options: SessionOptions,
): Promise<{ session: Session; warnings: readonly string[] }> {
  const { target, suite: { profile } } = options;
  const isKeyed = profile.backends.some(({ name, credential }) =>
    name === target.backend && credential.length > 0
  );
  if (isKeyed && target.key === undefined) {
    const variable = profile.keyVariable === undefined ? "" : ` or ${profile.keyVariable}`;
    throw new AuthenticationError(
      `Authenticate at "${target.url}" failed: no key, give --api-key${variable}`,
    );
  }
  using stack = new DisposableStack();
  const session = stack.use(new Session(options));
  const warnings: string[] = [];
  for (const greeting of profile.greeting.filter(({ backends }) => backends.includes(target.backend))) {
    session.shared.promise(greeting, session.scope);
    for (const step of greeting.steps) {
      if (step.unless !== undefined && session.scope.get(step.unless) !== undefined) continue;
      if (step.writes && !target.writable) continue;
      const { answer, failures } = await session.exchange(step, {
        as: greeting.as,
        scope: session.scope,
        role: "setup",
      });
      if (isKeyed && isRefused(answer, profile.unauthenticated.code)) {
        throw new AuthenticationError(
          `Authenticate at "${target.url}" failed: the key ${target.key} is refused`,
        );
      }
      for (const { at, expected, got } of failures) {
        warnings.push(`Greet "${target.url}" failed: ${at} expected ${expected}, got ${got}`);
      }
    }
  }
  stack.move();
  return { session, warnings };
}

/**
 * Finds out which backend answers at an address, by the question in the profile; the only one answers everywhere.
 *
 * @param options Of a session whose target's backend is not known; the one given is not looked at.
 * @returns The backend.
 * @throws {ConfigurationError} When the profile has several backends and no `[detect]`.
 * @throws {UnreachableError} When nothing answers.
 */
export async function detectBackend(options: SessionOptions): Promise<Backend> {
  const { backends, detection, unauthenticated } = options.suite.profile;
  const [only, ...others] = backends;
  if (only && others.length === 0) return only.name;
  if (!detection) {
    throw new ConfigurationError("Detect the backend failed: no [detect] in the profile, give --backend");
  }
  using session = new Session(options);
  const { answer } = await session.exchange(detection.step, {
    as: "anonymous",
    scope: session.scope,
    role: "setup",
  });
  const [found] = answer.json === undefined ? [] : detection.path.values(answer.json);
  const named = typeof found === "string" ? detection.answers.get(found) : undefined;
  if (named !== undefined) return named;
  const hasSpoken = found !== undefined || isRefused(answer, unauthenticated.code);
  if (hasSpoken && detection.otherwise !== undefined) return detection.otherwise;
  throw new UnreachableError(
    `Detect the backend of "${options.target.url}" failed: no such API answers, give --backend`,
  );
}
