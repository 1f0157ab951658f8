import type { Because, Verdict } from '../model/decision.js';
import { parsePointer } from '../json/pointer.js';
import { retold } from '../words/retold.js';
import { sentenceCase } from '../words/sentence-case.js';
import { inEnglish, type Say } from '../words/say.js';
import type { Condition, Limit } from './language.js';
import { windowMs } from './language.js';
import type { PresetName } from './preset-names.js';
import { atPlace, slotWords } from './slots.js';
import { allWords, limitWords, reasoned, waitWords, windowWords } from './words.js';

/** Why a decision is what it is, as data; where the rule stands is the pointer beside it. `reason` is what the rule gives as its own. */
export type Reason =
  /** the rule, `default` or `hide` list (by the entry `hidden`) that states the action; pointer `""` where nothing speaks */
  | {
      readonly kind: 'stated';
      readonly action: Verdict;
      readonly reason?: string;
      readonly hidden?: string;
      /** of one that asks: which answer is offered first */
      readonly remember?: 'never' | 'session' | 'always';
      /** of one that asks: the preset that it is a part of, where its document says what that preset says */
      readonly preset?: PresetName;
    }
  | {
      readonly kind: 'entry';
      readonly verdict: 'allow' | 'ask' | 'deny';
      /** its conditions hold, or it cannot be told whether they do */
      readonly holds: 'yes' | 'unknown';
      /** none: in every case */
      readonly conditions: readonly Condition[];
      readonly reason?: string;
    }
  | {
      readonly kind: 'limit';
      readonly verdict: 'ask' | 'deny';
      readonly counter: string;
      readonly limit: Limit;
      readonly used: number;
      /** until there is room for this call; absent where there will be none */
      readonly roomInMs?: number;
      readonly reason?: string;
    }
  | { readonly kind: 'amount'; readonly path: string; readonly reason?: string }
  | { readonly kind: 'own-folder'; readonly verdict: 'ask' | 'deny'; readonly path: string }
  | { readonly kind: 'flow'; readonly calls: readonly string[] }
  | { readonly kind: 'broken'; readonly error: string };

/** A reason beside its place: its sentence in English, and what it is made of for views that speak another language. */
export const because = (pointer: string, says: Reason): Because => ({ pointer, text: reasonWords(pointer, says, inEnglish), says });

/** A reason in the language of `say`, as a sentence of its own; where its data does not say exactly what the sentence says, or is not there, the sentence is read. */
export const becauseWords = ({ pointer, text, says }: Because, say: Say): string =>
  says !== undefined && reasonWords(pointer, says as Reason, inEnglish) === text
    ? sentenceCase(text, reasonWords(pointer, says as Reason, say))
    : reasonSentence(text, say);

/** The same where only its English text is known; what cannot be read stays as it stands. */
export const reasonSentence = (text: string, say: Say): string => sentenceCase(text, retold('reason', text, say));

/** Why a call asks, for the person who is asked: the rule as a sentence, `“write tools: ask once per session” (Balanced)`, where a rule states it. */
export function askWords(one: Because, say: Say): string {
  const says = one.says as Reason | undefined;
  if (says?.kind !== 'stated' || says.action !== 'ask' || one.pointer === '' || reasonWords(one.pointer, says, inEnglish) !== one.text)
    return becauseWords(one, say);
  const path = parsePointer(one.pointer) ?? [];
  const subject = isDefault(path) ? atPlace(say('rule.for.rest'), path, say) : slotWords(path, say);
  const said = say(`rule.asks.${says.remember === 'session' ? 'session' : says.remember === 'never' ? 'every' : 'plain'}`, { subject });
  return reasoned(reasoned(said, says.reason, say), says.preset && say(`rule.preset.${says.preset}`), say);
}

function reasonWords(pointer: string, says: Reason, say: Say): string {
  switch (says.kind) {
    case 'stated':
      return pointer === ''
        ? say('rule.by.nothing')
        : reasoned(say(`rule.by.${says.action}`, { rule: ruleAt(pointer, says, say) }), says.reason, say);
    case 'entry': {
      const conditions = allWords(says.conditions, say);
      const how = says.conditions.length === 0 ? 'always' : says.holds === 'yes' ? 'when' : 'unknown';
      return reasoned(say(`rule.${says.verdict}.${how}`, { conditions }), says.reason, say);
    }
    case 'limit': {
      const { limit, counter, used, roomInMs } = says;
      const values = {
        counter,
        limit: limitWords(limit, say),
        used,
        max: limit.max,
        window: windowWords(windowMs(limit.window) ?? 0, say),
        room: roomInMs === undefined ? say('rule.noRoom') : say('rule.room', { wait: waitWords(roomInMs, say) }),
      };
      return reasoned(say(`rule.${says.verdict}.limit`, values), says.reason, say);
    }
    case 'amount':
      return reasoned(say('rule.deny.amount', { path: says.path }), says.reason, say);
    case 'own-folder':
      return say(`rule.${says.verdict}.ownFolder`, { path: says.path });
    case 'flow':
      return say('rule.ask.flow', { calls: says.calls.map((call) => retold('seen', call, say)).join(', ') });
    case 'broken':
      return say('rule.deny.broken', { error: says.error });
  }
}

const isDefault = (path: readonly string[]): boolean => path.length % 2 === 1 && path.at(-1) === 'default';

/** `the rule for create_issue on github`, `the default for cursor`, `the hide list (delete_*)` */
function ruleAt(pointer: string, { hidden }: { readonly hidden?: string }, say: Say): string {
  const path = parsePointer(pointer) ?? [];
  if (hidden !== undefined) return reasoned(atPlace(say('rule.for.hideList'), path, say), hidden, say);
  if (isDefault(path)) return atPlace(say('rule.for.default'), path, say);
  return say('rule.for.rule', { subject: slotWords(path, say) });
}
