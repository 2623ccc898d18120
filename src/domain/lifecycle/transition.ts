import type { Effect, Guard } from "./conditions.js";
import type { Role, StatementStatus } from "./states.js";

/** What moves a statement from one state to another. */
export interface Transition {
  readonly event: string;
  readonly zh: string;
  readonly from: readonly (StatementStatus | null)[];
  /** Where there are several, amounts or signatures decide (R-S4, R-W2); `resumes`: what it was before. */
  readonly to: readonly (StatementStatus | null)[] | "resumes";
  /** `system`: runs, the scheduler, the bank's answers. */
  readonly by: readonly (Role | "system")[];
  readonly needs: readonly Guard[];
  readonly causes: readonly Effect[];
  /** The rule that refuses the event in any other state. */
  readonly rule: string;
  /** The clock begins anew though the step stays. */
  readonly restartsClock?: true;
}
