import { assertEquals } from "@std/assert";
import { readConfigFile, readEnvironment } from "../../lib/config/config_entry.ts";
import type { ConfigValue } from "../../lib/config/config_value.ts";

Deno.test("readEnvironment() reads names and values as Prefect does", async (t) => {
  const cases: readonly [name: string, text: string, key: string | undefined, value?: ConfigValue][] = [
    ["PREFECT__CLOUD__API_KEY", "12345", "cloud.api_key", 12345],
    ["PREFECT__CLOUD__API_KEY", "None", "cloud.api_key", null],
    ["PREFECT__CLOUD__API_KEY", '"abc"', "cloud.api_key", "abc"],
    ["PREFECT__CLOUD__API_KEY", "'12'", "cloud.api_key", 12],
    ["PREFECT__CLOUD__API_KEY", "pcu_1$2", "cloud.api_key", "pcu_1$2"],
    ["PREFECT__CLOUD__AGENT__LABELS", '["a","b"]', "cloud.agent.labels", ["a", "b"]],
    ["PREFECT__CLOUD__AGENT__LABELS", "a,b", "cloud.agent.labels", "a,b"],
    ["PREFECT__CONTEXT__SECRETS__my_KEY", '{"a":1}', "context.secrets.my_KEY", { a: 1 }],
    ["PREFECT__CONTEXT__SECRETS__my_KEY", '{"a": true}', "context.secrets.my_KEY", '{"a": true}'],
    ["PREFECT__DEBUG", "TRUE", "debug", true],
    ["PREFECT__HOME_DIR", "~/$SUB", "home_dir", "/h/p"],
    ["PREFECT__HOME_DIR", "$LOOP", "home_dir", ""],
    ["prefect__cloud__api_key", "x", undefined],
    ["PREFECT_CLOUD_API_KEY", "x", undefined],
  ];
  for (const [name, text, key, value] of cases) {
    await t.step(`${name}=${text}`, () => {
      const [entry] = readEnvironment({ HOME: "/h", SUB: "p", LOOP: "$LOOP$LOOP", [name]: text });
      assertEquals([entry?.key, entry?.value], [key, value]);
    });
  }
});

Deno.test("readConfigFile() casts texts and keeps typed values", () => {
  const text = 'a = "1"\nb = 1.5\nc = "x"\nd = ["1"]\ne = 2020-01-01T00:00:00Z\n[f]\ng = "true"\n"h.i" = 0\n';
  assertEquals(
    readConfigFile({ path: "c", text }, {}).map(({ key, value, origin }) => [key, value, origin.line]),
    [
      ["a", 1, 1],
      ["b", 1.5, 2],
      ["c", "x", 3],
      ["d", ["1"], 4],
      ["e", "2020-01-01T00:00:00.000Z", 5],
      ["f.g", true, 7],
      ["f.h.i", 0, 8],
    ],
  );
});
