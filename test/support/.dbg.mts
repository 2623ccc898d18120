import { generateScenario } from "./scenario-generator.ts";
import { Model } from "./model/model.ts";
const [seed, upto] = process.argv.slice(2).map(Number);
const s = generateScenario(seed!); const m = new Model();
const snap=(p:string)=>new Set([...m.lines(p),...(p.endsWith("Q3")?[]:m.outcomes(p).map(o=>({...o,rec:0})))].map(x=>JSON.stringify({...x,lineNo:0})).concat(JSON.stringify(m.reconcile(p))));
for (const [i, step] of s.steps.entries()) {
  if (i > upto!) break;
  if (step[0] === "import") m.import(step[1]);
  else if (step[0] === "approve") m.approve(step[1]);
  else if (step[0] === "dry") m.run(step[1], { today: "2027-02-03", dryRun: true });
  else { const b=snap(step[1]), b2=snap("2026Q3"); const r=m.run(step[1], { today: "2027-02-03", ...(step[0]==="run-partner"?{partners:step[2]}:{}) }); if(i===upto){ console.log(step, r); for (const [x,y] of [[b,snap(step[1])],[b2,snap("2026Q3")]] as const){ for(const l of x) if(!y.has(l)) console.log("-",l); for(const l of y) if(!x.has(l)) console.log("+",l);} } }
}
if (process.argv[4]) for (const [i,step] of s.steps.entries()) { if (i>upto!) break; console.log(i, step[0], step[0]==="import"? Object.entries(step[1]).map(([t,rs])=>`\n   ${t}: `+rs.filter((r:any)=>t!=="orders"||r.order_no.startsWith(process.argv[4]!)||t!=="orders").map((r:any)=>Object.entries(r).filter(([k,v])=>v!==""&&v!=="0.00"&&!/name|email|mobile|locale|customer_no/.test(k)).map(([k,v])=>`${k}=${v}`).join(" ")).join("\n      ")).join(""): step.slice(1).join(" ")); }
