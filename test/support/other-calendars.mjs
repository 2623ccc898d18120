// Prints what two packages say about each day between two: run in Shanghai time, since one of them is wrong
// on some days elsewhere.
import chineseDays from "chinese-days";
import { isWorkday } from "chinese-workday";

const [from = "", to = ""] = process.argv.slice(2);
const answers = [];
for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
  const day = new Date(at).toISOString().slice(0, 10);
  answers.push([day, chineseDays.isWorkday(day), isWorkday(day)]);
}
console.log(JSON.stringify(answers));
