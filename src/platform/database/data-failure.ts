import pg from "pg";

/**
 * Whether a statement failed on the data it met (SQLSTATE 22: a value out of range, no number, division by
 * zero; 23: a constraint; P0001: raised by a rule): it fails again on the same data, and only there. What
 * fails on its surroundings (connection, lock, memory, disk) or on its own text does not count.
 */
export function isDataFailure(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^(22|23|P0001)/.test(error.code ?? "");
}
