-- Which of these want no reminders. $1 recipients text[]. Returns recipient.
select recipient
from notice_opt_out
where opted_out and recipient = any ($1::text[])
order by recipient;
