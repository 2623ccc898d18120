import { YuejieError } from "../../domain/errors.js";

export interface GatewayAnswer {
  readonly status: number;
  /** What its body says in JSON; null where that is not JSON. */
  readonly body: unknown;
}

/**
 * Posts to a gateway and reads its answer, a small one; redirections are not followed, since what is signed is
 * meant for one place.
 *
 * Errors: `sms_unreachable`, where no answer came in time: whether the message was taken is not known then.
 */
export async function callGateway(
  request: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
  { where, answerMs, signal }: { where: string; answerMs: number; signal: AbortSignal },
): Promise<GatewayAnswer> {
  try {
    const response = await fetch(request.url, {
      method: "POST",
      headers: { ...request.headers },
      body: request.body,
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) };
  } catch (error) {
    throw new YuejieError("sms_unreachable", { where, reason: reasonOf(error) }, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A word only: messages may repeat what was sent. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : (name ?? "?");
}
