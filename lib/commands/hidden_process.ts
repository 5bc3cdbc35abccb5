import { hideProcess } from "./hide_process.ts";

/** Shows `process` again, which is hidden from whatever is imported after this module. */
export const showProcess: () => void = hideProcess();
