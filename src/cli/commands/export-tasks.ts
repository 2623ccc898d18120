import type { Command } from "commander";
import { toWallClock } from "../../domain/instant.js";
import type { ExportTask } from "../../exports/tasks/export-task.js";
import { type AskFlags, requestFromFlags } from "../export-request-options.js";
import { taskDocument, writeTasks } from "../export-task-table.js";
import type { Bilingual } from "../language.js";
import { collectOption, labelOption, wholeOption } from "../options.js";
import type { Cli } from "../session.js";
import { firstOf } from "../shortened-list.js";

interface ExportTaskTexts {
  readonly summary: string;
  readonly none: string;
  readonly limit: string;
  readonly total: (count: number) => string;
  readonly more: (count: number) => string;
  readonly ask: string;
  readonly kind: string;
  readonly options: Readonly<Record<keyof AskFlags, string>>;
  readonly asked: (taskId: string) => string;
  readonly download: string;
  readonly task: string;
  readonly out: string;
  readonly fetched: (path: string, until: string) => string;
  readonly retry: string;
  readonly make: string;
  readonly progress: string;
  readonly made: (task: ExportTask) => string;
  readonly nothing: string;
  readonly madeBefore: (taskId: string) => string;
  readonly underWay: (taskId: string) => string;
  readonly sweep: string;
  readonly swept: (expired: number, askedAgain: number, removed: number) => string;
}

const texts: Bilingual<ExportTaskTexts> = {
  "zh-CN": {
    summary: "导出任务：登记、查看、下载（NDJSON）",
    none: "没有导出任务；登记：yuejie export-tasks ask transactions",
    limit: "最多列出多少个，最新的在前",
    total: (count) => `共 ${count} 个任务`,
    more: (count) => `另有 ${count} 个较早的未列出；可用 --limit。`,
    ask: "登记一个导出任务，由后台生成",
    kind: "内容：statement 结算单、period 账期汇总、transactions 交易明细、outcomes 订单结果",
    options: {
      period: "账期：月份 2026-10 或季度 2026Q3（outcomes 只用月份）",
      statement: "结算单号（statement）",
      status:
        "结算状态（transactions，可重复）：settled 已结算、carried 未结、excluded 不结算、open 待出账",
      repayment: "还款状态（transactions，可重复）",
      supervision: "服务监管状态（transactions，可重复）",
      time: "日期所指的时间（缺省 ordered 下单；paid 支付、settleable 可结算）",
      from: "起始日（含），如 2026-10-01",
      to: "截止日（含），如 2026-10-31",
      order: "订单号（transactions）",
      customer: "客户账号（transactions）",
    },
    asked: (taskId) =>
      `已登记导出任务 ${taskId}；后台进程会生成它，也可立即执行：yuejie export-tasks make ${taskId}`,
    download: "下载任务的文件，并核对校验和",
    task: "任务编号",
    out: "文件名或已有的目录（缺省当前目录）",
    fetched: (path, until) => `${path}（服务器上保留至 ${until}）`,
    retry: "再次登记失败、过期或文件丢失的任务",
    make: "不等后台，立即在本进程生成",
    progress: "导出",
    made: ({ taskId, rowCount, controlTotal, sha256 }) =>
      `任务 ${taskId} 已完成：${rowCount} 行，控制总额 ${controlTotal}，SHA-256 ${sha256}`,
    nothing: "没有符合条件的订单，文件中只有表头。",
    madeBefore: (taskId) => `任务 ${taskId} 此前已完成，没有重新生成。`,
    underWay: (taskId) => `任务 ${taskId} 正由另一个进程生成。`,
    sweep: "清理过期的文件，以及意外终止的进程留下的内容",
    swept: (expired, askedAgain, removed) =>
      `过期 ${expired} 个，重新登记 ${askedAgain} 个，清除残留 ${removed} 个。`,
  },
  en: {
    summary: "export tasks: ask, list, download (NDJSON)",
    none: "There is no export task; ask for one: yuejie export-tasks ask transactions",
    limit: "how many at most, the newest first",
    total: (count) => (count === 1 ? "1 task" : `${count} tasks`),
    more: (count) => `${count} older ${count === 1 ? "one is" : "ones are"} not shown: --limit.`,
    ask: "ask for an export, to be made in the background",
    kind: "statement, period (workbook for finance), transactions or outcomes",
    options: {
      period: "a month as 2026-10 or a quarter as 2026Q3 (outcomes: a month)",
      statement: "statement number (statement)",
      status: "settlement status (transactions, repeatable): settled, carried, excluded or open",
      repayment: "repayment status (transactions, repeatable)",
      supervision: "supervision status (transactions, repeatable)",
      time: "the time that the days are of (default: ordered)",
      from: "first day, included, as 2026-10-01",
      to: "last day, included, as 2026-10-31",
      order: "order number (transactions)",
      customer: "customer number (transactions)",
    },
    asked: (taskId) =>
      `Export task ${taskId} waits for a worker; to make it now: yuejie export-tasks make ${taskId}`,
    download: "fetch the file of a task and check it against its checksum",
    task: "number of the task",
    out: "a file, or a folder that exists (default: the current folder)",
    fetched: (path, until) => `${path} (kept on the server until ${until})`,
    retry: "ask once more for a task that failed, expired or lost its file",
    make: "make it now, in this process, without a worker",
    progress: "export",
    made: ({ taskId, rowCount, controlTotal, sha256 }) =>
      `Task ${taskId} is done: ${rowCount} rows, control total ${controlTotal}, SHA-256 ${sha256}`,
    nothing: "No order matches; the file holds its headings only.",
    madeBefore: (taskId) => `Task ${taskId} was done before and is left as it was.`,
    underWay: (taskId) => `Task ${taskId} is being made by another process.`,
    sweep: "drop files whose time is over, and what processes that died have left",
    swept: (expired, askedAgain, removed) =>
      `${expired} expired, ${askedAgain} asked for again, ${removed} leftovers removed.`,
  },
};

