import { describe, expect, it } from 'vitest';
import type { CallReply } from '../../../electron/core/ports/corridor.js';
import type { JsonObject } from '../../../shared/json/json.js';
import { parseStrict } from '../../../shared/json/parse-strict.js';
import { stringify } from '../../../shared/json/stringify.js';
import type { Governed } from '../../../shared/policy/types.js';
import { caseFiles, type Case } from '../../support/case-files.js';
import { refusalOf } from '../calls/harness.js';
import { compile, facts } from '../policy/fixtures.js';
import { settle, wholeGate } from './whole-gate.js';

const METHODS: Readonly<Record<Governed, string>> = {
  tools: 'tools/call',
  resources: 'resources/read',
  prompts: 'prompts/get',
  completion: 'completion/complete',
  sampling: 'sampling/createMessage',
  elicitation: 'elicitation/create',
};

/** A call as a client makes it, against a gate whose limits are used as the case says. */
function prepare(policy: unknown, one: Case) {
  const {
    argumentsText,
    used = {},
    client = 'cursor',
    session = 's1',
    server = 'files',
    tool = 'write_file',
    class: riskClass = 'write',
    governed = 'tools',
    remote = false,
    cwd,
  } = one.call;
  const parsed = parseStrict(argumentsText);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const args = parsed.value as JsonObject;
  const gate = wholeGate(typeof policy === 'string' ? policy : JSON.stringify(policy), [{ server, tool, class: riskClass, remote, cwd }]);
  const compiled = compile(policy);
  const { charges } = compiled.evaluate(
    facts({ client, session, server, tool, class: riskClass, governed, remote, cwd, arguments: args }),
    () => ({ used: 0, freeInMs: 0 }),
  );
  // the longest window first: each is filled so that it has room again in 1.5 s
  const filled = charges.filter((charge) => (used[charge.counter] ?? 0) > 0).sort((a, b) => b.windowMs - a.windowMs);
  filled.forEach((charge, i) => {
    gate.limits.reserve(`before_${String(i)}`, [{ ...charge, max: Infinity, amount: used[charge.counter] ?? 0 }]);
    gate.clock.advance(charge.windowMs - (filled[i + 1]?.windowMs ?? 1499));
  });
  const method = governed === 'resources' && tool === '' ? 'resources/list' : METHODS[governed];
  const params =
    governed === 'tools'
      ? { name: tool, arguments: args }
      : governed === 'prompts'
        ? { ...args, name: tool }
        : method === 'resources/read'
          ? { ...args, uri: tool }
          : args;
  return { gate, call: () => gate.handle({ caller: { client, session }, server, method, tool, params }), params, method, tool };
}

const every = caseFiles().flatMap(({ name, cases }) => cases.map((one) => ({ ...one, label: `${name} ${one.label}` })));
const all = every.filter(({ one }) => one.gate === undefined);
const unreadable = every.filter(({ one }) => one.gate === 'unreadable');

describe('every case, taken down the whole corridor', () => {
  it.each(all)('$label', async ({ policy, one }) => {
    const { gate, call, params, method, tool } = prepare(policy, one);
    const wanted = one.expect;
    const answer = call();
    if (wanted.verdict === 'ask') {
      await settle();
      const card = gate.approvals.list(false)[0];
      expect(card?.because[0]).toMatchObject({ pointer: wanted.pointer, text: wanted.sentence });
      expect(gate.approvals.deny(card?.id ?? '', {}, 'window').ok).toBe(true);
    }
    const reply = await answer;

    const [record, ...others] = gate.records;
    expect(others).toEqual([]);
    const forwards = wanted.verdict === 'allow';
    expect({
      verdict: record?.verdict,
      enforced: record?.enforced,
      code: record?.code,
      because: { pointer: record?.because[0]?.pointer, text: record?.because[0]?.text },
      rule: record?.rule,
      revision: record?.policyRevision,
      end: record?.end?.outcome,
    }).toEqual({
      verdict: wanted.verdict,
      enforced: forwards ? 'forwarded' : 'refused',
      code: wanted.verdict === 'ask' ? 'DENIED' : wanted.code,
      because: { pointer: wanted.pointer, text: wanted.sentence },
      rule: wanted.pointer,
      revision: 1,
      end: forwards ? 'ok' : 'refused',
    });
    expect(gate.forwarded).toEqual(forwards ? [stringify(params)] : []);
    answers(reply, wanted, method, tool);

    if (wanted.verdict === 'ask') {
      const again = prepare(policy, one);
      const allowed = again.call();
      await settle();
      expect(again.gate.approvals.allow(again.gate.approvals.list(false)[0]?.id ?? '', {}, 'window').ok).toBe(true);
      expect((await allowed).kind).toBe('answer');
      expect(again.gate.forwarded).toEqual([stringify(params)]);
      expect(again.gate.records.map((row) => [row.verdict, row.enforced, row.code, row.rule, row.approvedBy])).toEqual([
        ['ask', 'forwarded', 'ASK', wanted.pointer, 'window'],
      ]);
    }
  });

  it.each(unreadable)('$label: refused as a message', ({ one }) => {
    expect(parseStrict(one.call.argumentsText).ok).toBe(false);
  });

  it('are at least 150', () => expect(all.length).toBeGreaterThanOrEqual(150));
});

function answers(reply: CallReply, wanted: Case['expect'], method: string, tool: string): void {
  switch (wanted.verdict) {
    case 'allow':
      expect(reply.kind).toBe('answer');
      return;
    case 'hide':
      expect(reply).toMatchObject({
        kind: 'error',
        message: method === 'tools/call' ? `Unknown tool: ${tool}` : (expect.stringMatching(/not found/i) as string),
      });
      return;
    default: {
      const { text, data } = refusalOf(reply);
      const code = wanted.verdict === 'ask' ? 'DENIED' : wanted.code;
      expect(text.startsWith(`[TOOLGATE ${code}] `)).toBe(true);
      expect(data.code).toBe(code);
      expect(data.rule ?? '').toBe(wanted.pointer);
      if (wanted.verdict === 'deny') expect(text).toContain(wanted.sentence);
    }
  }
}
