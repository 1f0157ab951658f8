import { parsePointer } from '../../../shared/json/pointer.js';
import type { RiskClass } from '../../../shared/model/risk.js';
import { asPolicy, own, type Policy } from '../../../shared/policy/language.js';
import type { PolicyReader } from '../../../shared/policy/policy-reader.js';
import type { PresetName } from '../../../shared/policy/preset-names.js';
import { presets } from '../../../shared/policy/presets.js';
import { strictest } from '../../../shared/policy/rank.js';
import { fail, ok, type Result } from '../../../shared/result.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { inEnglish } from '../../../shared/words/say.js';
import { addedRules, type NewRule } from './add-rule.js';
import { editText, type Edit } from './edit-text.js';
import { liveVersions, type Running } from './running.js';
import { inheritedAction, switchEdits, type Inherits, type Switch } from './switch-edits.js';

export interface Draft {
  readonly text: string;
  /** the edit in words */
  readonly sentence: string;
}

/** The switches of many tools, turned at once. */
export interface ManySwitches {
  readonly tools: readonly { readonly server: string; readonly tool: string }[];
  readonly client?: string;
  readonly action: Switch['action'];
}

/** The text that an edit of the running policy would lead to; nothing is changed. Fails where that would not be valid, or there is nothing to edit. */
export interface Drafts {
  preset(name: PresetName): Result<Draft>;
  setSwitch(given: Switch): Result<Draft>;
  setMany(given: ManySwitches): Result<Draft>;
  addRule(given: NewRule): Result<Draft>;
  addRules(given: readonly NewRule[]): Result<Draft>;
  /** `pointer`: to the limit in the running policy (RFC 6901) */
  raiseLimit(pointer: string, max: number): Result<Draft>;
}

export function createDrafts(now: Running, reader: PolicyReader, classOf: (server: string, tool: string) => RiskClass | undefined): Drafts {
  const policy = (): Policy => asPolicy(now.document);
  /** as it is live: what a waiting edit tightens is not lifted by a rule that is about something else */
  const inherits: Inherits = (given) =>
    liveVersions(now)
      .map(({ document }) => inheritedAction(asPolicy(document), given, classOf))
      .reduce(strictest);

  const edited = (edits: readonly Edit[], sentence: string): Result<Draft> => {
    const text = editText(now.text, edits);
    const parsed = reader.parse(text);
    return parsed.ok ? ok({ text, sentence }) : parsed;
  };

  const drafts: Drafts = {
    preset(name) {
      const preset = presets[name];
      const guard = policy().all_tools?.limits === undefined && policy().all_tools?.rate_limit === undefined;
      const edits = [
        { path: ['default'], value: preset.default },
        { path: ['classes'], value: preset.classes },
        { path: ['methods'], value: preset.methods },
        ...(guard ? [{ path: ['all_tools', 'limits'], value: [preset.loopGuard] }] : []),
      ];
      return edited(edits, inEnglish('change.preset', { name, words: preset.words }));
    },
    setSwitch(given) {
      if (given.tool !== undefined && given.class !== undefined)
        return fail('INVALID', 'a switch is for one tool or for one class, not both', 'Leave one of them out.');
      const { edits, sentence } = switchEdits(policy(), given, inherits);
      return edited(edits, sentence);
    },
    setMany({ tools, client, action }) {
      const edits = tools.flatMap(
        ({ server, tool }) => switchEdits(policy(), { server, tool, action, ...(client !== undefined && { client }) }, inherits).edits,
      );
      const values = { count: tools.length, state: coreWords.change.state[action] };
      return edited(edits, client === undefined ? inEnglish('change.many', values) : inEnglish('change.manyFor', { ...values, client }));
    },
    addRule: (given) => drafts.addRules([given]),
    addRules(given) {
      const { edits, sentence } = addedRules(policy(), given, inherits);
      return edited(edits, sentence);
    },
    raiseLimit(pointer, max) {
      const edit = raised(now, pointer, max);
      return edit.ok ? edited([edit.value], inEnglish('change.raised', { pointer, max })) : edit;
    },
  };
  return drafts;
}

/** A limit stands in long form, with a `max`, or in short: `30/minute`. */
function raised({ document }: Running, pointer: string, max: number): Result<Edit> {
  const path = parsePointer(pointer) ?? [];
  let here: unknown = document;
  for (const step of path) here = typeof here === 'object' && here !== null ? own(here as Record<string, unknown>, step) : undefined;
  const steps = path.map((step, i) => (path[i - 1] === 'limits' && /^\d+$/.test(step) ? Number(step) : step));
  if (typeof here === 'string' && path.at(-1) === 'rate_limit') return ok({ path: steps, value: `${max}${here.slice(here.indexOf('/'))}` });
  if (typeof here === 'object' && here !== null && 'max' in here) return ok({ path: [...steps, 'max'], value: max });
  return fail('NOT_FOUND', `there is no limit at ${pointer}`, 'Look at the policy: it may have changed meanwhile.');
}
