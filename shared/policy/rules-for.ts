import { parsePointer } from '../json/pointer.js';
import type { RiskClass } from '../model/risk.js';
import { asPolicy } from './language.js';
import { applicable, levelsFor } from './levels.js';
import { ruleWords } from './rule-words.js';
import { slotWords } from './slots.js';
import type { PolicyDocument } from './types.js';

/** The rules that apply to a tool, closest first, each as a sentence with its place in the document. */
export function rulesFor(
  document: PolicyDocument,
  tool: { server: string; tool: string; class: RiskClass; client?: string },
): { pointer: string; text: string }[] {
  const client = tool.client ?? '';
  const levels = levelsFor(asPolicy(document), client, tool.server);
  return applicable(levels, { ...tool, client, governed: 'tools' }).map(({ rule, pointer }) => ({
    pointer,
    text: `${slotWords(parsePointer(pointer) ?? [])}: ${ruleWords(rule)}`,
  }));
}
