import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/json/json.js';
import { classification, type RiskClass } from '../../../shared/model/risk.js';
import { classifyList, classifyTool } from '../../../electron/core/risk/classify.js';
import { attackPatterns, patternsOfCombination } from '../../../electron/core/risk/patterns.js';
import { labelReasons, labelsOf } from '../../../electron/core/risk/labels.js';

const classify = (tool: JsonObject, options: { trusted?: boolean; ignoreAnnotations?: boolean } = {}) =>
  classifyTool({ server: 'a', tool, ...options });
const text = { type: 'string' };
const withArguments = (...names: string[]): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
});

const byName: readonly (readonly [string, RiskClass])[] = [
  ['get_user', 'read'],
  ['listFiles', 'read'],
  ['HTTPGetStatus', 'read'],
  ['repo_delete', 'destructive'],
  ['auto_arrange', 'write'],
  ['repair_table', 'write'],
  ['compress_files', 'write'],
  ['emit_event', 'write'],
  ['repo.delete', 'destructive'],
  ['deleteRepo', 'destructive'],
  ['delete-repo', 'destructive'],
  ['DeleteRepo', 'destructive'],
  ['mcp__files__write_file', 'write'],
  ['aws_s3_put_object', 'write'],
  ['bulk_upsert', 'write'],
  ['get_or_create', 'write'],
  ['get_or_create_customer', 'write'],
  ['create_or_update_file', 'write'],
  ['set_filter', 'write'],
  ['clear_selection', 'write'],
  ['reset_view', 'write'],
  ['run_report', 'read'],
  ['execute_read_query', 'read'],
  ['execute_command', 'execute'],
  ['run_shell', 'execute'],
  ['drop_table', 'destructive'],
  ['db_truncate', 'destructive'],
  ['revoke_token', 'destructive'],
  ['force_push', 'destructive'],
  ['send_email', 'write'],
  ['create_refund', 'financial'],
  ['pay_invoice', 'financial'],
  ['transfer_funds', 'financial'],
  ['authorizePayment', 'financial'],
  ['place_order', 'financial'],
  ['send_bitcoin', 'financial'],
  ['signAndSendTransaction', 'financial'],
  ['list_transactions', 'read'],
  ['mint_nft', 'financial'],
  ['mint_token', 'write'],
  ['add_funds', 'financial'],
  ['open_position', 'financial'],
  ['list_positions', 'read'],
  ['checkout_cart', 'financial'],
  ['get_cart', 'read'],
  ['move_mouse', 'execute'],
  ['send_keys', 'execute'],
  ['move_file', 'write'],
  ['redis_flushall', 'destructive'],
  ['ssm_send_command', 'execute'],
  ['exercise_option', 'financial'],
  ['transcribe_audio', 'read'],
  ['sort_range', 'write'],
  ['genai-get-evaluation-run', 'read'],
  ['model_list_and_run', 'execute'],
  ['disarm_alarm', 'write'],
  ['delegate_task', 'execute'],
  ['transfer_issue', 'write'],
  ['link_team_project', 'write'],
  ['book_meeting', 'write'],
  ['compose_down', 'execute'],
  ['git_checkout', 'write'],
  ['finalize_invoice', 'financial'],
  ['API-post-search', 'read'],
  ['openAccount', 'write'],
  ['merge_pull_request', 'write'],
  ['get_delete_log', 'read'],
  ['list_updates', 'read'],
  ['task_list_create', 'write'],
  ['schedule_list', 'read'],
  ['browser_click', 'execute'],
  ['deletefile', 'destructive'],
  ['settings', 'unclassified'],
  ['dropdown', 'unclassified'],
  ['exchange_code', 'write'],
  ['reload_service', 'execute'],
  ['ungroup_shapes', 'write'],
  ['löschen', 'unclassified'],
  ['创建文件', 'unclassified'],
  ['', 'unclassified'],
  ['foo', 'unclassified'],
];

