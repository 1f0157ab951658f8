// The server behind the gate that is run for its compiled code: five tools and an echo.
import { createInterface } from 'node:readline';

const tools = Array.from({ length: 5 }, (_, i) => ({
  name: `read_file_${i}`,
  description: 'Reads a file and returns its text. The path is relative to the working folder.',
  inputSchema: { type: 'object', properties: { path: { type: 'string', description: 'The path of the file.' } }, required: ['path'] },
}));
const results = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'sample', version: '1' } }),
  'tools/list': () => ({ tools }),
  'tools/call': ({ arguments: { path } }) => ({ content: [{ type: 'text', text: path }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = results[method] ? { result: results[method](params ?? {}) } : { error: { code: -32601, message: 'unknown' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
});
