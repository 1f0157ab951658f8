// The server behind every hop: answers `echo` with as many bytes as asked for, serialised beforehand, so that it costs as little as can be.
const count = Number(process.argv.find((one) => one.startsWith('--tools='))?.slice(8) ?? 5);
const schema = { type: 'object', properties: { pad: { type: 'string' }, res: { type: 'number' } }, required: ['res'] };
const described = 'Reads rows from a place that is named by its path, at most as many as the limit says, in the given mode. '.repeat(3);
const rows = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'Absolute path of the file that the tool works on' },
    limit: { type: 'integer', minimum: 1, maximum: 1000, description: 'How many rows to return at most' },
    mode: { type: 'string', enum: ['fast', 'exact', 'dry-run'], description: 'How it runs' },
  },
  required: ['path'],
};
const others = Array.from({ length: count - 1 }, (_, i) => ({
  name: `tool_${i}`,
  description: `Number ${i}. ${described}`,
  inputSchema: rows,
}));
const tools = JSON.stringify({ tools: [{ name: 'echo', description: 'Answers with res bytes of text', inputSchema: schema }, ...others] });
const texts = new Map();

function textOf(bytes) {
  if (!texts.has(bytes)) texts.set(bytes, JSON.stringify({ content: [{ type: 'text', text: 'x'.repeat(bytes) }] }));
  return texts.get(bytes);
}

function answer({ id, method, params }) {
  if (id === undefined) return;
  const result =
    method === 'initialize'
      ? JSON.stringify({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } })
      : method === 'tools/list'
        ? tools
        : method === 'tools/call'
          ? textOf(params.arguments.res)
          : '{}';
  process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}\n`);
}

let parts = [];
process.stdin.on('data', (chunk) => {
  let from = 0;
  for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
    parts.push(chunk.subarray(from, end));
    answer(JSON.parse(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    parts = [];
    from = end + 1;
  }
  if (from < chunk.length) parts.push(chunk.subarray(from));
});
process.stdin.on('end', () => process.exit(0));
