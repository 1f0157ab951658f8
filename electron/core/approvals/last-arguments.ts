import type { ApprovalQuestion } from '../ports/rooms.js';
import { hashOf } from './binding.js';

const maxTools = 500;
const maxKeys = 200;

/** Hashes (never values) of the top-level arguments of the last answered call of each client's tool. Bounded. */
export interface LastArguments {
  /** names of top-level arguments that differ from the last time; empty where there was none */
  changed(question: ApprovalQuestion): string[];
  remember(question: ApprovalQuestion): void;
}

export function createLastArguments(): LastArguments {
  const last = new Map<string, ReadonlyMap<string, string>>();
  const keyOf = (question: ApprovalQuestion): string =>
    [question.caller.client, question.server, question.method, question.tool].join('\u0000');
  return {
    changed(question) {
      const before = last.get(keyOf(question));
      if (before === undefined) return [];
      const now = hashes(question);
      return [...new Set([...now.keys(), ...before.keys()])].filter((key) => now.get(key) !== before.get(key)).sort();
    },
    remember(question) {
      const key = keyOf(question);
      last.delete(key);
      last.set(key, hashes(question));
      if (last.size > maxTools) last.delete(last.keys().next().value as string);
    },
  };
}

function hashes(question: ApprovalQuestion): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(question.arguments).slice(0, maxKeys)) if (value !== undefined) found.set(key, hashOf(value));
  return found;
}
