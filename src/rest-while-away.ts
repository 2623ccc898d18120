import { YuejieError } from "./domain/errors.js";

interface Door {
  readonly where: string;
  send(message: never, signal: AbortSignal): Promise<unknown>;
}

const shortestMs = 1_000;
/** How many times as long as a failure took nothing more is tried. */
const restFactor = 3;

/**
 * Gives a server that did not answer a rest: what is to be sent meanwhile fails at once, as the one before it did.
 * A server that hangs would otherwise hold a worker's hands, one message after the other, and keep imports and
 * exports waiting behind thousands of notices.
 */
export function restWhileAway<Opened extends Door>(door: Opened): Opened {
  let until = 0;
  let failure: YuejieError | null = null;
  const send = async (message: never, signal: AbortSignal): Promise<unknown> => {
    if (failure !== null && performance.now() < until) {
      throw new YuejieError(failure.code, failure.details, failure);
    }
    const begun = performance.now();
    try {
      const result = await door.send(message, signal);
      failure = null;
      return result;
    } catch (error) {
      if (error instanceof YuejieError && meansAway.has(error.code) && !signal.aborted) {
        failure = error;
        const tookMs = performance.now() - begun;
        until = performance.now() + Math.max(shortestMs, tookMs * restFactor);
      }
      throw error;
    }
  };
  return { ...door, send };
}

const meansAway: ReadonlySet<string> = new Set([
  ...["mail_unreachable", "mail_sign_in_refused", "sms_unreachable", "sms_sign_in_refused"],
]);
