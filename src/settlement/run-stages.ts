import { endsQuarter, parseMonth, quarterOf } from "../domain/period.js";

/** One statement of a run: a file of `sql/run` and the values of its parameters. */
export interface RunStage {
  readonly file: string;
  readonly parameters: readonly unknown[];
  /** Temporary tables whose statistics the stages behind it need. */
  readonly analyze?: readonly string[];
  /** Its row count says whether outcomes changed. */
  readonly tellsChange?: boolean;
}

/** What the stages of a run are made from. */
export interface RunInputs {
  readonly month: string;
  readonly quarter: string;
  readonly periodEnd: Date;
  readonly endsQuarter: boolean;
  /** The settlees computed together; null: all. */
  readonly settlees: readonly string[] | null;
  /** Whether the orders without a partner are computed with them. */
  readonly takesUnbound: boolean;
  /** Default service fee rates on the day of the run, by taxpayer type. */
  readonly serviceFeeRates: { readonly general: string; readonly small_scale: string };
}

/** What the stages read of a month. */
export function inputsOfMonth(
  month: string,
): Pick<RunInputs, "month" | "quarter" | "periodEnd" | "endsQuarter"> {
  const period = parseMonth(month);
  return {
    month: period.label,
    quarter: quarterOf(period).label,
    periodEnd: period.end,
    endsQuarter: endsQuarter(period),
  };
}

/**
 * The run in the order it happens: who, what is open, what it is worth, what it stands on. Only temporary
 * tables are written, so that a dry run ends here (R-R3).
 */
export function computingStages(inputs: RunInputs): RunStage[] {
  const { month, periodEnd, takesUnbound } = inputs;
  const { general, small_scale: smallScale } = inputs.serviceFeeRates;
  return [
    {
      file: "010_settlees",
      parameters: [month, inputs.quarter, inputs.endsQuarter, inputs.settlees, general, smallScale],
      analyze: ["run_settlee"],
    },
    {
      file: "012_open_orders",
      parameters: [month, periodEnd, takesUnbound],
      analyze: ["open_order"],
    },
    { file: "020_held_elsewhere", parameters: [month], analyze: ["held_elsewhere"] },
    { file: "030_earlier", parameters: [month] },
    { file: "031_earlier_at_rate", parameters: [], analyze: ["earlier", "earlier_at_rate"] },
    { file: "040_take_sales", parameters: [month, periodEnd, takesUnbound] },
    { file: "050_refund_originals", parameters: [month, periodEnd], analyze: ["refund_original"] },
    { file: "051_rate_refunds", parameters: [], analyze: ["refund_rated"] },
    { file: "052_take_refunds", parameters: [month, takesUnbound] },
    {
      file: "053_take_changed_usage",
      parameters: [month, periodEnd],
      analyze: ["item (order_id)"],
    },
    { file: "054_take_covered", parameters: [month] },
    { file: "061_reversal_lines", parameters: [] },
    { file: "062_usage_items", parameters: [] },
    { file: "063_usage_lines", parameters: [] },
    { file: "064_usage_without_difference", parameters: [month] },
    { file: "070_brought_forward", parameters: [month] },
    {
      file: "071_set_off_halves",
      parameters: [month],
      analyze: ["new_usage_item (order_id)"],
    },
    { file: "080_statements", parameters: [] },
    { file: "081_set_off", parameters: [], analyze: ["new_statement"] },
  ];
}

/** What a real run does after computing: writes drafts, outcomes and the reconciliation. */
export function writingStages(inputs: RunInputs, runId: string): RunStage[] {
  const { month, takesUnbound } = inputs;
  return [
    { file: "099_statements_before", parameters: [month] },
    { file: "100_discard", parameters: [] },
    { file: "110_new_statements", parameters: [month, runId] },
    { file: "111_changed_statements", parameters: [runId] },
    { file: "112_record", parameters: [runId] },
    { file: "120_lines", parameters: [runId] },
    { file: "121_usage_lines", parameters: [], analyze: ["usage_line (settlee_no)"] },
    { file: "122_usage_items", parameters: [] },
    { file: "130_forget_outcomes", parameters: [month, takesUnbound], tellsChange: true },
    { file: "131_outcomes", parameters: [month], tellsChange: true },
    { file: "132_told", parameters: [month] },
    { file: "133_no_longer_told", parameters: [month] },
    { file: "134_forget_out_of_scope", parameters: [month] },
    { file: "135_out_of_scope", parameters: [month] },
    { file: "136_close", parameters: [] },
    { file: "140_forget_reconciliation", parameters: [month], tellsChange: true },
    { file: "141_reconciliation", parameters: [month, runId], tellsChange: true },
  ];
}
