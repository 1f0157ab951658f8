import { expect, test } from 'vitest';
import { argumentsOf } from '../../../renderer/pages/rules/argument-offers.js';
import type { JsonSchema } from '../../../renderer/pages/rules/json-schema.js';
import { offersAt, taken, toolAt, type KnownNames } from '../../../renderer/pages/rules/policy-completion.js';
import { operators } from '../../../shared/policy/language.js';
import { policyJsonSchema } from '../../../shared/policy/schema.js';

const schema = policyJsonSchema() as JsonSchema;
const names: KnownNames = {
  clients: ['cursor', 'claude'],
  servers: ['github', 'files'],
  tools: { github: ['create_issue', 'delete_file'], files: ['read_file'] },
};

/** `|` is the cursor */
function cut(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('|');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

const LEVEL = ['default', 'hide', 'all_tools', 'classes', 'tools', 'methods'];
const RULE = ['action', 'reason', 'require', 'deny_if', 'ask_if', 'allow_if', 'limits', 'rate_limit', 'approval'];
const VERDICTS = ['allow', 'ask', 'deny', 'hide'];

const offered: readonly (readonly [document: string, labels: readonly string[]])[] = [
  ['{ | }', ['version', 'description', ...LEVEL, 'servers', 'clients']],
  ['{ "version": "1", | }', ['description', ...LEVEL, 'servers', 'clients']],
  [
    '{ "version": "1", "to|ols": {} }',
    ['description', 'default', 'hide', 'all_tools', 'classes', 'tools', 'methods', 'servers', 'clients'],
  ],
  ['{ "version": "|" }', ['1']],
  ['{ "default": | }', ['allow', 'ask', 'deny']],
  ['{ "default": "|" }', ['allow', 'ask', 'deny']],
  ['{ "default": "al|" }', ['allow', 'ask', 'deny']],
  ['{ "classes": { "|" } }', ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified']],
  ['{ "methods": { "resources": {}, | } }', ['prompts', 'completion', 'sampling', 'elicitation']],
  ['{ "all_tools": { | } }', RULE],
  ['{ "classes": { "read": { "action": "|" } } }', VERDICTS],
  ['{ "tools": { "x": { "approval": { "remember": "|" } } } }', ['never', 'session', 'always']],
  ['{ "tools": { "x": { "approval": { | } } } }', ['timeout_seconds', 'remember']],
  ['{ "tools": { "x": { "limits": [{ | }] } } }', ['counter', 'window', 'max', 'scope', 'increment_from', 'on_exceed']],
  ['{ "tools": { "x": { "limits": [{ "scope": "|" }] } } }', ['grant', 'session', 'server', 'global']],
  ['{ "tools": { "x": { "limits": [{}, { "on_exceed": | }] } } }', ['deny', 'ask']],
  ['{ "all_tools": { "limits": [{ "window": "|" }] } }', ['second', 'minute', 'hour', 'day', 'week', '15m']],
  ['{ "all_tools": { "rate_limit": | } }', ['10/minute', '100/hour']],
  ['{ "all_tools": { "rate_limit": { | } } }', ['max', 'window']],
  ['{ "all_tools": { "require": [{ | }] } }', ['any', 'not', 'path', 'op', 'value', 'missing']],
  ['{ "all_tools": { "require": [{ "path": "args.a", "missing": "|" }] } }', ['match', 'skip']],
  ['{ "all_tools": { "require": [{ "path": "|" }] } }', ['args.']],
  ['{ "all_tools": { "deny_if": [{ | }] } }', ['conditions', 'on_deny']],
  ['{ "all_tools": { "ask_if": [{ "conditions": [], | }] } }', ['because']],
  ['{ "all_tools": { "require": [{ "not": { "any": [{ "not": { | } }] } }] } }', ['any', 'not', 'path', 'op', 'value', 'missing']],
  ['{ "clients": { "x": { | } } }', [...LEVEL, 'servers']],
  ['{ "clients": { "x": { "servers": { "y": { | } } } } }', LEVEL],
  // names, where the schema says that a name stands
  ['{ "clients": { "|" } }', ['cursor', 'claude']],
  ['{ "clients": { "cursor": {}, "|" } }', ['claude']],
  ['{ "servers": { | } }', ['github', 'files']],
  ['{ "clients": { "cursor": { "servers": { "|" } } } }', ['github', 'files']],
  ['{ "tools": { | } }', ['create_issue', 'delete_file', 'read_file']],
  ['{ "hide": ["|"] }', ['create_issue', 'delete_file', 'read_file']],
  ['{ "hide": ["x", | ] }', ['create_issue', 'delete_file', 'read_file']],
  ['{ "servers": { "files": { "tools": { "|" } } } }', ['read_file']],
  ['{ "clients": { "x": { "servers": { "github": { "hide": [ | ] } } } } }', ['create_issue', 'delete_file']],
  ['{ "servers": { "__proto__": { "tools": { "|" } } } }', []],
  // half typed and broken
  ['{ def|', ['version', 'description', ...LEVEL, 'servers', 'clients']],
  ['{ "def|', ['version', 'description', ...LEVEL, 'servers', 'clients']],
  ['{ "default": "a|\n  "tools": {} }', ['allow', 'ask', 'deny']],
  ['{ "default": al|', ['allow', 'ask', 'deny']],
  ['{ "default": "ask"\n  "|" }', ['version', 'description', 'hide', 'all_tools', 'classes', 'tools', 'methods', 'servers', 'clients']],
  ['{ "tools": { "x": { "action": "|', VERDICTS],
  ['{ "tools": { "x": { "action": "deny", } , } , "all_tools": { "action": | }', VERDICTS],
  ['{ // why\n  /* and */ "default": /* what */ | }', ['allow', 'ask', 'deny']],
  ['{ "default": "|" // "x": {\n }', ['allow', 'ask', 'deny']],
  // nothing can be said
  ['|', []],
  ['{ // "def|\n }', []],
  ['{ /* "def| */ }', []],
  ['{ /* def|', []],
  ['{ "default": "ask"| }', []],
  ['{ "default": "ask" | }', []],
  ['{ "default"| }', []],
  ['{ "tools": {} | }', []],
  ['{ "unknown": { | } }', []],
  ['{ "all_tools": { "limits": [{ "max": 1| }] } }', []],
  ['{ "description": "|" }', []],
  ['{} |', []],
];

test.each(offered)('%s offers what may stand there', (marked, labels) => {
  const { text, offset } = cut(marked);
  expect((offersAt(text, offset, schema, names)?.offers ?? []).map(({ label }) => label).sort()).toEqual([...labels].sort());
});

const args = argumentsOf({
  properties: {
    path: { type: 'string' },
    state: { enum: ['open', 'closed'] },
    force: { type: 'boolean' },
    amount: { type: 'number', maximum: 100 },
    items: { type: 'array', items: { properties: { price: { type: 'integer' } } } },
  },
});
const PATHS = ['args.path', 'args.state', 'args.force', 'args.amount', 'args.items', 'args.items[*]', 'args.items[*].price'];

test.each<[rule: string, labels: string[]]>([
  ['"require": [{ "path": "|" }]', PATHS],
  ['"require": [{ "path": "args.st|" }]', PATHS],
  ['"deny_if": [{ "conditions": [{ "any": [{ "not": { "path": | } }] }] }]', PATHS],
  ['"limits": [{ "increment_from": "|" }]', ['args.amount']],
  ['"require": [{ "path": "args.state", "op": "eq", "value": "|" }]', ['open', 'closed']],
  ['"require": [{ "value": |, "op": "neq", "path": "args.state" }]', ['open', 'closed']],
  ['"require": [{ "path": "args.state", "op": "in", "value": ["open", |] }]', ['open', 'closed']],
  ['"require": [{ "path": "args.force", "op": "eq", "value": | }]', ['true', 'false']],
  ['"require": [{ "path": "args.amount", "op": "lte", "value": | }]', ['100']],
  ['"require": [{ "path": "args.path", "op": "eq", "value": "|" }]', []],
  [
    '"require": [{ "path": "args.path", "op": "is_type", "value": "|" }]',
    ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'],
  ],
  ['"require": [{ "value": "|" }]', []],
  ['"require": [{ "path": 7, "op": {}, "value": "|" }]', []],
  ['"require": [{ "path": "args.state", "op": "|" }]', [...operators]],
])('in the rule of a tool whose arguments are known, %s offers them', (rule, labels) => {
  const { text, offset } = cut(`{ "servers": { "github": { "tools": { "create_issue": { ${rule} } } } } }`);
  expect(toolAt(text, offset)).toEqual({ server: 'github', tool: 'create_issue' });
  expect((offersAt(text, offset, schema, names, args)?.offers ?? []).map(({ label }) => label).sort()).toEqual([...labels].sort());
});

test.each<[marked: string, about: unknown]>([
  ['{ "tools": { "a": { "require": [{ | }] } } }', { server: undefined, tool: 'a' }],
  ['{ "clients": { "servers": { "tools": { "a": { "action": "|" } } } } }', { server: undefined, tool: 'a' }],
  ['{ "clients": { "c": { "servers": { "s": { "tools": { "a": { | } } } } } } }', { server: 's', tool: 'a' }],
  ['{ "tools": { "a|": {} } }', undefined],
  ['{ "all_tools": { "require": [{ "path": "|" }] } }', undefined],
  ['{ "servers": { "tools": { "all_tools": { | } } } }', undefined],
])('%s is about the tool whose rule it stands in', (marked, about) => {
  const { text, offset } = cut(marked);
  expect(toolAt(text, offset)).toEqual(about);
});

test('a value that is no text is written without quotes, whatever was begun', () => {
  const { text, offset } = cut('{ "tools": { "a": { "require": [{ "path": "args.force", "op": "eq", "value": "t|" }] } } }');
  const offer = offersAt(text, offset, schema, names, args)?.offers.find(({ label }) => label === 'true');
  expect(offer && taken(text, offset, offer)?.insert).toBe('true');
});

const accepted: readonly (readonly [before: string, label: string, after: string])[] = [
  ['{ | }', 'default', '{ "default": "|" }'],
  ['{ "def|', 'default', '{ "default": "|"'],
  ['{ de|f }', 'default', '{ "default": "|" }'],
  ['{ "de|f": "ask" }', 'default', '{ "default"|: "ask" }'],
  ['{ "|" }', 'tools', '{ "tools": {|} }'],
  ['{ "|" }', 'hide', '{ "hide": [|] }'],
  ['{ "all_tools": { "|" } }', 'rate_limit', '{ "all_tools": { "rate_limit": | } }'],
  ['{ "|"\n  "tools": {} }', 'default', '{ "default": "|",\n  "tools": {} }'],
  ['{ "default": "|" }', 'deny', '{ "default": "deny"| }'],
  ['{ "default": "al|low" }', 'deny', '{ "default": "deny"| }'],
  ['{ "default": d| }', 'deny', '{ "default": "deny"| }'],
  ['{ "default": "d|\n  "tools": {} }', 'deny', '{ "default": "deny"|,\n  "tools": {} }'],
  ['{ "default": "|" /* , */ }', 'deny', '{ "default": "deny"| /* , */ }'],
  ['{ "servers": { "|" } }', 'github', '{ "servers": { "github": {|} } }'],
  ['{ "hide": ["|"] }', 'read_file', '{ "hide": ["read_file"|] }'],
];

test.each(accepted)('%s with %s taken is whole', (before, label, after) => {
  const { text, offset } = cut(before);
  const offer = offersAt(text, offset, schema, names)?.offers.find((one) => one.label === label);
  const change = offer && taken(text, offset, offer);
  if (change === undefined) throw new Error(`${label} is not offered`);
  const written = text.slice(0, change.from) + change.insert + text.slice(change.to);
  expect(`${written.slice(0, change.caret)}|${written.slice(change.caret)}`).toBe(after);
});

test('every key of the language says what it is for', () => {
  const silent: string[] = [];
  const look = (path: string, { properties, $defs, items, anyOf, additionalProperties }: JsonSchema): void => {
    for (const [key, below] of Object.entries(properties ?? {})) {
      if (below.description === undefined) silent.push(`${path}/${key}`);
      look(`${path}/${key}`, below);
    }
    for (const [key, below] of Object.entries($defs ?? {})) look(`${path}/$defs/${key}`, below);
    for (const below of [items, additionalProperties, ...(anyOf ?? [])]) if (typeof below === 'object') look(path, below);
  };
  look('', schema);
  expect(silent).toEqual([]);
});

test('a key is offered with its description, a name that is odd is quoted as JSON', () => {
  expect(offersAt('{ }', 2, schema, names)?.offers.find(({ label }) => label === 'hide')?.description).toContain('never see');
  expect(taken('{ "hide": [] }', 11, { label: 'a"b', kind: 'name' })?.insert).toBe('"a\\"b"');
});

test('every cut of a policy gives an answer, never a fault', () => {
  const whole =
    '{ // x\n "version": "1", "servers": { "github": { "tools": { "a*": { "require": [{ "not": { "path": "args.é", "op": "in", "value": [1, "\\u0041", {}] } }] } } } } /* y */ }';
  for (let end = 0; end <= whole.length; end++) {
    for (const text of [whole.slice(0, end), whole.slice(end)])
      for (let offset = 0; offset <= text.length; offset++) {
        const found = offersAt(text, offset, schema, names);
        for (const offer of found?.offers.slice(0, 1) ?? []) expect(taken(text, offset, offer)?.from).toBeLessThanOrEqual(offset);
      }
  }
});
