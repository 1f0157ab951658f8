import type { CallRecord } from '../../../shared/model/views.js';
import type { Answer } from '../ports/messages.js';

const lookBytes = 4096;
const name = Buffer.from('"isError"');
const mark = /"isError"\s*:\s*true/;

/**
 * How an answer is filed. The bytes are not parsed: `tool-error` is seen from the mark `"isError": true` near the start or the end
 * of a result (inside a text its quotation marks are escaped). It decides nothing; it is for the log's reader.
 */
export function outcomeOf(answer: Answer): CallRecord['outcome'] {
  if (answer.kind === 'error') return 'error';
  const { bytes } = answer;
  const hasMark =
    bytes.length <= 2 * lookBytes
      ? isMarked(bytes)
      : isMarked(bytes.subarray(0, lookBytes)) || isMarked(bytes.subarray(bytes.length - lookBytes));
  return hasMark ? 'tool-error' : 'ok';
}

/** Most answers have no such name, and are not made into text for it. */
const isMarked = (bytes: Buffer): boolean => bytes.includes(name) && mark.test(bytes.toString('latin1'));
