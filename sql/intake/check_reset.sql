-- Empties what a pass of the checks found out, before the next one. No parameters, no result.
truncate known_partner, known_product, product_change, refunded_original, family_order;
