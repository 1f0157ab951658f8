import { bareObject, isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import type { Answer, OwnReply } from '../ports/messages.js';
import { CallCancelled, type RequestOptions, type SessionOwner } from '../ports/upstreams.js';
import { answerBody } from './answer-body.js';
import { errorAnswer } from './own-answers.js';

/** a server that keeps asking is not answered for ever */
const maxRounds = 20;
/** nor asked this much at once */
const maxAsked = 200;

/**
 * For a client with a handshake in front of a server without one: what the server wants to know (`input_required`, 2026-07-28) becomes requests
 * to the client, and the call is made again with the answers. Other answers pass untouched.
 */
export async function answerInputs(
  server: string,
  owner: SessionOwner,
  send: (params: JsonObject | undefined) => Promise<Answer>,
  params: JsonObject | undefined,
  options: RequestOptions,
): Promise<Answer> {
  const gone = new AbortController();
  options.signal.addEventListener('abort', () => gone.abort(), { once: true });
  let sent = params;
  for (let round = 0; round < maxRounds; round++) {
    const answer = await send(sent);
    const wants = wantsOf(answer);
    if (wants === undefined) return answer;
    const asked = Object.entries(wants.requests);
    if (asked.length > maxAsked) return errorAnswer(-32603, `${server} asked for more than ${maxAsked} things at once`);
    const inputResponses = bareObject();
    for (const [key, wanted] of asked) {
      const { method, params: about } = isJsonObject(wanted) ? wanted : {};
      if (typeof method !== 'string') return errorAnswer(-32603, `${server} asked for something unreadable`);
      if (options.signal.aborted) throw new CallCancelled('the caller cancelled');
      const reply: OwnReply = await owner.asked(
        server,
        { id: key, method, params: isJsonObject(about) ? about : {} },
        options.requestKey,
        gone.signal,
      );
      if (reply.kind === 'error') return errorAnswer(reply.code, reply.message);
      inputResponses[key] = reply.result;
    }
    if (options.passage?.mayGoOn() === false) throw new CallCancelled('the call is no longer let through');
    sent = { ...params, inputResponses, ...(wants.state === undefined ? {} : { requestState: wants.state }) };
  }
  return errorAnswer(-32603, `${server} asked more than ${maxRounds} times before it answered`);
}

function wantsOf(answer: Answer): { requests: JsonObject; state: JsonValue | undefined } | undefined {
  if (answer.kind !== 'result' || !answer.bytes.includes('input_required')) return undefined;
  const body = answerBody(answer);
  if (!body.ok || body.value.resultType !== 'input_required') return undefined;
  return { requests: isJsonObject(body.value.inputRequests) ? body.value.inputRequests : {}, state: body.value.requestState };
}
