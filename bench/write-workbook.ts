/** One writer of `npm run bench:export` in a process of its own: `write-workbook WRITER ROWS FILE OTHERS`. */
import { rowsUpTo } from "./workbook/rows.js";
import { writers } from "./workbook/writers.js";

const [name = "", count = "0", path = "", others = ""] = process.argv.slice(2);
const rows = Number(count);
const memoryMb: number[] = [];

/** Notes the memory held at each quarter of the rows. */
function* watched() {
  let at = 0;
  for (const row of rowsUpTo(rows)) {
    yield row;
    at += 1;
    if (at % Math.ceil(rows / 4) === 0) memoryMb.push(process.memoryUsage.rss() / 2 ** 20);
  }
}

await writers[name]?.({ rows: watched(), path, others });
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
console.log(JSON.stringify({ cpuSeconds, peakMb: maxRSS / 1024, memoryMb }));
