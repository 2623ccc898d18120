import { YuejieError } from "../domain/errors.js";
import {
  type PaymentFormat,
  type PaymentState,
  paymentFormats,
  paymentStates,
} from "../domain/payment.js";

/** A day of the calendar, `YYYY-MM-DD`. */
export function dayOption(option: string): (value: string) => string {
  return (value) => {
    const date = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
    const isDay =
      date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
    if (isDay) return value;
    throw new YuejieError("option_value_refused", { value, option, allowed: "2027-02-03" });
  };
}

export function formatOption(value: string): PaymentFormat {
  return oneOfList(paymentFormats, value, "--format");
}

export function stateOption(value: string): PaymentState {
  return oneOfList(paymentStates, value, "--state");
}

function oneOfList<Value extends string>(
  known: readonly Value[],
  value: string,
  option: string,
): Value {
  const found = known.find((it) => it === value);
  if (found !== undefined) return found;
  throw new YuejieError("option_value_refused", { value, option, allowed: known.join(", ") });
}
