/** `deno task browser`: the HTML report as Chromium shows it, with five thousand cases, on small and large screens. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { htmlReport } from "../../lib/contract/reports/html/html_report.ts";
import type { Verdict } from "../../lib/contract/run_events.ts";
import { OPTIONS, sampleReport, sampleVerdict } from "../contract/reports/sample_report.ts";
import { openPage, type Page } from "./chromium.ts";

const HOSTILE = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;
const LONG = "x".repeat(600);

function manyVerdicts(): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let index = 0; index < 5000; index++) {
    const group = Math.floor(index / 250);
    verdicts.push(sampleVerdict(index % 500 === 7 ? "fail" : index % 250 === 9 ? "skip" : "pass", {
      id: `case-${group}[row ${index}]`,
      title: `What case ${group} promises, in a sentence that is long enough to need a second line`,
      convention: `Convention ${group}`,
      backend: index % 2 === 0 ? "cloud" : "server",
      proves: [`S${String(index % 58 + 1).padStart(2, "0")}`],
      started: index * 2,
      milliseconds: 3 + index % 40,
    }));
  }
  const { failures: [failure] } = sampleVerdict("fail");
  verdicts.push(
    sampleVerdict("fail", {
      id: `hostile-${LONG}`,
      title: HOSTILE,
      convention: HOSTILE,
      failures: [{ ...failure!, got: LONG, request: `curl ${LONG}`, note: HOSTILE }, {
        ...failure!,
        compared: { expected: `{\n  "a": "${LONG}"\n}`, got: `{\n  "a": "${HOSTILE}"\n}` },
      }],
      answer: { status: 500, headers: [[LONG, HOSTILE]], body: HOSTILE + LONG },
    }),
    sampleVerdict("error", { id: "warned", level: "should", reason: LONG }),
  );
  return verdicts;
}

/** The texts whose contrast with what lies behind them is too low; WCAG 2.1, 1.4.3 and its formula. */
const FAINT = `(() => {
  const channel = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("svg, .unseen, script, option") || !element.checkVisibility({ visibilityProperty: true })) continue;
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    if (!own) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) faint.add(element.className || element.tagName);
  }
  return [...faint];
})()`;

async function look(page: Page, name: string): Promise<void> {
  await Deno.mkdir(".proctor", { recursive: true });
  await Deno.writeFile(`.proctor/report-${name}.png`, await page.screenshot());
}

/** Writes the report where the browser can read it. */
async function writeReport(): Promise<{ url: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir();
  const statements = Array.from({ length: 58 }, (_, index) => ({
    id: `S${String(index + 1).padStart(2, "0")}`,
    text: `What statement ${index + 1} says, which takes a line or two on a small screen`,
    suite: true,
  }));
  const report = sampleReport(manyVerdicts(), { milliseconds: 11_000, warnings: [HOSTILE] });
  await Deno.writeTextFile(`${folder}/report.html`, htmlReport(report, { ...OPTIONS, statements }));
  return {
    url: `file://${folder}/report.html`,
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
    },
  };
}

for (const width of [400, 1400]) {
  for (const dark of [false, true]) {
    for (const scripts of [false, true]) {
      const name = `${width}-${dark ? "dark" : "light"}${scripts ? "" : "-no-script"}`;
      Deno.test(`htmlReport() can be read in a browser: ${name}`, async () => {
        await using report = await writeReport();
        await using page = await openPage();
        await page.emulate({ width, height: 1600, dark, scripts });
        await page.goto(report.url);
        await page.until("document.readyState === 'complete' && document.querySelector('#cases .group')");
        assertEquals(await page.evaluate("document.title"), "✗ 11 of 5,002 cases failed: contract report");
        assertEquals(await page.evaluate("document.querySelector('form.filter').hidden"), !scripts);
        await look(page, name);
        // Everything open, as a reader would have it in the end.
        await page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)");
        // What is off the screen is not drawn until somebody comes near; here all of it is looked at.
        await page.evaluate(
          "document.querySelectorAll('.card, .group').forEach((each) => each.style.contentVisibility = 'visible')",
        );
        assert(await page.evaluate<number>("document.documentElement.scrollWidth") <= width, "too wide");
        assertEquals(await page.evaluate(FAINT), []);
        const text = await page.evaluate<string>("document.body.innerText");
        for (
          const part of ["11 failed", "S58", "case-19[row 4999]", "by hand", "curl -sS", "HTTP 500", HOSTILE]
        ) {
          assert(text.includes(part), `"${part}" cannot be read`);
        }
        const scheme = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
        assertMatch(scheme, dark ? /rgb\(15, 19, 24\)/ : /rgb\(255, 255, 255\)/);
        const asked = page.requests.map((request) => JSON.parse(request).request.url);
        assertEquals(asked.filter((url: string) => url !== report.url && url !== "about:blank"), []);
      });
    }
  }
}

Deno.test("htmlReport() filters by text and outcome, and a failure's link opens its card", async () => {
  await using report = await writeReport();
  await using page = await openPage();
  await page.emulate({ width: 1400, height: 1600, dark: false, scripts: true });
  await page.goto(report.url);
  await page.until("document.readyState === 'complete' && !document.querySelector('form.filter')?.hidden");
  const rows = "[...document.querySelectorAll('.group li')].filter((each) => each.checkVisibility()).length";
  const type = (text: string) =>
    `(() => { const form = document.querySelector("form.filter"); form.text.value = ${JSON.stringify(text)};
      form.dispatchEvent(new Event("input", { bubbles: true })); })()`;
  assertEquals(await page.evaluate(rows), 0);
  await page.evaluate(type("case-2[ server"));
  await page.until(`${rows} === 125`);
  await look(page, "filtered");
  await page.evaluate("document.querySelector('[value=passed]').click()");
  await page.until(`${rows} < 5`);
  assertEquals(await page.evaluate("document.querySelector('output').textContent"), "2 of 5002 cases");
  await page.evaluate("document.querySelectorAll('.group li.failed a')[0].click()");
  const opened = "document.querySelector(location.hash + ' > details').open";
  assertEquals(await page.evaluate(opened), true);
  await page.evaluate("document.querySelector('[value=passed]').click()");
  await page.evaluate(type(""));
  await page.until(`${rows} === 0`);
});
