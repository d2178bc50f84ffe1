create or replace function amocrm_record_workflow_failure(p jsonb) returns bigint
language sql
set search_path from current
as $$
	insert into amocrm_workflow_failures (
		workflow_id, workflow_name, execution_id, execution_url, node, message, context
	)
	select left(p #>> '{workflow,id}', 200), left(p #>> '{workflow,name}', 500),
		left(p #>> '{execution,id}', 200), left(p #>> '{execution,url}', 2000),
		left(coalesce(
			p #>> '{execution,lastNodeExecuted}', error #>> '{node,name}', p #>> '{trigger,node,name}'
		), 500),
		amocrm_without_secrets(left(coalesce(nullif(error ->> 'message', ''), 'no message'), 5000)),
		jsonb_strip_nulls(jsonb_build_object(
			'name', left(error ->> 'name', 200),
			'description', amocrm_without_secrets(left(error ->> 'description', 5000)),
			'httpCode', left(error ->> 'httpCode', 20),
			'mode', left(coalesce(p #>> '{execution,mode}', p #>> '{trigger,mode}'), 50),
			'retry_of', left(p #>> '{execution,retryOf}', 200)
		))
	from (select coalesce(p #> '{execution,error}', p #> '{trigger,error}', '{}') as error) as given
	returning id;
$$;

comment on function amocrm_record_workflow_failure is 'Stores a failure as n8n''s Error Trigger gives it ({execution, workflow} or {trigger, workflow}) and returns its number. Whatever p lacks is left out.';
