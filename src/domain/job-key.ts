/** A message of the outbox, as the job that brings about its effect is known by. */
export interface MessageName {
  readonly topic: string;
  readonly key: string;
}

/** The key of a message's job; jobs that are no message's have keys of the same form. */
export function jobKeyOf({ topic, key }: MessageName): string {
  return `${topic}:${key}`;
}

/** The message of a job's key. A topic has no colon; a key may. */
export function messageOf(jobKey: string): MessageName {
  const colon = jobKey.indexOf(":");
  return { topic: jobKey.slice(0, Math.max(colon, 0)), key: jobKey.slice(colon + 1) };
}
