import { AuthenticationError, ConfigurationError, UnreachableError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { Answer } from "./answer.ts";
import { Session, type SessionOptions } from "./session.ts";
import type { Backend } from "./suite.ts";

function isRefused({ status, json }: Answer): boolean {
  if (status === 401 || status === 403) return true;
  const errors = isJsonObject(json) && Array.isArray(json.errors) ? json.errors : [];
  return errors.some((error) =>
    isJsonObject(error) && isJsonObject(error.extensions) && error.extensions.code === "UNAUTHENTICATED"
  );
}

/**
 * Opens a session: asks the target what the profile wants known before the first case.
 *
 * @param options See {@linkcode SessionOptions}.
 * @returns The session, and a line for each greeting that was answered oddly: the cases will tell what that means.
 * @throws {UnreachableError} When nothing answers.
 * @throws {AuthenticationError} When the key is refused, or the cloud backend has none.
 */
export async function greet(
  options: SessionOptions,
): Promise<{ session: Session; warnings: readonly string[] }> {
  const { target, suite } = options;
  if (target.backend === "cloud" && target.key === undefined) {
    throw new AuthenticationError(
      `Authenticate at "${target.url}" failed: no key, give --api-key or PREFECT__CLOUD__API_KEY`,
    );
  }
  const session = new Session(options);
  const warnings: string[] = [];
  for (const greeting of suite.greeting.filter(({ backends }) => backends.includes(target.backend))) {
    session.shared.promise(greeting, session.scope);
    for (const step of greeting.steps) {
      if (step.unless !== undefined && session.scope.get(step.unless) !== undefined) continue;
      if (step.writes && !target.writable) continue;
      const { answer, failures } = await session.exchange(step, {
        as: greeting.as,
        scope: session.scope,
        role: "setup",
      });
      if (isRefused(answer) && target.backend === "cloud") {
        throw new AuthenticationError(
          `Authenticate at "${target.url}" failed: the key ${target.key} is refused`,
        );
      }
      for (const { at, expected, got } of failures) {
        warnings.push(`Greet "${target.url}" failed: ${at} expected ${expected}, got ${got}`);
      }
    }
  }
  return { session, warnings };
}

/**
 * Finds out which backend answers at an address, by the question in the profile.
 *
 * @param options Of a session whose target's backend is not known; the one given is not looked at.
 * @returns The backend.
 * @throws {ConfigurationError} When the fixtures have no `[detect]`.
 * @throws {UnreachableError} When nothing answers.
 */
export async function detectBackend(options: SessionOptions): Promise<Backend> {
  const detection = options.suite.detection;
  if (!detection) {
    throw new ConfigurationError("Detect the backend failed: no [detect] in the profile, give --backend");
  }
  const session = new Session(options);
  const { answer } = await session.exchange(detection.step, {
    as: "anonymous",
    scope: session.scope,
    role: "setup",
  });
  const [found] = answer.json === undefined ? [] : detection.path.values(answer.json);
  if (found === detection.server) return "server";
  if (found !== undefined || isRefused(answer)) return "cloud";
  throw new UnreachableError(
    `Detect the backend of "${options.target.url}" failed: no such API answers, give --backend`,
  );
}
