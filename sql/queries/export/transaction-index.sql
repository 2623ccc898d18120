-- After a gathering, so that the reading is planned by what there is. No parameters, no result.
analyze export_transaction;
