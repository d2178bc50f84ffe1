/** The query that reads the custom fields of an owner. */
export const allFields = 'limit=250&page=1';

/** The request that reads them. */
export const fieldsOf = (owner: string) => ({
	route: `GET /api/v4/${owner}/custom_fields`,
	query: allFields,
});
