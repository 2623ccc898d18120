import { type Language, renderError } from "../domain/errors.js";
import type { NoticeDetails, NoticeFailure, NoticeKind, RunNotice } from "../domain/notice.js";
import type { NoticeWords } from "./notice-words.js";
import { partnerWords } from "./partner-sentences.js";

type Words = { readonly [Kind in NoticeKind]: NoticeWords<Kind> };

export const noticeWords: Readonly<Record<Language, Words>> = {
  "zh-CN": {
    ...partnerWords["zh-CN"],
    run_finished: {
      subject: ({ period }) => `${period} 出账完成`,
      body: (it) => [runZh(it), `请审核并发送：yuejie approve --period ${it.period}`],
    },
    run_parked: {
      subject: ({ period, parked }) => `${period} 出账完成，${parked.length} 个结算对象暂缓`,
      body: (it) => [
        runZh(it),
        `暂缓的结算对象：${listOf(it.parked)}。其订单等待处理，其余不受影响。`,
        `请更正其数据后重新出账：yuejie run --period ${it.period}`,
      ],
    },
    run_failed: {
      subject: ({ period }) => `${period} 出账失败`,
      body: ({ period, runId, failure }) => [
        `批次 ${runId} 未能完成：${sentence(failure, "zh-CN")}`,
        `在其完成之前，后续月份不会自动出账。请处理后重新执行：yuejie run --period ${period}`,
      ],
    },
    run_does_not_verify: {
      subject: (it) => (differs(it) ? `${it.period} 的金额核验不符` : `${it.period} 未能核验`),
      body: (it) =>
        differs(it)
          ? [
              `批次 ${it.runId} 已完成，但部分行与其自身数据不符。${sentence(it.failure, "zh-CN")}`,
              `这些结算单在审核时会被拒绝。请重新出账：yuejie run --period ${it.period}`,
            ]
          : [
              `批次 ${it.runId} 已完成，但未能重新计算其各行：${sentence(it.failure, "zh-CN")}`,
              `请处理后核验：yuejie verify --period ${it.period}`,
            ],
    },
    facts_missing: {
      subject: ({ period }) => `${period} 未出账：数据未到齐`,
      body: ({ period, waitedUntil, refused }) => [
        `等到 ${waitedUntil}，仍没有声明补齐 ${period} 的送达。${refusedZh(refused)}`,
        "数据到齐后会自动出账；后续月份也会等待。",
        `如数据已全部在库，可手工出账：yuejie run --period ${period}`,
      ],
    },
    run_held: {
      subject: ({ period, earlier }) => `${period} 未出账：${earlier} 尚未完成`,
      body: ({ period, earlier }) => [
        `${earlier} 的订单不应进入 ${period} 的结算单，所以 ${period} 等待 ${earlier} 完成后自动出账。`,
        `请先处理 ${earlier}：yuejie run --period ${earlier}`,
      ],
    },
    calendar_missing: {
      subject: ({ year }) => `缺少 ${year} 年的工作日安排`,
      body: ({ period, year }) => [
        period === null
          ? `没有 ${year} 年的节假日安排，届时各步骤的到期日无法确定。`
          : `${period} 的自动出账要顺延到工作日，但没有 ${year} 年的节假日安排，无法确定日期。`,
        "请按国务院办公厅的通知编写文件（格式见 docs/settings.md），再执行：yuejie calendar import 文件",
      ],
    },
    delivery_imported: {
      subject: ({ delivery }) => `送达 ${delivery} 已导入`,
      body: ({ completes, files }) => [
        ...Object.entries(files).map(
          ([kind, it]) =>
            `${kind}：读取 ${it.read}，新增 ${it.inserted}，更新 ${it.updated}，不变 ${it.unchanged}`,
        ),
        completes.length === 0 ? "没有声明补齐任何月份。" : `补齐的月份：${listOf(completes)}`,
      ],
    },
    delivery_repeated: {
      subject: ({ delivery }) => `送达 ${delivery} 与此前的相同，未重复导入`,
      body: ({ earlier, completes }) => [
        `其文件与已导入的 ${earlier} 完全相同，没有写入任何数据。`,
        ...(completes.length === 0 ? [] : [`补齐的月份：${listOf(completes)}`]),
        "如确需再次导入，请使用：yuejie import 文件夹",
      ],
    },
    delivery_refused: {
      subject: ({ delivery }) => `送达 ${delivery} 被拒绝`,
      body: ({ failure, badRows, completes }) => [
        sentence(failure, "zh-CN"),
        ...badRows.map(({ at, reason }) => `${at}：${reason["zh-CN"]}`),
        ...(completes.length === 0 ? [] : [`${listOf(completes)} 的自动出账会继续等待。`]),
        "更正后请重新写入 READY，即按新的送达处理。",
      ],
    },
    delivery_delayed: {
      subject: ({ delivery }) => `送达 ${delivery} 暂时无法读取`,
      body: ({ failure }) => [sentence(failure, "zh-CN"), "会自动重试；此后的送达不受影响。"],
    },
    inbox_unreadable: {
      subject: () => "收件文件夹无法读取",
      body: ({ failure }) => [sentence(failure, "zh-CN"), "在此期间送达的数据不会被导入。"],
    },
    question_raised: {
      subject: ({ statementNo }) => `结算单 ${statementNo} 有问题反馈`,
      body: ({ statementNo, settleeNo, settleeName, lineNo, text, questionId }) => [
        `${settleeName}（${settleeNo}）对 ${statementNo}${lineNo === null ? "" : ` 第 ${lineNo} 行`} 提出：${text}`,
        `答复之前计时暂停。请答复：yuejie answer ${questionId} --outcome stands|corrected|recalled --text 答复`,
      ],
    },
    steps_due: {
      subject: ({ day }) => `${day} 待办：即将到期与逾期的步骤`,
      body: ({ steps }) => [
        ...steps.map(
          ({ step, holder, dueSoon, overdue, statementNos }) =>
            `第 ${step} 步（${holder}）：即将到期 ${dueSoon}，逾期 ${overdue}：${listOf(statementNos)}`,
        ),
        "全部待办：yuejie due",
      ],
    },
    bank_answer_conflict: {
      subject: ({ endToEndId }) => `银行回执与记录不符：${endToEndId}`,
      body: ({ file, endToEndId, what }) => [
        `文件 ${file} 中的 ${endToEndId}：${what}`,
        "没有改变任何状态。请与银行核对后处理。",
      ],
    },
    export_failed: {
      subject: ({ taskId }) => `导出任务 ${taskId} 失败`,
      body: ({ taskId, kind, failure }) => [
        `任务 ${taskId}（${kind}）未能完成：${sentence(failure, "zh-CN")}`,
      ],
    },
  },
  en: {
    ...partnerWords.en,
    run_finished: {
      subject: ({ period }) => `${period} is settled`,
      body: (it) => [runEn(it), `Review and send: yuejie approve --period ${it.period}`],
    },
    run_parked: {
      subject: ({ period, parked }) => `${period} is settled, ${parked.length} settlees parked`,
      body: (it) => [
        runEn(it),
        `Parked: ${listOf(it.parked)}. Their orders wait, all others are settled.`,
        `Correct their data, then run again: yuejie run --period ${it.period}`,
      ],
    },
    run_failed: {
      subject: ({ period }) => `The run of ${period} failed`,
      body: ({ period, runId, failure }) => [
        `Run ${runId} could not be completed: ${sentence(failure, "en")}`,
        `Until it is, later months are not run by themselves. See to it, then: yuejie run --period ${period}`,
      ],
    },
    run_does_not_verify: {
      subject: (it) =>
        differs(it) ? `${it.period} does not verify` : `${it.period} could not be verified`,
      body: (it) =>
        differs(it)
          ? [
              `Run ${it.runId} ended, but lines differ from their own inputs. ${sentence(it.failure, "en")}`,
              `Approving refuses those statements. Run the period again: yuejie run --period ${it.period}`,
            ]
          : [
              `Run ${it.runId} ended, but its lines could not be computed once more: ${sentence(it.failure, "en")}`,
              `See to it, then: yuejie verify --period ${it.period}`,
            ],
    },
    facts_missing: {
      subject: ({ period }) => `${period} was not run: its facts are not all here`,
      body: ({ period, waitedUntil, refused }) => [
        `Until ${waitedUntil} no delivery said that it completes ${period}.${refusedEn(refused)}`,
        "The run starts by itself when one does; later months wait too.",
        `If all facts are in the books, run it by hand: yuejie run --period ${period}`,
      ],
    },
    run_held: {
      subject: ({ period, earlier }) => `${period} was not run: ${earlier} is not done`,
      body: ({ period, earlier }) => [
        `Orders of ${earlier} do not belong on statements of ${period}, so ${period} waits, and runs by itself.`,
        `See to ${earlier} first: yuejie run --period ${earlier}`,
      ],
    },
    calendar_missing: {
      subject: ({ year }) => `The working days of ${year} are not known`,
      body: ({ period, year }) => [
        period === null
          ? `There is no table of ${year}, so that no step can be said to be due in it.`
          : `The run of ${period} is to move to a working day, and there is no table of ${year} to find it in.`,
        "Write down the State Council's notice (docs/settings.md shows how): yuejie calendar import FILE",
      ],
    },
    delivery_imported: {
      subject: ({ delivery }) => `The delivery ${delivery} was imported`,
      body: ({ completes, files }) => [
        ...Object.entries(files).map(
          ([kind, it]) =>
            `${kind}: ${it.read} read, ${it.inserted} inserted, ${it.updated} updated, ${it.unchanged} unchanged`,
        ),
        completes.length === 0 ? "It completes no month." : `It completes ${listOf(completes)}.`,
      ],
    },
    delivery_repeated: {
      subject: ({ delivery }) => `The delivery ${delivery} was imported before`,
      body: ({ earlier, completes }) => [
        `Its files are those of ${earlier}, which was imported; nothing was stored.`,
        ...(completes.length === 0 ? [] : [`It completes ${listOf(completes)}.`]),
        "If it is to be imported all the same: yuejie import FOLDER",
      ],
    },
    delivery_refused: {
      subject: ({ delivery }) => `The delivery ${delivery} was refused`,
      body: ({ failure, badRows, completes }) => [
        sentence(failure, "en"),
        ...badRows.map(({ at, reason }) => `${at}: ${reason.en}`),
        ...(completes.length === 0 ? [] : [`The run of ${listOf(completes)} goes on waiting.`]),
        "Correct it and write READY again: it is then taken as a new delivery.",
      ],
    },
    delivery_delayed: {
      subject: ({ delivery }) => `The delivery ${delivery} cannot be read at present`,
      body: (it) => [sentence(it.failure, "en"), "It is tried again; deliveries after it go on."],
    },
    inbox_unreadable: {
      subject: () => "The inbox cannot be read",
      body: ({ failure }) => [sentence(failure, "en"), "What arrives meanwhile is not imported."],
    },
    question_raised: {
      subject: ({ statementNo }) => `Statement ${statementNo} is questioned`,
      body: ({ statementNo, settleeNo, settleeName, lineNo, text, questionId }) => [
        `${settleeName} (${settleeNo}) asks about ${statementNo}${lineNo === null ? "" : `, line ${lineNo}`}: ${text}`,
        `The clock stands until it is answered: yuejie answer ${questionId} --outcome stands|corrected|recalled --text ANSWER`,
      ],
    },
    steps_due: {
      subject: ({ day }) => `${day}: steps that are due soon or late`,
      body: ({ steps }) => [
        ...steps.map(
          ({ step, holder, dueSoon, overdue, statementNos }) =>
            `Step ${step} (${holder}): ${dueSoon} due soon, ${overdue} overdue: ${listOf(statementNos)}`,
        ),
        "All of them: yuejie due",
      ],
    },
    bank_answer_conflict: {
      subject: ({ endToEndId }) => `The bank's answer does not fit: ${endToEndId}`,
      body: ({ file, endToEndId, what }) => [
        `${endToEndId} in ${file}: ${what}`,
        "Nothing was changed. Clear it with the bank.",
      ],
    },
    export_failed: {
      subject: ({ taskId }) => `The export ${taskId} failed`,
      body: ({ taskId, kind, failure }) => [
        `The task ${taskId} (${kind}) could not be completed: ${sentence(failure, "en")}`,
      ],
    },
  },
};

