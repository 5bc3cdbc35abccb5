import { assertEquals } from "@std/assert";
import { judgeStage } from "../../scripts/dev/judge_stage.ts";

const COUNTED = { success: true, counted: true };
const BROKEN = { success: false, counted: true };

const SAMPLES = [
  { name: "reads Deno's summary", output: "ok | 3 passed | 0 failed (1s)", ended: COUNTED, want: [3, 0] },
  {
    name: "reads past steps",
    output: "ok | 3 passed (9 steps) | 0 failed (1s)",
    ended: COUNTED,
    want: [3, 0],
  },
  {
    name: "reads failures",
    output: "FAILED | 3 passed (1 step) | 2 failed (1 step) (1s)",
    ended: BROKEN,
    want: [3, 2],
  },
  {
    name: "counts ignored tests as failed",
    output: "ok | 3 passed | 0 failed | 2 ignored",
    ended: COUNTED,
    want: [3, 2],
  },
  {
    name: "reads a closing line",
    output: "…\n150 passed, 0 failed, 3 skipped\n",
    ended: COUNTED,
    want: [150, 0],
  },
  {
    name: "takes the last closing line",
    output: "1 passed, 0 failed\n5 passed, 1 failed",
    ended: BROKEN,
    want: [5, 1],
  },
  { name: "fails a stage without counts", output: "fine", ended: COUNTED, want: [0, 1] },
  { name: "fails a stage that ran nothing", output: "0 passed, 0 failed", ended: COUNTED, want: [0, 1] },
  { name: "fails a crash after a clean count", output: "5 passed, 0 failed", ended: BROKEN, want: [5, 1] },
  { name: "counts a plain stage as one", output: "", ended: { success: true, counted: false }, want: [1, 0] },
  {
    name: "counts a broken plain stage as one",
    output: "",
    ended: { success: false, counted: false },
    want: [0, 1],
  },
] as const;

for (const { name, output, ended, want } of SAMPLES) {
  Deno.test(`judgeStage() ${name}`, () => {
    const { passed, failed } = judgeStage(output, ended);
    assertEquals([passed, failed], [...want]);
  });
}
