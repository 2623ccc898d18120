import type { Bilingual } from "./language.js";

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

const exitCodes: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export const interruptedTexts: Bilingual<string> = {
  "zh-CN": "已中断；没有保留未完成的结果。",
  en: "Interrupted; nothing half done was kept.",
};

/** Watches for Ctrl-C and a polite kill while a command works. */
export interface Interruption {
  /** Fires on the first signal; long work watches it. */
  readonly signal: AbortSignal;
  /** The exit code that tells the signal, or null while there was none. */
  exitCode(): number | null;
  /**
   * For work that ends itself when it is asked to, as workers do: from now on the first signal only asks,
   * and leaves the exit code alone; the second ends the process.
   */
  askFirst(): Asked;
  stop(): void;
}

/** A polite way to stop. */
export interface Asked {
  /** Fires on the first signal. */
  readonly stop: AbortSignal;
  /** Ends what is under way in the books, as a signal does elsewhere. */
  abort(): void;
}

/** How long the work may take to roll back before the process goes anyway; the server rolls back then. */
const graceMs = 10_000;

export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let code: number | null = null;
  let polite: AbortController | null = null;
  const onSignal = (signal: Signal): void => {
    if (polite !== null) {
      if (polite.signal.aborted) process.exit(exitCodes[signal]);
      polite.abort();
      return;
    }
    // Asked twice, or the work does not end: leave. The database undoes what was not committed.
    if (code !== null) process.exit(code);
    code = exitCodes[signal];
    setTimeout(() => process.exit(exitCodes[signal]), graceMs).unref();
    controller.abort();
  };
  const signals = Object.keys(exitCodes) as Signal[];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    exitCode: () => code,
    askFirst: () => {
      const asking = new AbortController();
      polite = asking;
      return { stop: asking.signal, abort: () => controller.abort() };
    },
    stop: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
