import { transitionOf } from "../domain/lifecycle/transitions.js";
import type { Database } from "../platform/database/database.js";
import { type BulkResult, type Moved, type Selection, transit } from "./bulk.js";
import { requireCertified, requireOtherRunner } from "./guards.js";
import { keepRunsOut } from "./keep-runs-out.js";
import { type Act, move } from "./move.js";
import { findPerson, requireRole } from "./person.js";

export interface ReviewOptions extends Act {
  readonly selection: Selection;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Begins the review of drafts (step 2). They stay drafts for a run, which takes them out of review (R-R1).
 *
 * Errors: `role_missing`, `user_unknown`; in the result `runner_reviews`, `settlee_not_certified`,
 *         `transition_impossible`, `work_under_way`.
 */
export async function beginReview(
  database: Database,
  { selection, actor, now, onProgress }: ReviewOptions,
): Promise<BulkResult<Moved>> {
  const person = await findPerson(database.pool, actor);
  requireRole(person, transitionOf("review").by);
  return transit(database, {
    selection,
    event: "review",
    onProgress,
    lock: keepRunsOut(person.name),
    work: async (connection, statement) => {
      await requireOtherRunner(connection, statement, person.name);
      requireCertified(statement);
      return move(connection, statement, {
        event: "review",
        to: "in_review",
        actor: person.name,
        now,
      });
    },
  });
}
