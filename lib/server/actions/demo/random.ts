import { formatTimestamp } from "../../../core/timestamp.ts";

/** Offsets that the demo data is written in, in minutes; it is stored in UTC. */
const ZONES = [0, -300, 330, 540, 570, -480];
const FIRST_MOMENT = Date.UTC(2016, 0, 1);
const LAST_MOMENT = Date.UTC(2026, 0, 1);

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${parts.join(":")}`;
}

/** A moment, and the zone that it is written in. */
export interface DemoMoment {
  readonly milliseconds: number;
  readonly microseconds: number;
  /** Minutes ahead of UTC. */
  readonly zone: number;
}

/**
 * Writes a moment as somebody in its zone would.
 *
 * @param moment The moment.
 * @returns ISO 8601 with the zone's offset.
 *
 * @example Half past five in India
 * ```ts
 * import { inZone } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(inZone({ milliseconds: 0, microseconds: 5, zone: 330 }), "1970-01-01T05:30:00.000005+05:30");
 * ```
 */
export function inZone({ milliseconds, microseconds, zone }: DemoMoment): string {
  return formatTimestamp(milliseconds + zone * 60_000, microseconds).replace("+00:00", offsetText(zone));
}

/**
 * Writes a moment, or one soon after, in UTC.
 *
 * @param moment The moment.
 * @param seconds How long after.
 * @returns The API's form.
 *
 * @example A second later
 * ```ts
 * import { inUtc } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(inUtc({ milliseconds: 0, microseconds: 0, zone: 330 }, 1), "1970-01-01T00:00:01+00:00");
 * ```
 */
export function inUtc({ milliseconds, microseconds }: DemoMoment, seconds: number): string {
  return formatTimestamp(milliseconds + seconds * 1000, microseconds);
}

/** Numbers that look random and are the same at every start (the generator is Mulberry32). */
export class DemoRandom {
  #state: number;

  /** @param seed Any whole number; the same seed gives the same numbers. */
  constructor(seed: number) {
    this.#state = seed;
  }

  /**
   * The next number.
   *
   * @returns A whole number from 0 to below 2^32.
   */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /**
   * A number below another.
   *
   * @param limit Above all that is given.
   * @returns A whole number from 0.
   */
  below(limit: number): number {
    return this.next() % limit;
  }

  /**
   * One of a list.
   *
   * @param list Has at least one element.
   * @returns An element.
   */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /**
   * An id.
   *
   * @returns A UUID of version 4.
   */
  uuid(): string {
    const hex = [0, 1, 2, 3].map(() => this.next().toString(16).padStart(8, "0")).join("");
    const variant = "89ab"[this.below(4)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${
      hex.slice(20)
    }`;
  }

  /**
   * A moment in the ten years from 2016; half of them with microseconds.
   *
   * @returns The moment and the zone it is written in.
   */
  moment(): DemoMoment {
    const seconds = this.below((LAST_MOMENT - FIRST_MOMENT) / 1000);
    return {
      milliseconds: FIRST_MOMENT + seconds * 1000,
      microseconds: this.below(2) * this.below(1_000_000),
      zone: this.pick(ZONES),
    };
  }
}
