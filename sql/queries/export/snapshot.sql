-- First in a transaction: every query after it sees the books of one moment. No parameters, no result.
set transaction isolation level repeatable read;
