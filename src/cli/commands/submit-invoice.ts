import type { Command } from "commander";
import { YuejieError } from "../../domain/errors.js";
import { sayWrong } from "../../domain/invoice-reason.js";
import { statusWords } from "../../domain/lifecycle/states.js";
import type { HandedIn } from "../../offer-invoices.js";
import { reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { collectOption, oneOf } from "../options.js";
import type { Cli } from "../session.js";

interface SubmitTexts {
  readonly summary: string;
  readonly number: string;
  readonly invoice: string;
  readonly tracking: string;
  readonly file: string;
  readonly list: string;
  readonly progress: string;
  readonly done: (statementNo: string, status: string, numbers: string) => string;
  readonly wrong: (points: string) => string;
}

const texts: Bilingual<SubmitTexts> = {
  "zh-CN": {
    summary: "提交结算单的发票：纸质发票的号码与快递单号，或数电票 XML 文件",
    number: "结算单号",
    invoice: "纸质发票：代码-号码,日期,不含税,税额,价税合计[,税率]（可重复）",
    tracking: "纸质发票的快递单号",
    file: "数电票 XML 文件（可重复）",
    list: "多张结算单的纸质发票清单（CSV，列见 docs/formats.md）",
    progress: "提交",
    done: (statementNo, status, numbers) => `结算单 ${statementNo} ${status}：发票 ${numbers}`,
    wrong: (points) => `以下各项与结算单不符，审核时将不予通过：${points}`,
  },
  en: {
    summary:
      "submit a statement's invoices: numbers and tracking number of paper, or electronic invoices as XML",
    number: "statement number",
    invoice: "an invoice on paper: CODE-NUMBER,DATE,NET,TAX,TOTAL[,RATE] (repeatable)",
    tracking: "the tracking number of the letter with it",
    file: "an electronic invoice, the XML file (repeatable)",
    list: "invoices on paper of many statements (CSV; docs/formats.md has its columns)",
    progress: "submit",
    done: (statementNo, status, numbers) => `${statementNo}: ${status}, ${numbers}`,
    wrong: (points) => `These differ from the statement and will be refused: ${points}`,
  },
};

interface Flags {
  readonly invoice?: readonly string[];
  readonly tracking?: string;
  readonly file?: readonly string[];
  readonly list?: string;
}

export function addSubmitInvoiceCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  program
    .command("submit-invoice")
    .description(text.summary)
    .argument("[number]", text.number)
    .option("--invoice <entry>", text.invoice, collectOption)
    .option("--tracking <no>", text.tracking)
    .option("--file <path>", text.file, collectOption)
    .option("--list <path>", text.list)
    .action((number: string | undefined, flags: Flags) => {
      const chosen = oneOf(
        "yuejie submit-invoice",
        { name: "[number]", value: number },
        { name: "--list", value: flags.list },
      );
      if ("other" in chosen) return submitList(cli, chosen.other);
      const statementNo = chosen.one;
      const handedIn = handedInOf(flags);
      return cli.perform("submit-invoice", async (session) => {
        const { features, actor, answer, output, language } = session;
        const result = await features.invoices.submit({ statementNo, handedIn, actor });
        const wrong = sayWrong(result.wrong, language);
        if (wrong !== "") output.note(text.wrong(wrong));
        return answer(result, () => {
          const status = statusWords[result.status][language === "en" ? "en" : "zh"];
          return output.write(`${text.done(statementNo, status, result.invoiceNos.join("、"))}\n`);
        });
      });
    });
}

function submitList(cli: Cli, path: string): Promise<void> {
  const text = cli.text(texts);
  return cli.perform("submit-invoice", async (session) => {
    const { features, actor, withProgress, output, language } = session;
    const { done, refused } = await withProgress(text.progress, (onProgress) =>
      features.invoices.submitList({ path, actor, onProgress }),
    );
    for (const { statementNo, wrong } of done) {
      const said = sayWrong(wrong, language);
      if (said !== "") output.note(`${statementNo}: ${text.wrong(said)}`);
    }
    return reportBulk(cli, session, { done, refused });
  });
}

/** Errors: usage where paper and files are mixed, or neither is given; `tracking_missing`. */
function handedInOf({ invoice, tracking, file }: Flags): HandedIn {
  const chosen = oneOf(
    "yuejie submit-invoice",
    { name: "--invoice", value: invoice },
    { name: "--file", value: file },
  );
  if ("other" in chosen) {
    if (tracking === undefined) return { paths: chosen.other };
    throw new YuejieError("options_exclude", { one: "--tracking", other: "--file" });
  }
  if (tracking === undefined) throw new YuejieError("tracking_missing");
  return { entries: chosen.one, trackingNo: tracking };
}
