create view amocrm_field_values as
select owner.account_id, owner.entity_type, owner.entity_id, owner.name,
	field.key as field, value.place, value.item #>> '{}' as value
from (
	select account_id, 'leads' as entity_type, amocrm_deal_id as entity_id, name, custom_fields
	from amocrm_deals
	where deleted_at is null
	union all
	select account_id, 'contacts' as entity_type, amocrm_contact_id, name, custom_fields
	from amocrm_contacts
	where deleted_at is null
	union all
	select account_id, 'companies' as entity_type, amocrm_company_id, name, custom_fields
	from amocrm_companies
	where deleted_at is null
) as owner
cross join lateral jsonb_each(owner.custom_fields) as field
cross join lateral jsonb_array_elements(
	case jsonb_typeof(field.value) when 'array' then field.value else jsonb_build_array(field.value) end
) with ordinality as value (item, place);

comment on view amocrm_field_values is 'Custom fields by name: one row for each value of a lead, contact or company, without deleted ones. To have fields as columns: custom_fields ->> ''name'' in amocrm_deal_overview.';
comment on column amocrm_field_values.account_id is 'The amoCRM account.';
comment on column amocrm_field_values.entity_type is 'leads, contacts or companies, as in amocrm_custom_fields.';
comment on column amocrm_field_values.entity_id is 'amoCRM''s id of it as text.';
comment on column amocrm_field_values.name is 'Its name.';
comment on column amocrm_field_values.field is 'Name of the field; a name that occurs twice gets " #<field id>".';
comment on column amocrm_field_values.place is '1, or 2, 3, … for the further values of a field that has several.';
comment on column amocrm_field_values.value is 'The value as text: dates as ISO 8601, flags true or false, composed values as JSON.';
