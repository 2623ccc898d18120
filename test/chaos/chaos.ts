// npm run chaos -- --rounds N --seed S: settles a month again and again while things break, and looks at what is left.
// Exit code 1 where something was found; the seed that is printed repeats a round alone.
import { parseArgs } from "node:util";
import { runRounds } from "./run-rounds.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    orders: { type: "string", default: "1000" },
  },
});

function wholeNumber(name: keyof typeof values): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} is a whole number, not '${values[name]}'.`);
  process.exit(2);
}

// Whatever was started is ended and removed when the process exits.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => process.exit(code));
}

const firstSeed = wholeNumber("seed");
const reports = await runRounds({
  seeds: Array.from({ length: wholeNumber("rounds") }, (_, index) => firstSeed + index),
  orders: wholeNumber("orders"),
  print: (line) => console.log(line),
});
const bad = reports.filter(({ found }) => found.length > 0);
const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
const kills = reports.flatMap(({ told }) => told).filter((what) => what.startsWith("killed"));
console.log(`${kills.length} processes killed`);
console.log(`${reports.length} rounds in ${seconds.toFixed(0)} s, ${bad.length} with findings`);
for (const { seed, kind } of bad)
  console.log(`  npm run chaos -- --rounds 1 --seed ${seed}   # ${kind}`);
process.exitCode = bad.length === 0 ? 0 : 1;
