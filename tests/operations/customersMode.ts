import type { SceneCall } from './operationCase';

export const setMode = (mode: 'segments' | 'periodicity', is_enabled = true): SceneCall => ({
	method: 'PATCH',
	path: '/api/v4/customers/mode',
	body: { mode, is_enabled },
});
