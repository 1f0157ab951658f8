import { expandRateLimit, type ClientLevel, type Limit, type Policy, type ServerLevel, type ToolRule } from './language.js';

/** Every level and every rule of a document with the path it stands at. */
export interface PlacedLevel {
  readonly path: readonly string[];
  readonly level: ServerLevel;
}
export interface Slot {
  readonly path: readonly string[];
  readonly rule: ToolRule;
}

export function levelsOf(policy: Policy): PlacedLevel[] {
  const found: PlacedLevel[] = [{ path: [], level: policy }];
  const servers = (owner: Policy | ClientLevel, path: readonly string[]): void => {
    for (const [server, level] of Object.entries(owner.servers ?? {})) found.push({ path: [...path, 'servers', server], level });
  };
  servers(policy, []);
  for (const [client, level] of Object.entries(policy.clients ?? {})) {
    found.push({ path: ['clients', client], level });
    servers(level, ['clients', client]);
  }
  return found;
}

export function slotsOf(policy: Policy): Slot[] {
  return levelsOf(policy).flatMap(({ path, level }) => {
    const slots: Slot[] = [];
    for (const kind of ['tools', 'classes', 'methods'] as const) {
      for (const [key, rule] of Object.entries((level[kind] ?? {}) as Record<string, ToolRule | undefined>))
        if (rule) slots.push({ path: [...path, kind, key], rule });
    }
    if (level.all_tools) slots.push({ path: [...path, 'all_tools'], rule: level.all_tools });
    return slots;
  });
}

export function limitsIn(rule: ToolRule): Limit[] {
  const short = rule.rate_limit === undefined ? undefined : expandRateLimit(rule.rate_limit);
  return [...(rule.limits ?? []), ...(short === undefined ? [] : [short])];
}

/** ` on github`, ` for cursor`: where a path of the document stands, in words */
export function placeWords(path: readonly string[]): string {
  const client = path[0] === 'clients' ? ` for ${path[1]}` : '';
  const at = path[0] === 'clients' ? 2 : 0;
  return `${client}${path[at] === 'servers' ? ` on ${path[at + 1]}` : ''}`;
}

export function slotWords(path: readonly string[]): string {
  const kind = path.at(-1) === 'all_tools' ? 'all_tools' : path.at(-2);
  const key = path.at(-1) ?? '';
  const what = kind === 'all_tools' ? 'all tools' : kind === 'classes' ? `${key} tools` : key;
  return what + placeWords(path);
}
