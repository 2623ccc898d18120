-- After the choice of orders, so that the gathering is planned by how many there are. No parameters, no
-- result.
analyze export_order;
