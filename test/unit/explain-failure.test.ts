import { describe, expect, it } from "vitest";
import { explainDatabaseFailure, placeOf } from "../../src/platform/database/explain-failure.js";
import { explainFileFailure } from "../../src/platform/files/explain-failure.js";

function failure(message: string, fields: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), fields);
}

describe("explainDatabaseFailure", () => {
  it.each([
    ["ECONNREFUSED", "database_unreachable"],
    ["ENOTFOUND", "database_unreachable"],
    ["57P03", "database_unreachable"],
    ["28P01", "database_denied"],
    ["28000", "database_denied"],
    ["ECONNRESET", "database_lost"],
    ["08006", "database_lost"],
    ["57P01", "database_lost"],
    ["57P02", "database_lost"],
    ["57014", "database_cancelled"],
    ["53100", "database_disk_full"],
    ["53300", "database_busy"],
    ["53200", "database_busy"],
    ["40001", "database_conflict"],
    ["40P01", "database_conflict"],
    ["42501", "database_privilege"],
    ["25006", "database_read_only"],
  ])("%s is %s", (code, expected) => {
    const explained = explainDatabaseFailure(
      failure("what the server said", { code }),
      "db:5432/x",
    );
    expect(explained).toMatchObject({ code: expected, retryable: true });
    expect(explained?.message).toContain("what the server said");
  });

  it("names the database that is not there", () => {
    const absent = failure('database "x" does not exist', { code: "3D000" });
    expect(explainDatabaseFailure(absent, "db:5432/x")).toMatchObject({
      code: "database_absent",
      details: { where: "db:5432/x" },
    });
  });

  it.each([
    ["Connection terminated unexpectedly", "database_lost"],
    ["timeout exceeded when trying to connect", "database_unreachable"],
    ["SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string", "database_denied"],
  ])("knows the driver's words: %s", (message, expected) => {
    expect(explainDatabaseFailure(failure(message), "db")?.code).toBe(expected);
  });

  it("tells the first of several addresses, and a socket that is not there", () => {
    const each = [failure("connect ECONNREFUSED ::1:5432", { code: "ECONNREFUSED" })];
    expect(explainDatabaseFailure(new AggregateError(each), "localhost:5432")?.message).toContain(
      "::1:5432",
    );
    const socket = { code: "ENOENT", syscall: "connect" };
    expect(explainDatabaseFailure(failure("connect ENOENT", socket), "x")?.code).toBe(
      "database_unreachable",
    );
  });

  it("leaves defects alone", () => {
    for (const code of ["42601", "22P02", "23505", "ENOENT"]) {
      expect(explainDatabaseFailure(failure("a defect", { code }), "db")).toBeNull();
    }
    expect(explainDatabaseFailure("text", "db")).toBeNull();
  });
});

describe("placeOf", () => {
  it.each([
    ["postgres://li:secret@db.example:6432/books", "db.example:6432/books"],
    ["postgres://db.example/books", "db.example:5432/books"],
    ["postgres:///books?host=/var/run/postgresql", "/var/run/postgresql:5432/books"],
    ["postgres://[::1]:5432/%E6%9C%88", "[::1]:5432/月"],
  ])("%s is %s", (url, place) => {
    expect(placeOf(url)).toBe(place);
  });
});

describe("explainFileFailure", () => {
  it.each([
    ["ENOSPC", "disk_full"],
    ["EACCES", "file_denied"],
    ["EROFS", "file_denied"],
    ["ENOENT", "file_missing"],
    ["EISDIR", "file_trouble"],
  ])("%s is %s", (code, expected) => {
    const error = failure(code, { code, syscall: "open", path: "/books/x" });
    expect(explainFileFailure(error)).toMatchObject({
      code: expected,
      details: { path: "/books/x" },
    });
  });

  it("leaves alone what is no file's failure", () => {
    expect(explainFileFailure(failure("x", { code: "ENOENT" }))).toBeNull();
    expect(explainFileFailure(failure("x", { code: "EPIPE", syscall: "write" }))).toBeNull();
  });
});
