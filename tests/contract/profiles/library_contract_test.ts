import { fromFileUrl } from "@std/path";
import { Secret, testContract } from "../../../mod.ts";
import { startLibrary } from "./library.ts";

const secret = "library-secret-0123456789-wxyz";
const library = startLibrary({ secret });

Deno.test.afterAll(async () => await library[Symbol.asyncDispose]());

testContract(Deno.test, {
  name: "the library keeps its contract",
  fixtures: fromFileUrl(new URL("./library", import.meta.url)),
  target: library.url,
  apiKey: new Secret(secret),
  allowWrites: true,
});
