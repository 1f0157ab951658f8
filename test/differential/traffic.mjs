/**
 * One conversation with a server, the same for every way to it: handshake, every list, what each list names, calls of its tools (given ones, and
 * each tool without any arguments where it requires some), and requests that are wrong. Answers `[label, line]` in order.
 * @param {ReturnType<import('./peer.mjs').openPeer>} peer
 * @param {readonly { tool: string, arguments: object }[]} calls
 */
export async function converse(peer, calls) {
  const heard = [];
  let serial = 0;
  const ids = [() => ++serial, () => `é-${++serial}`, () => 9_007_199_254_740_000 + ++serial];
  const ask = async (label, method, params) => {
    const line = await peer.request(ids[heard.length % ids.length](), method, params);
    heard.push([label, line]);
    return JSON.parse(line).result;
  };
  await ask('initialize', 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'differential', version: '1' },
  });
  peer.notify('notifications/initialized');
  await ask('ping', 'ping');
  const tools = (await ask('tools/list', 'tools/list', {}))?.tools ?? [];
  const prompts = (await ask('prompts/list', 'prompts/list', {}))?.prompts ?? [];
  const resources = (await ask('resources/list', 'resources/list', {}))?.resources ?? [];
  await ask('resources/templates/list', 'resources/templates/list', {});
  for (const { uri } of resources.slice(0, 5)) await ask(`resources/read ${uri}`, 'resources/read', { uri });
  for (const { name } of prompts.slice(0, 5)) {
    await ask(`prompts/get ${name}`, 'prompts/get', { name });
    await ask(`prompts/get ${name} with arguments`, 'prompts/get', { name, arguments: { a: 'é', topic: 'x' } });
    await ask(`completion ${name}`, 'completion/complete', { ref: { type: 'ref/prompt', name }, argument: { name: 'a', value: '' } });
  }
  for (const { name, inputSchema } of tools) {
    if ((inputSchema?.required ?? []).length > 0) await ask(`tools/call ${name} {}`, 'tools/call', { name, arguments: {} });
  }
  for (const { tool, arguments: args } of calls)
    await ask(`tools/call ${tool} ${JSON.stringify(args)}`, 'tools/call', {
      name: tool,
      arguments: args,
      _meta: { 'example.org/é': [1, { deep: null }] },
    });
  await ask('wrong: tool without a name', 'tools/call', {});
  await ask('wrong: unknown tool', 'tools/call', { name: 'no_such_tool', arguments: {} });
  await ask('wrong: unknown method', 'no/such/method', {});
  return heard;
}

/** The line without its id. */
const withoutId = (line) => {
  const { id } = JSON.parse(line);
  const text = JSON.stringify(id);
  return line.replace(new RegExp(`"id"\\s*:\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`), '"id":_');
};
const resultOf = (line) => JSON.stringify(JSON.parse(line).result);
const codeOf = (line) => JSON.parse(line).error?.code;

/** What the gate answers itself, or says differently on purpose. Everything else must be the same, byte for byte. */
const listLabels = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

/** `initialize` is answered with the server's own answer; only that lists may change is always announced, and versions are negotiated per leg. */
function initialized(line) {
  const { protocolVersion: _, capabilities = {}, ...rest } = JSON.parse(line).result;
  const settled = Object.fromEntries(
    Object.entries(capabilities).map(([kind, value]) => [
      kind,
      ['tools', 'prompts', 'resources'].includes(kind) ? { ...value, listChanged: true } : value,
    ]),
  );
  return JSON.stringify({ ...rest, capabilities: settled });
}

/** Why two answers to the same request differ, or undefined where they are the same. */
export function differs(label, direct, gate) {
  if (label === 'initialize')
    return initialized(direct) === initialized(gate)
      ? undefined
      : `initialize\n  direct: ${initialized(direct)}\n  gate:   ${initialized(gate)}`;
  if (label.startsWith('wrong: ')) return wrongDiffers(label, direct, gate);
  // lists come from the gate's memory: the same result, in an envelope of its own
  const same =
    listLabels.includes(label) || label === 'ping'
      ? resultOf(direct) === resultOf(gate) && codeOf(direct) === codeOf(gate)
      : withoutId(direct) === withoutId(gate) || bothUnknown(direct, gate);
  return same ? undefined : `${label}\n  direct: ${withoutId(direct).slice(0, 600)}\n  gate:   ${withoutId(gate).slice(0, 600)}`;
}

/** The gate refuses by itself what no server has: with a JSON-RPC error, where a server may also have said it in a result. */
function wrongDiffers(label, direct, gate) {
  const said = JSON.parse(direct);
  const refused = codeOf(direct) !== undefined || said.result?.isError === true;
  return refused && [-32601, -32602].includes(codeOf(gate)) ? undefined : `${label}\n  direct: ${direct}\n  gate:   ${gate}`;
}

/** A method that the server does not have: the same code, the gate's own words. */
const bothUnknown = (direct, gate) => codeOf(direct) === -32601 && codeOf(gate) === -32601;

/** An answer that a server gives differently each time (times, process ids): compared by its shape. */
export function shape(line) {
  const of = (value) =>
    Array.isArray(value)
      ? value.map(of)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, of(member)]))
        : typeof value;
  const { id: _, ...rest } = JSON.parse(line);
  return JSON.stringify(of(rest));
}

/**
 * Compares a conversation through the gate with direct ones.
 * @returns {{ compared: number, unstable: string[], differences: string[] }} `unstable`: what already differs between the direct ones
 */
export function compareConversations(first, others, gate) {
  const unstable = [];
  const differences = [];
  for (const [at, [label, line]] of first.entries()) {
    const [gateLabel, through] = gate[at] ?? [];
    if (label !== gateLabel || through === undefined) {
      differences.push(`${label}: the conversation went another way (${gateLabel ?? 'it ended'})`);
      break;
    }
    if (others.some((other) => other[at]?.[0] === label && withoutId(other[at][1]) !== withoutId(line))) {
      unstable.push(label);
      if (label !== 'initialize' && !listLabels.includes(label) && shape(line) !== shape(through))
        differences.push(`${label}: another shape\n  direct: ${line.slice(0, 600)}\n  gate:   ${through.slice(0, 600)}`);
      continue;
    }
    const why = differs(label, line, through);
    if (why !== undefined) differences.push(why);
  }
  return { compared: first.length - unstable.length, unstable, differences };
}
