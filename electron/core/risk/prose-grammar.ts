import { boundsFrames } from './prose-frames-bounds.js';
import { callFrames } from './prose-frames-calls.js';
import { deedFrames } from './prose-frames-deeds.js';
import { lootFrames } from './prose-frames-loot.js';
import { orderToModel, trustFrames } from './prose-frames-trust.js';
import type { Frame, Said } from './prose-said.js';
import type { Reading } from './reading.js';
import { itsOwn, setsAside } from './prose-relations.js';
import { unexcused } from './excuse.js';
import { joined, sentenceOf, type Mark, type Sentence } from './prose-sentence.js';

const frames: readonly Frame[] = [...trustFrames, ...boundsFrames, ...lootFrames, ...deedFrames, ...callFrames];
const framesInResults: readonly Frame[] = [...frames, orderToModel];

/** Reads a folded definition sentence by sentence, each with the one before it; each frame is reported once. Linear; yields often. */
export const readProse = (text: string): Generator<void, Reading[]> => read(text, frames, () => true);

/**
 * The same for what tools answer. That speaks of sending and of secrets all day, so only sentences that turn to the model itself count,
 * and there any order does.
 */
export const readProseToModel = (text: string): Generator<void, Reading[]> =>
  read(
    text,
    framesInResults,
    ({ marks, text: said }) =>
      marks.has('vocative') ||
      marks.has('hail') ||
      marks.has('hailedKind') ||
      marks.has('forged') ||
      (marks.has('you') && itsOwn.test(said)) ||
      setsAside.test(said),
  );

function* read(text: string, table: readonly Frame[], counts: (sentence: Sentence) => boolean): Generator<void, Reading[]> {
  const found: Reading[] = [];
  const done = new Set<Frame>();
  let before: { readonly at: number; readonly sentence: Sentence } | undefined;
  for (const match of text
    .replaceAll(/\b(e\.g|i\.e|etc|vs|incl|approx)\./g, '$1 ')
    .matchAll(/[^.!?\n]{4,700}(?:[.!?](?!\s|$)[^.!?\n]{0,300}){0,8}/g)) {
    yield;
    const turned = unexcused(match[0]);
    if (turned === undefined) {
      before = undefined;
      continue;
    }
    const sentence = sentenceOf(turned);
    const pair = before === undefined ? undefined : joined(before.sentence, sentence);
    if (counts(sentence)) {
      const alone = saidIn(sentence);
      const both = pair === undefined ? undefined : saidIn(pair);
      for (const frame of table) {
        if (done.has(frame)) continue;
        const here = frame.holds(alone);
        if (!here && (frame.close === true || both === undefined || !frame.holds(both))) continue;
        done.add(frame);
        found.push({
          id: frame.id,
          start: here ? match.index : (before?.at ?? match.index),
          end: match.index + match[0].length,
          says: frame.says,
          severity: frame.mild === true ? 'medium' : 'critical',
          weight: frame.mild === true ? 4 : 10,
        });
      }
    }
    before = { at: match.index, sentence };
  }
  return found;
}

function saidIn({ text, marks }: Sentence): Said {
  const places = (names: readonly Mark[]): number[] => names.flatMap((name) => marks.get(name) ?? []);
  return {
    text,
    has: (...names) => names.every((name) => marks.has(name)),
    any: (...names) => names.some((name) => marks.has(name)),
    near: (a, b, most) => {
      const first = places(a);
      if (first.length === 0) return false;
      const others = places(b);
      return first.some((at) => others.some((other) => Math.abs(at - other) <= most));
    },
  };
}
