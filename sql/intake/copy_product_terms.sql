-- Takes checked rows of product_terms into staging, in the order of src/intake/columns.ts. No parameters, no result.
copy stage_product_term (
  row_no, invalid, product_no, effective_from, share_ratio, authorised_discount
) from stdin
