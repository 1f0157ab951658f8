/** An AI application on this machine, as far as the answer of discovery says; fields it lacks are empty. */
export interface Application {
  readonly id: string;
  readonly name: string;
  readonly present: boolean;
  readonly connected: boolean;
  readonly files: readonly string[];
  readonly servers: readonly string[];
  readonly problem: string | undefined;
}

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const names = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((item: unknown) => text(item) ?? text(record(item)['name']) ?? text(record(item)['path']) ?? []) : []);

export const readApplications = (list: readonly unknown[]): Application[] =>
  list.flatMap((item) => {
    const fields = record(item);
    const id = text(fields['id']);
    if (id === undefined) return [];
    return [
      {
        id,
        name: text(fields['name']) ?? id,
        present: fields['present'] !== false,
        connected: fields['connected'] === true,
        files: names(fields['files']),
        servers: names(fields['servers']),
        problem: text(fields['problem']),
      },
    ];
  });

export interface PlannedChange {
  readonly path: string;
  readonly diff: string;
}

/** The changes of files that `client.connect` plans, as diffs; where it answers in another shape, its JSON as it stands. */
export function readPlan(value: unknown): readonly PlannedChange[] {
  const fields = record(value);
  const list = [fields['files'], fields['changes'], fields['edits']].find(Array.isArray) ?? (text(fields['diff']) === undefined ? undefined : [fields]);
  const changes = (list ?? []).flatMap((item: unknown): PlannedChange[] => {
    const change = record(item);
    const diff = text(change['diff']);
    return diff === undefined ? [] : [{ path: text(change['path']) ?? text(change['file']) ?? '', diff }];
  });
  return changes.length > 0 ? changes : [{ path: '', diff: JSON.stringify(value, null, 2) ?? '' }];
}
