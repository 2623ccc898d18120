-- Marks the staged rows that were rejected, so that they are neither merged nor checked again.
-- No parameters, no result.
with bad as (
  select distinct kind, row_no from stage_reject
), partners as (
  update stage_partner s set invalid = true from bad b
  where b.kind = 'partners' and b.row_no = s.row_no and not s.invalid
), products as (
  update stage_product s set invalid = true from bad b
  where b.kind = 'products' and b.row_no = s.row_no and not s.invalid
), product_terms as (
  update stage_product_term s set invalid = true from bad b
  where b.kind = 'product_terms' and b.row_no = s.row_no and not s.invalid
)
update stage_order s set invalid = true from bad b
where b.kind = 'orders' and b.row_no = s.row_no and not s.invalid;
