/** What to do with a lead in a status; at most one for each level. */
export interface StatusDescription {
	readonly id: number;
	readonly level: 'newbie' | 'candidate' | 'master';
	readonly description: string;
	readonly created_at: number;
	readonly updated_at: number;
	readonly created_by: number;
	readonly updated_by: number | null;
}

export interface Status {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly is_editable: boolean;
	readonly pipeline_id: number;
	readonly color: string;
	/** 1 is the stage of incoming leads, 0 every other. */
	readonly type: 0 | 1;
	/** Nothing in state files from before there were any. */
	readonly descriptions?: readonly StatusDescription[];
}

export interface Pipeline {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly is_main: boolean;
	readonly is_unsorted_on: boolean;
	readonly is_archive: boolean;
	readonly statuses: readonly Status[];
}

export interface LossReason {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly created_at: number;
	readonly updated_at: number;
}
