import type { Language } from "../domain/errors.js";
import type { Bilingual } from "./language.js";

/** How far long work has come, shown while it lasts. */
export interface Progress {
  /**
   * @param done rows so far; may be called as often as one likes.
   * @param total all of them, where that is known.
   * @param phase what is being done now, where the work has parts.
   */
  update(done: number, total?: number, phase?: string): void;
  /** Takes the bar away; harmless twice. */
  stop(): void;
}

interface ProgressTexts {
  readonly perSecond: string;
  readonly left: (duration: string) => string;
}

const texts: Bilingual<ProgressTexts> = {
  "zh-CN": {
    perSecond: "/秒",
    left: (duration) => `剩余 ${duration}`,
  },
  en: {
    perSecond: "/s",
    left: (duration) => `${duration} left`,
  },
};

/**
 * Shows rows done, rate and, where the total is known, the time left. Silent unless stderr is a terminal.
 */
export async function openProgress(label: string, language: Language): Promise<Progress> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const { SingleBar } = await import("cli-progress");
  const begun = performance.now();
  const counts = "rows" as ProgressState["counts"];
  const state = { label, counts, done: 0, total: null as number | null };
  const bar = new SingleBar({
    format: () =>
      describeProgress({ ...state, seconds: (performance.now() - begun) / 1000 }, language),
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    // Signals belong to the command line; the bar must not answer them.
    gracefulExit: false,
    fps: 5,
  });
  bar.start(1, 0);
  return {
    update: (done, total, phase) => {
      // A phase without rows of its own: its time counts, the rate of the one before says nothing.
      state.counts = phase ? "nothing" : "rows";
      state.label = phase ? `${label} · ${phase}` : label;
      state.done = done;
      state.total = total ?? null;
      bar.update(0);
    },
    stop: () => bar.stop(),
  };
}

export interface ProgressState {
  readonly label: string;
  readonly counts: "rows" | "nothing";
  readonly done: number;
  readonly total: number | null;
  readonly seconds: number;
}

/** One line of progress, e.g. `import  120,000 · 48,000/s`. */
export function describeProgress(state: ProgressState, language: Language): string {
  const { label, counts, done, total, seconds } = state;
  const text = texts[language];
  const known = total !== null && total > 0;
  const parts = known ? [bar(done / total)] : [];
  if (counts === "rows") {
    const rate = seconds > 0 ? done / seconds : 0;
    parts.push(grouped(done), `${grouped(rate)}${text.perSecond}`);
    if (known && rate > 0) parts.push(text.left(duration((total - done) / rate)));
  } else {
    parts.push(grouped(done));
    parts.push(duration(seconds));
  }
  return `${label}  ${parts.join(" · ")}`;
}

function bar(share: number): string {
  const done = Math.min(1, share);
  return `${"█".repeat(Math.round(done * 20)).padEnd(20, "░")} ${Math.floor(done * 100)}%`;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `m:ss`, or `h:mm:ss` from an hour on. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = `${String(whole % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