describe('the class of a tool', () => {
  it.each(byName)('reads %s as %s from the name alone', (name, expected) => {
    expect(classify({ name }).class).toBe(expected);
  });

  it.each(byDescription)('reads %s, "%s", as %s', (name, description, expected) => {
    expect(classify({ name, description }).class).toBe(expected);
  });

  it('is write, high, with the credential evidence quoted for create_access_key', () => {
    const result = classify({ name: 'create_access_key', description: 'Create a new access key for an IAM user.' });
    expect(result).toMatchObject({ class: 'write', severity: 'high' });
    expect(result.signals).toContain('credentials');
    expect(result.evidence).toContainEqual({ from: 'name', quote: 'create', says: 'creates something' });
    expect(result.evidence).toContainEqual({ from: 'name', quote: 'access_key', says: 'issues credentials' });
  });

  it('is write and high for create_access_key without any description, and less sure of it', () => {
    const bare = classify({ name: 'create_access_key' });
    expect(bare).toMatchObject({ class: 'write', severity: 'high' });
    expect(bare.confidence).toBeLessThan(classify({ name: 'create_access_key', description: 'Create a new access key.' }).confidence);
  });

  it('takes the worst of the actions that one argument picks among, and says so', () => {
    const result = classify({
      name: 'issues',
      inputSchema: { type: 'object', properties: { action: { type: 'string', enum: ['list', 'get', 'create', 'delete'] } } },
    });
    expect(result.class).toBe('destructive');
    expect(result.evidence[0]).toMatchObject({ from: 'schema', quote: 'delete' });
    expect(result.evidence[0]?.says).toContain('picks among 4 actions');
  });

  it('sees actions written as const alternatives', () => {
    const result = classify({
      name: 'items',
      inputSchema: { properties: { operation: { oneOf: [{ const: 'list' }, { const: 'purge' }] } } },
    });
    expect(result.class).toBe('destructive');
  });

  it.each<[string, JsonObject]>([
    [
      'alternatives that each carry their constant',
      {
        properties: {
          action: { anyOf: [{ properties: { action: { const: 'list' } } }, { properties: { action: { const: 'delete' }, id: text } }] },
        },
      },
    ],
    ['whole alternatives', { oneOf: [{ properties: { op: { const: 'list' } } }, { properties: { op: { const: 'delete' }, id: text } }] }],
    [
      'a list whose keys are actions',
      { properties: { actions: { type: 'array', items: { properties: { get_text: text, set_text: text, delete_node: text } } } } },
    ],
  ])('sees actions written as %s', (_, inputSchema) => {
    expect(classify({ name: 'elements', description: 'Gets the elements of a page, and more', inputSchema }).class).toBe('destructive');
  });

  it('does not take the keys of a thing for actions', () => {
    const items = { properties: { type: text, selector: text, delete: text } };
    expect(classify({ name: 'list_actions', inputSchema: { properties: { actions: { type: 'array', items } } } }).class).toBe('read');
  });

  it('takes a verb that other verbs of the server follow for the name of a family', () => {
    const classesOf = (...names: string[]): RiskClass[] =>
      classifyList(
        'a',
        names.map((name) => ({ name })),
      ).map((one) => one.class);
    expect(classesOf('trash_get_naming', 'trash_get_profile', 'trash_list_profiles', 'search')).toEqual(['read', 'read', 'read', 'read']);
    expect(classesOf('delete_list', 'delete_list_item', 'delete_search', 'trash_get_naming')).toEqual(Array(4).fill('destructive'));
    expect(classesOf('execute_get_request', 'execute_get_call', 'execute_script')).toEqual(Array(3).fill('execute'));
  });

  it('does not take an enum of things for an enum of actions', () => {
    expect(classify({ name: 'list_items', inputSchema: { properties: { type: { enum: ['issue', 'comment', 'release'] } } } }).class).toBe(
      'read',
    );
  });

  it('calls free-form SQL, commands and code execute, even where it could delete', () => {
    expect(classify({ name: 'query', description: 'Run a SQL statement on the database', inputSchema: withArguments('sql') }).class).toBe(
      'execute',
    );
    expect(classify({ name: 'terminal', description: 'Executes a shell command', inputSchema: withArguments('command') })).toMatchObject({
      class: 'execute',
      severity: 'critical',
    });
    expect(
      classify({ name: 'run_sql', description: 'Run SQL. Can create, update or delete rows.', inputSchema: withArguments('sql') }).class,
    ).toBe('execute');
  });

  it('does not take a query for a look when it takes SQL', () => {
    expect(
      classify({ name: 'd1_database_query', description: 'Query a database', inputSchema: withArguments('database_id', 'sql') }).class,
    ).toBe('execute');
    expect(
      classify({
        name: 'explain_sql_statement',
        description: 'Describe the execution plan of a SQL statement',
        inputSchema: withArguments('sql'),
      }).class,
    ).toBe('read');
  });

  it('takes a download that must be told where to write for a change', () => {
    const schema = { type: 'object', properties: { params: { type: 'object', properties: { outputDir: text }, required: ['outputDir'] } } };
    expect(classify({ name: 'download_usage', description: 'Downloads usage data.', inputSchema: schema }).class).toBe('write');
    expect(classify({ name: 'download_usage', description: 'Downloads usage data.' }).class).toBe('read');
  });

  it('calls a read-only query a read', () => {
    expect(classify({ name: 'query', description: 'Run a read-only SQL query', inputSchema: withArguments('sql') }).class).toBe('read');
  });

  it('reads verbs that a list of actions names', () => {
    const tool = (description: string): JsonObject => ({ name: 'page_tool', description });
    expect(classify(tool('Page tool to perform actions like get all pages, create a folder and more')).class).toBe('write');
    expect(classify(tool('Page tool for actions such as list pages, delete a folder')).class).toBe('destructive');
    expect(classify(tool('Page tool for actions such as list pages, get a folder')).class).toBe('read');
  });

  it('leaves negations out', () => {
    expect(classify({ name: 'check_rules', description: 'Checks the rules. It does not delete anything.' }).class).toBe('read');
    expect(classify({ name: 'plan_view', description: 'Shows what would change without deleting or updating anything.' }).class).toBe(
      'read',
    );
  });

  it('reads verbs joined in the first sentence', () => {
    expect(classify({ name: 'clipboard', description: 'Read or replace the clipboard.' }).class).toBe('write');
    expect(classify({ name: 'cleanup_container', description: 'Stop and remove a container.' }).class).toBe('destructive');
    expect(classify({ name: 'tabs', description: 'List, create, close, or select a browser tab.' }).class).not.toBe('read');
  });

  it('keeps a calculator and a question of eligibility out of finance', () => {
    expect(classify({ name: 'calculate', description: 'Calculate the total price of a cart.' }).class).toBe('read');
    expect(classify({ name: 'check_refund_eligibility', description: 'Check whether an order can be refunded.' }).class).toBe('read');
  });

  it("marks a message in the user's name as write with external communication", () => {
    const result = classify({
      name: 'send_email',
      description: 'Send an email message',
      inputSchema: withArguments('to', 'subject', 'body'),
    });
    expect(result.class).toBe('write');
    expect(result.signals).toContain('external-communication');
  });

  it.each([
    ['create_relation', 'Creates a relation between two things.', ['from', 'to', 'kind'], false],
    ['update_period', 'Sets the period of a report.', ['from', 'to'], false],
    ['create_note', 'Creates a note.', ['to', 'kind'], true],
    ['create_note', 'Creates a note.', ['from', 'to', 'text'], true],
    ['create_note', 'Creates a note.', ['from', 'to', 'cc'], true],
  ])('%s (%s) with %j takes recipients: %s', (name, description, taken, expected) => {
    const { signals } = classify({ name, description, inputSchema: withArguments(...taken) });
    expect(signals.includes('external-communication')).toBe(expected);
  });

  it('quotes only what stands in the definition', () => {
    const tools: JsonObject[] = byName.map(([name]) => ({
      name,
      description: `Deletes the ${name} and creates a new API key for users.`,
      inputSchema: withArguments('path', 'url', 'command', 'to'),
    }));
    for (const tool of tools) {
      const whole = JSON.stringify(tool);
      for (const entry of classify(tool).evidence) expect(whole).toContain(entry.quote);
    }
  });

  it('recommends a rule with an explicit action, stricter as the class is', () => {
    expect(classify({ name: 'list_files' }).recommended['action']).toBe('allow');
    expect(classify({ name: 'delete_file' }).recommended['action']).toBe('ask');
    expect(classify({ name: 'foo' }).recommended['action']).toBe('ask');
  });
});

