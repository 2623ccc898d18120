-- The line table of a run, empty, logged, with the indexes the product needs and no other.
drop table if exists bench_line;
create table bench_line (
  like draft_line,
  constraint bench_line_pk primary key (statement_id, line_no),
  constraint bench_line_order_uq unique (order_id, reversal)
);
