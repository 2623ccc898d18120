-- Takes checked rows of products into staging, in the order of src/intake/columns.ts. No parameters, no result.
copy stage_product (
  row_no, invalid, product_no, name, seller_name, sourcing, category, output_tax_rate,
  share_model, performance_policy
) from stdin
