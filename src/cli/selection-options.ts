import type { Command } from "commander";
import type { Selection } from "../lifecycle/bulk.js";
import type { Bilingual } from "./language.js";
import { labelOption, oneOf } from "./options.js";
import type { Cli } from "./session.js";

interface SelectionTexts {
  readonly numbers: string;
  readonly period: string;
  readonly settlee: string;
}

const texts: Bilingual<SelectionTexts> = {
  "zh-CN": {
    numbers: "结算单号",
    period: "账期中处于相应状态的全部结算单：月份 2026-10 或季度 2026Q3",
    settlee: "只限该结算对象（与 --period 一起）",
  },
  en: {
    numbers: "statement numbers",
    period:
      "all of a period that stand where this begins: a month as 2026-10 or a quarter as 2026Q3",
    settlee: "only this settlee's (together with --period)",
  },
};

export interface SelectionFlags {
  readonly period?: string;
  readonly settlee?: string;
}

/** Adds `NO… | --period P [--settlee S]` to a command that works on many statements. */
export function addSelection(command: Command, cli: Cli): Command {
  const text = cli.text(texts);
  return command
    .argument("[numbers...]", text.numbers)
    .option("--period <period>", text.period, labelOption)
    .option("--settlee <no>", text.settlee);
}

/** Errors: usage where neither or both are given. */
export function selectionOf(
  name: string,
  numbers: readonly string[],
  { period, settlee }: SelectionFlags,
): Selection {
  const chosen = oneOf(
    `yuejie ${name}`,
    { name: "--period", value: period },
    { name: "[numbers...]", value: numbers.length > 0 ? numbers : undefined },
  );
  // Named twice, a statement is still done once.
  if ("other" in chosen) return { statementNos: [...new Set(chosen.other)] };
  return { period: chosen.one, settleeNo: settlee };
}
