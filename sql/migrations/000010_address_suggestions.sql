-- Addresses that a provider (DaData) has completed, kept so that it is asked once, and what it was asked.

create table amocrm_address_suggestions (
	provider text not null,
	query text not null,
	suggestions jsonb not null check (jsonb_typeof(suggestions) = 'array'),
	fetched_at timestamptz not null default now(),
	primary key (provider, query)
);

create index amocrm_address_suggestions_age on amocrm_address_suggestions (fetched_at);

comment on table amocrm_address_suggestions is 'Answers of the provider of addresses; written by amocrm_store_address_suggestions, which removes old ones.';
comment on column amocrm_address_suggestions.provider is 'Who answered and how it was asked: an answer of one is none of another.';
comment on column amocrm_address_suggestions.query is 'What was typed, in small letters, single spaces, ё as е.';
comment on column amocrm_address_suggestions.suggestions is 'Array of {value}: a complete or longer address each; empty where the provider knows none.';
comment on column amocrm_address_suggestions.fetched_at is 'When the provider said so.';
comment on index amocrm_address_suggestions_age is 'Which are too old?';

create table amocrm_address_requests (
	counter text not null,
	since timestamptz not null,
	requests int not null,
	primary key (counter, since)
);

comment on table amocrm_address_requests is 'How often the provider of addresses was asked: one row a user and minute, and one a day for all. Kept for two days.';
comment on column amocrm_address_requests.counter is 'user <account>:<user>; provider: all together; failure: failures told.';
comment on column amocrm_address_requests.since is 'The beginning of the minute, hour or day (UTC).';
comment on column amocrm_address_requests.requests is 'So many, and never more than the limit in the workflow''s settings.';
