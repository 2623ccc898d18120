/**
 * The clock that periods and due dates are read from. Time-outs, locks and sessions use the real
 * one, always, so that a rehearsal in another year cannot make them wait for ever.
 */
export interface Clock {
  now(): Date;
}

export const realClock: Clock = { now: () => new Date() };

/** A clock that stands at one instant, as rehearsals and tests want it. */
export function standingClock(at: Date): Clock {
  return { now: () => new Date(at) };
}

/** A clock that shows `start` now and moves on from there. */
export function runningClock(start: Date): Clock {
  // The monotonic clock: a correction of the machine's time must not move this one.
  const begun = performance.now();
  return { now: () => new Date(start.getTime() + (performance.now() - begun)) };
}
