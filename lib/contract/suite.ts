/**
 * The suite as the runner sees it: fixtures read, checked and compiled.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "../core/json.ts";
import type { Check } from "./check.ts";
import type { JsonPath } from "./json_path.ts";
import type { Place } from "./table_reader.ts";
import type { Template } from "./template.ts";

/** The name of a kind of target; the profile lists them. */
export type Backend = string;

/** How much a broken promise weighs. */
export type Level = "must" | "should" | "may";
/** All of them; the first is meant where none is named. */
export const LEVELS = ["must", "should", "may"] as const satisfies readonly Level[];

/** What a step sends, with the names in it still open. */
export interface RequestTemplate {
  /** The HTTP method. */
  readonly method: Template<string>;
  /** Appended to the target's address, URL parameters included. */
  readonly path: Template<string>;
  /** The body's type; empty for none. */
  readonly contentType: Template<string>;
  /** In the order written; a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: Template<string>])[];
  /** The body, or `undefined` for none. */
  readonly body: Template<string> | undefined;
  /** Whether names and values of headers must go out byte by byte. */
  readonly raw: boolean;
}

/** A value to take from an answer. */
export interface Capture {
  /** The name it gets. */
  readonly name: string;
  /** Where it is. */
  readonly path: JsonPath;
  /** Whether nobody may see it. */
  readonly secret: boolean;
  /** Whether it may be missing. */
  readonly optional: boolean;
}

/** One request and what must hold of its answer. */
export interface Step {
  /** Where it stands. */
  readonly place: Place;
  /** What is sent. */
  readonly request: RequestTemplate;
  /** What must hold; never empty. */
  readonly checks: readonly Check[];
  /** What is kept. */
  readonly captures: readonly Capture[];
  /** The principal that sends it, if not the one around it. */
  readonly as?: string;
  /** A name that, once known, makes the step needless. */
  readonly unless?: string;
  /** The author's words on it. */
  readonly note?: string;
  /** The names its request and its checks need. */
  readonly names: readonly string[];
  /** Whether it changes the target. */
  readonly writes: boolean;
}

/** Steps that make something, and the steps that take it away again. */
export interface Recipe {
  /** Its name, or the id of a case. */
  readonly name: string;
  /** Where it stands. */
  readonly place: Place;
  /** The principal that sends its steps. */
  readonly as: string;
  /** Names of setups to make first. */
  readonly needs: readonly string[];
  /** In order. */
  readonly steps: readonly Step[];
  /** Always run afterwards. */
  readonly undo: readonly Step[];
  /** Whether one of what it needs serves it and all others that say so: it is to change nothing. */
  readonly shares?: boolean;
}

/** A named setup. */
export interface Setup extends Recipe {
  /** Where it can be made. */
  readonly backends: readonly Backend[];
  /** Whether one is enough for the whole run. */
  readonly shared: boolean;
}

/** Somebody who sends requests with a key of their own. */
export interface Principal extends Recipe {
  /** Sent with each of its requests. */
  readonly headers: RequestTemplate["headers"];
}

/** Something a target may or may not be able to do. */
export interface Capability {
  /** Its name. */
  readonly name: string;
  /** Its checks hold when the target has it. */
  readonly step: Step;
}

/** One row of `each`. */
export interface Row {
  /** Names it in the case's id. */
  readonly label: string;
  /** The names it gives, with templates of their own. */
  readonly values: Template<JsonValue>;
  /** What is done in place of the case's own steps: a cell of a matrix. */
  readonly recipe?: Recipe;
}

/** What a cell of a matrix may say: done, forbidden, not let in, or as if what is named did not exist. */
export const CELLS = ["yes", "no", "401", "unseen"] as const;
/** One of the {@linkcode CELLS}. */
export type Cell = typeof CELLS[number];

/** Who may do what. */
export interface Matrix {
  /** What the ids of its cases begin with; the name of the column follows. */
  readonly id: string;
  /** The names of principals. */
  readonly columns: readonly string[];
  /** As many cells as columns. */
  readonly rows: readonly { readonly operation: string; readonly cells: readonly Cell[] }[];
}

/** A promise and its trial. */
export interface Case extends Recipe {
  /** The promise, in one sentence. */
  readonly title: string;
  /** The file's title: the convention it belongs to. */
  readonly convention: string;
  /** Statement ids. */
  readonly proves: readonly string[];
  /** How much it weighs. */
  readonly level: Level;
  /** Where it applies. */
  readonly backends: readonly Backend[];
  /** Names of capabilities. */
  readonly requires: readonly string[];
  /** For selection. */
  readonly tags: readonly string[];
  /** Where its answers may differ from target to target. */
  readonly volatile: readonly JsonPath[];
  /** One nameless row when the case has no `each`. */
  readonly rows: readonly Row[];
  /** Whether it changes the target, setups and principals included. */
  readonly writes: boolean;
}

/** How the backend of a URL is found out. */
export interface Detection {
  /** The question. */
  readonly step: Step;
  /** Where the answer is. */
  readonly path: JsonPath;
  /** The backend that gives an answer. */
  readonly answers: ReadonlyMap<string, Backend>;
  /** The backend that says anything else, a refusal included. */
  readonly otherwise: Backend | undefined;
}

/** One kind of target. */
export interface BackendProfile {
  /** Its name. */
  readonly name: Backend;
  /** The headers that carry the sender's `${key}`; none when anybody may come in. */
  readonly credential: RequestTemplate["headers"];
}

/** A target that has a name of its own. */
export interface KnownTarget {
  /** Its name. */
  readonly name: string;
  /** Where it is. */
  readonly url: string;
  /** Which backend answers there. */
  readonly backend: Backend;
}

/** What the engine has to know of an API before it can send the first case. */
export interface Profile {
  /** In the order of the report. */
  readonly backends: readonly BackendProfile[];
  /** Whether Proctor has a server of this API inside, as target `local`. */
  readonly embedded: boolean;
  /** The environment variable that may hold the administrator's key. */
  readonly keyVariable: string | undefined;
  /** The targets with names. */
  readonly targets: readonly KnownTarget[];
  /** The error, as in a check, of somebody the API does not let in. */
  readonly unauthenticated: JsonObject;
  /** The error, as in a check, of somebody who may not do this. */
  readonly forbidden: JsonObject;
  /** Made on each target first; their captures are known everywhere. */
  readonly greeting: readonly Setup[];
  /** How to tell the backends apart. */
  readonly detection: Detection | undefined;
}

/** A statement a case may prove. */
export interface Statement {
  /** Such as `S46`. */
  readonly id: string;
  /** The sentence. */
  readonly text: string;
  /** Whether the suite has to prove it on a target. */
  readonly suite: boolean;
}

/** All fixtures together. */
export interface Suite {
  /** In the order of files and of each file. */
  readonly cases: readonly Case[];
  /** The tables that some of the cases come from. */
  readonly matrices: readonly Matrix[];
  /** By name. */
  readonly setups: ReadonlyMap<string, Setup>;
  /** By name, without the built-in `admin` and `anonymous`. */
  readonly principals: ReadonlyMap<string, Principal>;
  /** By name. */
  readonly capabilities: ReadonlyMap<string, Capability>;
  /** What API it is for. */
  readonly profile: Profile;
  /** In the order of their file. */
  readonly statements: readonly Statement[];
}
