/**
 * The part of `@std/assert` this project uses, with its signatures, over `node:assert`: JSR cannot be reached
 * from every network, and `import_map.jsr.json` swaps the real package in where it can.
 *
 * @module
 */

import nodeAssert, { AssertionError } from "node:assert";

type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

function fail(what: string, message: string | undefined): never {
  throw new AssertionError({ message: message === undefined ? what : `${what}: ${message}` });
}

/**
 * Fails unless the value is truthy.
 *
 * @param expr Any value.
 * @param msg Added to the failure.
 * @throws {AssertionError} When it is falsy.
 */
export function assert(expr: unknown, msg = "Expected a truthy value"): asserts expr {
  nodeAssert(expr, msg);
}

/**
 * Fails unless both values are deeply equal: same types, same own keys, same order in arrays.
 *
 * @param actual What came.
 * @param expected What was wanted.
 * @param msg Replaces the printed difference.
 * @throws {AssertionError} When they differ.
 */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  nodeAssert.deepStrictEqual(actual, expected, msg);
}

/**
 * Fails when both values are deeply equal.
 *
 * @param actual What came.
 * @param expected What it must differ from.
 * @param msg Replaces the printed values.
 * @throws {AssertionError} When they are equal.
 */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  nodeAssert.notDeepStrictEqual(actual, expected, msg);
}

/**
 * Fails unless the text contains the part.
 *
 * @param actual The text.
 * @param expected The part.
 * @param msg Added to the failure.
 * @throws {AssertionError} When it does not.
 */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (!actual.includes(expected)) fail(`Expected "${actual}" to contain "${expected}"`, msg);
}

/**
 * Fails unless the text matches.
 *
 * @param actual The text.
 * @param expected The pattern.
 * @param msg Replaces the printed text and pattern.
 * @throws {AssertionError} When it does not.
 */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  nodeAssert.match(actual, expected, msg);
}

function checkError<E extends Error>(
  error: unknown,
  wanted: {
    readonly ErrorClass: ErrorClass<E> | undefined;
    readonly msgIncludes: string;
    readonly msg?: string;
  },
): unknown {
  const { ErrorClass, msgIncludes, msg } = wanted;
  if (ErrorClass === undefined) return error;
  if (!(error instanceof ErrorClass)) {
    const got = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    fail(`Expected "${ErrorClass.name}", got "${got}"`, msg);
  }
  if (!error.message.includes(msgIncludes)) {
    fail(`Expected the message to contain "${msgIncludes}", got "${error.message}"`, msg);
  }
  return error;
}

/**
 * Fails unless the function throws.
 *
 * @param fn Called once, without arguments.
 * @param msg Added to the failure.
 * @returns What was thrown.
 * @throws {AssertionError} When nothing is thrown.
 */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/**
 * Fails unless the function throws an error of the class.
 *
 * @param fn Called once, without arguments.
 * @param ErrorClass The class the error must be an instance of.
 * @param msgIncludes A part of its message.
 * @param msg Added to the failure.
 * @returns The error.
 * @throws {AssertionError} When nothing, or something else, is thrown.
 */
export function assertThrows<E extends Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error>(
  fn: () => unknown,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes = "",
  msg?: string,
): unknown {
  const [ErrorClass, note] = typeof classOrMsg === "string" ? [undefined, classOrMsg] : [classOrMsg, msg];
  try {
    fn();
  } catch (error) {
    return checkError(error, { ErrorClass, msgIncludes, ...(note === undefined ? {} : { msg: note }) });
  }
  fail("Expected the function to throw", note);
}

/**
 * Fails unless the promise of the function rejects.
 *
 * @param fn Called once, without arguments.
 * @param msg Added to the failure.
 * @returns What it rejected with.
 * @throws {AssertionError} When it fulfils, or the function throws instead of rejecting.
 */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/**
 * Fails unless the promise of the function rejects with an error of the class.
 *
 * @param fn Called once, without arguments.
 * @param ErrorClass The class the error must be an instance of.
 * @param msgIncludes A part of its message.
 * @param msg Added to the failure.
 * @returns The error.
 * @throws {AssertionError} When it fulfils, rejects with something else, or the function throws.
 */
export function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes = "",
  msg?: string,
): Promise<unknown> {
  const [ErrorClass, note] = typeof classOrMsg === "string" ? [undefined, classOrMsg] : [classOrMsg, msg];
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch {
    fail("Expected the promise to reject, but the function threw", note);
  }
  try {
    await promise;
  } catch (error) {
    return checkError(error, { ErrorClass, msgIncludes, ...(note === undefined ? {} : { msg: note }) });
  }
  fail("Expected the promise to reject", note);
}
