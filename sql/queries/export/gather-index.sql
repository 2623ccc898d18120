-- After the gathering: what makes one settlee quick to read. No parameters, no result.
create index export_unsettled_settlee_ix on export_unsettled (settlee_no);
analyze export_statement;
analyze export_unsettled;