const byDescription: readonly (readonly [name: string, description: string, RiskClass])[] = [
  ['screenshot', "Screenshot a running app's window. Needs a session.", 'read'],
  ['domains_unsetDefaultWHOISProfile', 'Unset the contact profile that is the default', 'write'],
  ['exchange_rates', 'The exchange rates of a day', 'read'],
  ['call_graph', 'The call graph of a function', 'read'],
  ['call_tool_chain', 'Call a chain of tools', 'execute'],
  ['desk', 'Exchange what is held at the current rate', 'write'],
  ['components', 'Search and navigate components', 'read'],
  ['guide', 'Navigate to a component page', 'execute'],
  ['begin_transaction', 'Begin a new transaction. Returns its id.', 'execute'],
  ['book_flight', 'Book a flight and pay with the stored card', 'financial'],
  ['register_domain', 'Register a domain; your account will be charged', 'financial'],
  ['register_domain', 'Register a domain; your account will not be charged', 'write'],
  ['create_order', 'Create an order and charge the customer', 'financial'],
  ['create_order', 'Create an order and stop there', 'write'],
  ['sort_results', 'Sort the results by date', 'read'],
  ['snapshot-droplet', 'Take a snapshot of a droplet', 'write'],
  ['snapshot-page', 'Take a snapshot of the page', 'read'],
  ['top_up', 'Top up the prepaid balance', 'financial'],
  ['reset_head', 'Reset the current head, discarding local changes', 'destructive'],
  ['restore_backup', 'Restore a backup, replacing the existing data', 'destructive'],
  ['restore_backup', 'Restore a backup without replacing existing data', 'write'],
  ['reset_branch', 'Reset a branch; all changes are lost', 'destructive'],
  ['reset_layout', 'Reset the layout; no changes are lost', 'write'],
];

