-- Who asks once a week is not gone when a day has passed.

alter table amocrm_api_checks add column asked_every interval not null default interval '5 minutes';

comment on column amocrm_api_checks.asked_every is 'How often the workflow asks; one that let two turns pass was removed.';
