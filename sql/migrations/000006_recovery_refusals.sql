alter table amocrm_recoveries add column refused int not null default 0;

comment on column amocrm_recoveries.refused is 'Requests of these that brought no list: amoCRM was down or refused the token. One a run at most; they do not count against most_requests.';