const secretBearing: readonly (readonly [name: string, description: string, holdsCredentials: boolean])[] = [
  ['get-env', 'Returns all environment variables', true],
  ['dumpEnvVars', '', true],
  ['get_cookies', '', true],
  ['read_keychain_item', '', true],
  ['keychain.get', '', true],
  ['get_kubeconfig', '', true],
  ['show', 'Shows the recovery phrase of the wallet', true],
  ['show', 'Prints the connection string of a database', true],
  ['list_mfa_devices', '', true],
  ['get_otp', '', true],
  ['export', 'Exports the GPG key of a person', true],
  ['list_environments', 'Lists staging and production environments', false],
  ['list_monkeys', '', false],
  ['search_hotpot_recipes', '', false],
];

describe('signals', () => {
  it.each(secretBearing)('of %s (%j): credentials %s', (name, description, holdsCredentials) => {
    const { signals, severity } = classify({ name, description });
    expect(signals.includes('credentials')).toBe(holdsCredentials);
    if (holdsCredentials) expect(severity).not.toBe('low');
  });
});

describe('annotations', () => {
  const liar: JsonObject = { name: 'delete_all', description: 'Deletes everything.', annotations: { readOnlyHint: true } };
  it('never lower the class for a server that is not trusted', () => {
    expect(classify(liar).class).toBe('destructive');
    expect(classify({ name: 'zork', annotations: { readOnlyHint: true } }).class).toBe('unclassified');
  });
  it('lower the class where the user trusts the server', () => {
    expect(classify(liar, { trusted: true }).class).toBe('read');
  });
  it('raise the class for anyone, with the claim as evidence', () => {
    const raised = classify({ name: 'get_thing', annotations: { readOnlyHint: false, destructiveHint: true } });
    expect(raised.class).toBe('destructive');
    expect(raised.evidence[0]).toMatchObject({ from: 'annotations', quote: 'destructiveHint' });
    expect(classify({ name: 'get_thing', annotations: { readOnlyHint: false, destructiveHint: false } }).class).toBe('write');
  });
  it('are not looked at when they are to be ignored', () => {
    expect(classify({ name: 'get_thing', annotations: { destructiveHint: true } }, { ignoreAnnotations: true }).class).toBe('read');
  });
});