export function addExportTasksCommand(program: Command, cli: Cli): void {
  const text = cli.text(texts);
  const command = program
    .command("export-tasks")
    .description(text.summary)
    .helpCommand(false)
    .option("--limit <count>", text.limit, wholeOption("--limit"), 100)
    .action(({ limit }: { limit: number }) =>
      cli.perform("export-tasks", async ({ features, output, answerRecords }) => {
        const { records, count } = firstOf(features.exportTasks.list(), limit);
        const code = await answerRecords(documents(records(), cli), async (tasks) => {
          const all = (await writeTasks(output, cli, tasks)) + count().more;
          await output.write(all === 0 ? `${text.none}\n` : `\n${text.total(all)}\n`);
        });
        const { more } = count();
        if (more > 0) output.note(text.more(more));
        return code;
      }),
    );
  addAsk(command, cli);
  addDownload(command, cli);
  addRetry(command, cli);
  addMake(command, cli);
  addSweep(command, cli);
}

async function* documents(tasks: AsyncIterable<ExportTask>, cli: Cli) {
  for await (const task of tasks) yield taskDocument(task, cli);
}

function addAsk(command: Command, cli: Cli): void {
  const text = cli.text(texts);
  const { options } = text;
  command
    .command("ask")
    .description(text.ask)
    .argument("<kind>", text.kind)
    .option("--period <period>", options.period, labelOption)
    .option("--statement <number>", options.statement)
    .option("--status <status>", options.status, collectOption)
    .option("--repayment <status>", options.repayment, collectOption)
    .option("--supervision <status>", options.supervision, collectOption)
    .option("--time <time>", options.time)
    .option("--from <day>", options.from)
    .option("--to <day>", options.to)
    .option("--order <number>", options.order)
    .option("--customer <number>", options.customer)
    .action(async (kind: string, flags: AskFlags) => {
      const request = requestFromFlags(kind, flags);
      await cli.perform("export-tasks ask", async ({ features, actor, output, answer }) => {
        const task = await features.exportTasks.ask({ request, actor });
        return answer(taskDocument(task, cli), () => output.write(`${text.asked(task.taskId)}\n`));
      });
    });
}

function addDownload(command: Command, cli: Cli): void {
  const text = cli.text(texts);
  command
    .command("download")
    .description(text.download)
    .argument("<task>", text.task)
    .option("--out <path>", text.out, ".")
    .action((taskId: string, { out }: { out: string }) =>
      cli.perform("export-tasks download", async ({ features, output, answer, language }) => {
        const fetched = await features.exportTasks.download({ taskId, out, language });
        const { task, path } = fetched;
        return answer({ ...taskDocument(task, cli), path }, () =>
          output.write(`${text.fetched(path, toWallClock(task.expiresAt))}\n`),
        );
      }),
    );
}

function addRetry(command: Command, cli: Cli): void {
  const text = cli.text(texts);
  command
    .command("retry")
    .description(text.retry)
    .argument("<task>", text.task)
    .action((taskId: string) =>
      cli.perform("export-tasks retry", async ({ features, actor, output, answer }) => {
        const task = await features.exportTasks.retry(taskId, actor);
        return answer(taskDocument(task, cli), () => output.write(`${text.asked(taskId)}\n`));
      }),
    );
}

function addMake(command: Command, cli: Cli): void {
  const text = cli.text(texts);
  command
    .command("make")
    .description(text.make)
    .argument("<task>", text.task)
    .action((taskId: string) =>
      cli.perform(`export-tasks make ${taskId}`, async (session) => {
        const { features, actor, output, answer, withProgress } = session;
        const { outcome, task } = await withProgress(text.progress, (onProgress) =>
          features.exportTasks.make({ taskId, again: true, actor, onProgress }),
        );
        return answer({ ...taskDocument(task, cli), outcome }, async () => {
          if (outcome === "under_way") return output.write(`${text.underWay(taskId)}\n`);
          if (outcome === "nothing") return output.write(`${text.madeBefore(taskId)}\n`);
          await output.write(`${text.made(task)}\n`);
          if (task.rowCount === 0) await output.write(`${text.nothing}\n`);
        });
      }),
    );
}

function addSweep(command: Command, cli: Cli): void {
  const text = cli.text(texts);
  command
    .command("sweep")
    .description(text.sweep)
    .action(() =>
      cli.perform("export-tasks sweep", async ({ features, actor, output, answer }) => {
        const result = await features.exportTasks.sweep(actor);
        const { expired, askedAgain, removed } = result;
        return answer(result, () => output.write(`${text.swept(expired, askedAgain, removed)}\n`));
      }),
    );
}
