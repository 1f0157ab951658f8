import type { CallRecord } from '../../../shared/model/views.js';
import type { Answer } from '../ports/messages.js';

const lookBytes = 4096;
const mark = /"isError"\s*:\s*true/;

/**
 * How an answer is filed. The bytes are not parsed: `tool-error` is seen from the mark `"isError": true` near the start or the end
 * of a result (inside a text its quotation marks are escaped). It decides nothing; it is for the log's reader.
 */
export function outcomeOf(answer: Answer): CallRecord['outcome'] {
  if (answer.kind === 'error') return 'error';
  const { bytes } = answer;
  if (bytes.length <= 2 * lookBytes) return mark.test(bytes.toString('latin1', 0, bytes.length)) ? 'tool-error' : 'ok';
  return mark.test(bytes.toString('latin1', 0, lookBytes)) || mark.test(bytes.toString('latin1', bytes.length - lookBytes, bytes.length))
    ? 'tool-error'
    : 'ok';
}