describe('any input', () => {
  it('gets a class, whatever JSON it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('name', 'title', 'description', 'inputSchema', 'annotations', 'x'), fc.jsonValue()),
        (tool) => {
          const result = classify(tool as JsonObject);
          expect(classification.safeParse(result).success).toBe(true);
          expect(classify(tool as JsonObject)).toEqual(result);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('reads of a name as much as a name can be, for its signals too', () => {
    const padded = (length: number) => classify({ name: `get_${'x'.repeat(length)}_api_key` }).signals;
    expect([padded(400), padded(600)]).toEqual([['credentials'], []]);
  });

  it('survives a schema 10,000 deep and a description of 100 KB', () => {
    let schema: JsonObject = { type: 'string' };
    for (let depth = 0; depth < 10_000; depth += 1) schema = { type: 'object', properties: { a: schema } };
    expect(classify({ name: 'get_x', description: 'delete and '.repeat(10_000), inputSchema: schema }).class).toBeDefined();
  });
});

describe('attack patterns', () => {
  it('are the sixteen documented ones, each with a paragraph, a public reference and an answer', () => {
    expect(new Set(attackPatterns.map((pattern) => pattern.id)).size).toBe(16);
    for (const pattern of attackPatterns) {
      expect(pattern.text.length).toBeGreaterThan(100);
      expect(pattern.reference).toMatch(/^https:\/\//);
      expect(pattern.answer.length).toBeGreaterThan(20);
    }
  });
  it('are named per tool by ids of the table', () => {
    const known = new Set(attackPatterns.map((pattern) => pattern.id));
    const result = classify({ name: 'create_access_key' });
    expect(result.patterns).toContain('credential-leak-via-errors');
    for (const id of result.patterns) expect(known.has(id)).toBe(true);
  });
  it('are named per combination when the legs are spread over servers', () => {
    expect(
      patternsOfCombination([
        { class: 'read', labels: ['private-data'] },
        { class: 'write', labels: ['outward'] },
      ]),
    ).toContain('data-exfiltration-via-tool-chaining');
    expect(patternsOfCombination([{ class: 'read', labels: ['private-data'] }])).toEqual([]);
  });
});

describe('flow labels', () => {
  const labels = (tool: JsonObject) => labelsOf(classify(tool), tool);
  it('tell private reads, untrusted reads and outward calls apart', () => {
    expect(labels({ name: 'read_file', description: 'Read a file', inputSchema: withArguments('path') })).toContain('private-data');
    expect(labels({ name: 'fetch', description: 'Fetch a web page', inputSchema: withArguments('url') })).toEqual(
      expect.arrayContaining(['untrusted-content', 'outward']),
    );
    expect(labels({ name: 'list_issues', description: 'List issues of a repository' })).toEqual(
      expect.arrayContaining(['private-data', 'untrusted-content']),
    );
    expect(labels({ name: 'send_email', description: 'Send an email', inputSchema: withArguments('to') })).toEqual(['outward']);
    expect(labels({ name: 'get_weather', description: 'Get the weather forecast for a city' })).toEqual([]);
  });
  it('each come with one reason, quoted from the definition', () => {
    const fetch: JsonObject = { name: 'fetch', description: 'Fetch a web page', inputSchema: withArguments('url') };
    expect(labelReasons(classify(fetch), fetch)).toEqual([
      { label: 'untrusted-content', quote: 'web', says: 'names something that strangers can write into' },
      { label: 'outward', quote: 'url', says: 'sends a request to an address that the model chooses' },
    ]);
    for (const name of ['run_shell', 'send_email', 'read_file', 'create_payment', 'get_api_key'])
      for (const { quote, says } of labelReasons(classify({ name }), { name })) expect([quote, says]).not.toContain('');
  });
});
