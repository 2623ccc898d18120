import type { Command } from "commander";
import type { Bilingual } from "../language.js";
import { monthOption, wholeOption } from "../options.js";
import type { Cli } from "../session.js";

interface GenerateTexts {
  readonly summary: string;
  readonly options: Readonly<Record<"orders" | "seed" | "period" | "out" | "months", string>>;
  readonly progress: string;
  readonly done: (folder: string, period: string, orders: number) => string;
}

const texts: Bilingual<GenerateTexts> = {
  "zh-CN": {
    summary: "生成一套逼真、可重现的演练数据（CSV）",
    options: {
      orders: "每次交付的订单数（200 起可覆盖全部原因）",
      seed: "随机种子：相同的种子得到相同的数据",
      period: "月份，如 2026-10",
      out: "输出目录",
      months: "连同更早的月份共几次交付",
    },
    progress: "生成",
    done: (folder, period, orders) => `${folder}：账期 ${period}，${orders} 个订单`,
  },
  en: {
    summary: "make a realistic, reproducible data set (CSV)",
    options: {
      orders: "orders of each delivery (from 200 on, every reason occurs)",
      seed: "the same seed gives the same data",
      period: "a month as 2026-10",
      out: "folder to write to",
      months: "deliveries, earlier months included",
    },
    progress: "generate",
    done: (folder, period, orders) => `${folder}: period ${period}, ${orders} orders`,
  },
};

interface GenerateFlags {
  readonly orders: number;
  readonly seed: number;
  readonly period: string;
  readonly out: string;
  readonly months: number;
}

export function addGenerateCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("generate")
    .description(text.summary)
    .requiredOption("--orders <count>", text.options.orders, wholeOption("--orders"))
    .requiredOption("--seed <number>", text.options.seed, wholeOption("--seed"))
    .requiredOption("--period <month>", text.options.period, monthOption)
    .requiredOption("--out <folder>", text.options.out)
    .option("--months <count>", text.options.months, wholeOption("--months"), 1)
    .action((flags: GenerateFlags) =>
      cli.perform("generate", async ({ features, output, answer, withProgress }) => {
        const total = flags.orders * flags.months;
        const made = await withProgress(text.progress, (onProgress) =>
          features.generate({ ...flags, onProgress: (done) => onProgress(done, total) }),
        );
        return answer(made, async () => {
          for (const { folder, period, orders } of made.deliveries) {
            const place = folder === "." ? flags.out : `${flags.out}/${folder}`;
            await output.write(`${text.done(place, period, orders)}\n`);
          }
        });
      }),
    );
}
