-- The prepared payments of a batch go out. $1 batch_no text.
update payment_attempt set state = 'released' where batch_no = $1 and state = 'prepared';
