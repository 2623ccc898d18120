-- The line table of a run, empty, logged, with the indexes the product needs and no other.
drop table if exists bench_line;
create table bench_line (
  like draft_line,
  constraint bench_line_pk primary key (statement_id, line_no)
);
create unique index bench_line_order_uq on bench_line (order_id) where not reversal;
create unique index bench_line_reversal_uq on bench_line (order_id, output_tax_rate) where reversal;
