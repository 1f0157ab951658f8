import { coreWords } from '../words/core/en.js';
import { canonical } from '../json/canonical.js';
import type { JsonValue } from '../json/json.js';
import type { Policy, ToolRule } from './language.js';
import { presetNames, type PresetName } from './preset-names.js';

/** What a preset sets: the default, the classes, the methods, and the loop guard. Rules for servers, clients and tools stay as they are. */
export interface Preset {
  readonly default: 'ask' | 'deny';
  readonly classes: Readonly<Record<string, ToolRule>>;
  readonly methods: Readonly<Record<string, ToolRule>>;
  readonly loopGuard: { readonly window: 'minute'; readonly max: number; readonly scope: 'grant' };
  readonly words: string;
}

/** no client more than 120 calls in any minute to one tool */
const loopGuard = { window: 'minute', max: 120, scope: 'grant' } as const;
const everyTime: ToolRule = { action: 'ask', approval: { remember: 'never' } };
const allow: ToolRule = { action: 'allow' };
const ask: ToolRule = { action: 'ask' };
const deny: ToolRule = { action: 'deny' };

export const presets: Readonly<Record<PresetName, Preset>> = {
  relaxed: {
    default: 'ask',
    classes: { read: allow, write: allow, execute: ask, destructive: everyTime, financial: everyTime, unclassified: everyTime },
    methods: { resources: allow, prompts: allow, completion: allow, sampling: ask, elicitation: ask },
    loopGuard,
    words: coreWords.change.presets.relaxed,
  },
  balanced: {
    default: 'ask',
    classes: {
      read: allow,
      write: { action: 'ask', approval: { remember: 'session' } },
      execute: ask,
      destructive: everyTime,
      financial: everyTime,
      unclassified: everyTime,
    },
    methods: { resources: allow, prompts: allow, completion: allow, sampling: ask, elicitation: ask },
    loopGuard,
    words: coreWords.change.presets.balanced,
  },
  strict: {
    default: 'deny',
    classes: { read: ask, write: ask, execute: ask, destructive: deny, financial: deny, unclassified: deny },
    methods: { resources: ask, prompts: ask, completion: ask, sampling: deny, elicitation: deny },
    loopGuard,
    words: coreWords.change.presets.strict,
  },
};

/** The preset that a document says word for word: its default, its classes, its methods. What it says of single servers, clients and tools is its own. */
export const presetOf = ({ default: fallback, classes, methods }: Policy): PresetName | undefined =>
  presetNames.find((name) => wordsOf(presets[name]) === wordsOf({ default: fallback, classes, methods }));

const wordsOf = ({ default: fallback, classes, methods }: Pick<Policy, 'default' | 'classes' | 'methods'>): string =>
  canonical([fallback ?? null, classes ?? null, methods ?? null] as unknown as JsonValue);

/** The policy of a new installation. */
export function presetDocument(name: PresetName): Record<string, unknown> {
  const { default: fallback, classes, methods, loopGuard: limit } = presets[name];
  return { version: '1', default: fallback, classes, methods, all_tools: { limits: [limit] } };
}

export const toText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
