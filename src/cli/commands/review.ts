import type { Command } from "commander";
import type { BulkResult, Moved } from "../../lifecycle/bulk.js";
import type { BulkRequest, LifecycleFeatures } from "../../offer-lifecycle.js";
import { reportBulk } from "../bulk-report.js";
import type { Bilingual } from "../language.js";
import { addSelection, type SelectionFlags, selectionOf } from "../selection-options.js";
import type { Cli } from "../session.js";

type Name = "review" | "return" | "sign" | "resend" | "recall";

interface ReviewTexts {
  readonly summaries: Readonly<Record<Name, string>>;
  readonly reason: string;
  readonly department: string;
  readonly progress: string;
}

const texts: Bilingual<ReviewTexts> = {
  "zh-CN": {
    summaries: {
      review: "开始审核草稿结算单",
      return: "退回：审核中的退回草稿，会签中的退回审核人（会签驳回）",
      sign: "代表部门会签",
      resend: "会签驳回的再次提交各部门会签",
      recall: "撤回已发送的结算单，待重新出账",
    },
    reason: "原因",
    department: "部门（缺省为操作人尚未签署的那个部门）",
    progress: "处理",
  },
  en: {
    summaries: {
      review: "begin to review draft statements",
      return:
        "return: from review to draft; from countersigning to the reviewer (a refused signature)",
      sign: "sign for a department",
      resend: "send statements that were returned to all departments once more",
      recall: "take sent statements back, to be run again",
    },
    reason: "why",
    department: "the department (default: the one of the actor's that has not signed)",
    progress: "statements",
  },
};

interface Flags extends SelectionFlags {
  readonly reason?: string;
  readonly department?: string;
}

type Request = BulkRequest & { readonly department?: string | undefined };
type Work = (lifecycle: LifecycleFeatures, request: Request) => Promise<BulkResult<Moved>>;

const works: Readonly<Record<Name, Work>> = {
  review: (lifecycle, request) => lifecycle.review(request),
  return: (lifecycle, request) => lifecycle.giveBack(request),
  sign: (lifecycle, request) => lifecycle.sign(request),
  resend: (lifecycle, request) => lifecycle.resend(request),
  recall: (lifecycle, request) => lifecycle.recall(request),
};

/** The commands of steps 2 and 3, beside `approve`: each works on many statements at once. */
export function addReviewCommands(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  for (const name of Object.keys(works) as Name[]) {
    const command = program.command(name).description(text.summaries[name]);
    addSelection(command, cli);
    if (name !== "review" && name !== "sign") command.option("--reason <text>", text.reason);
    if (name === "return" || name === "sign") {
      command.option("--department <name>", text.department);
    }
    command.action((numbers: string[], flags: Flags) => {
      const selection = selectionOf(name, numbers, flags);
      const { reason, department } = flags;
      return cli.perform(name, async (session) => {
        const { features, actor, withProgress } = session;
        const result = await withProgress(text.progress, (onProgress) =>
          works[name](features.lifecycle, { selection, reason, department, actor, onProgress }),
        );
        return reportBulk(cli, session, result);
      });
    });
  }
}
