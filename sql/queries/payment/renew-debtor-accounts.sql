-- Our own bank account as payment batches keep it under another key. $1 renewed json: [{key, cipher, hash}]. No result.
update payment_batch t set debtor_account_cipher = r.cipher
from json_to_recordset($1::json) as r(key text, cipher text, hash text)
where t.batch_no = r.key;