const listed = 20;

/** The first of a long list; the record has the rest. */
function listOf(names: readonly string[]): string {
  const shown = names.slice(0, listed).join(", ");
  return names.length > listed ? `${shown} … (${names.length})` : shown;
}

function sentence({ code, details }: NoticeFailure, language: Language): string {
  return renderError(code, details, language);
}

/** Nobody knows, where the lines could not be computed once more. */
function differs({ failure }: NoticeDetails["run_does_not_verify"]): boolean {
  return failure.code === "period_does_not_verify";
}

function runZh({ runId, orders, statements, amount }: RunNotice): string {
  const { settled, carried, excluded } = orders;
  return (
    `批次 ${runId}：已结算订单 ${settled}，往期未结 ${carried}，不结算 ${excluded}；` +
    `结算单 ${statements} 张，共 ${amount} 元。`
  );
}

function runEn({ runId, orders, statements, amount }: RunNotice): string {
  const { settled, carried, excluded } = orders;
  return (
    `Run ${runId}: ${settled} orders settled, ${carried} carried, ${excluded} excluded; ` +
    `${statements} statements, CNY ${amount} in all.`
  );
}

function refusedZh(name: string | null): string {
  return name === null ? "" : `送达 ${name} 本可补齐，但已被拒绝。`;
}

function refusedEn(name: string | null): string {
  return name === null ? "" : ` The delivery ${name} would have, but was refused.`;
}
