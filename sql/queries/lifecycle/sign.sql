-- A department's word, once (R-W2). $1 statement_no text, $2 version integer, $3 sign_round integer,
-- $4 department text, $5 signer text, $6 decision text, $7 signed_at timestamptz. Returns department.
update signature set signer = $5, decision = $6, signed_at = $7
where statement_no = $1 and version = $2 and sign_round = $3 and department = $4 and signer is null
returning department;
