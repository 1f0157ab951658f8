#!/usr/bin/env node
/**
 * A server with everything the conformance suite asks for up to 2025-11-25, on the SDK's own server and transports.
 * `fixture-server.ts [--port N]` speaks streamable HTTP and prints its address; `fixture-server.ts --stdio` speaks on its standard streams.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
  type JSONRPCMessage,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  choicesForm,
  completion,
  contactForm,
  defaultsForm,
  getPrompt,
  handshakeToolList,
  plainTools,
  prompts,
  readResource,
  resources,
  resourceTemplates,
  text,
  type Json,
  type JsonMap,
} from './surface.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (value: string) => ({ content: [text(value)] });

async function elicit(extra: Extra, message: string, requestedSchema: JsonMap) {
  return extra.sendRequest({ method: 'elicitation/create', params: { message, requestedSchema } } as never, ElicitResultSchema);
}

async function callTool(name: string, args: { [key: string]: unknown }, extra: Extra): Promise<JsonMap> {
  const plain = plainTools[name];
  if (plain !== undefined) return plain.result;
  switch (name) {
    case 'json_schema_2020_12_tool':
      return answer(`Called with ${JSON.stringify(args)}`);
    case 'test_tool_with_logging':
      for (const [i, data] of ['Tool execution started', 'Tool processing data', 'Tool execution completed'].entries()) {
        if (i > 0) await pause(50);
        await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data } });
      }
      return answer('Tool with logging executed successfully');
    case 'test_tool_with_progress': {
      const progressToken = extra._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progress > 0) await pause(50);
        if (progressToken === undefined) continue;
        await extra.sendNotification({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100, message: `Completed step ${progress} of 100` },
        });
      }
      return answer(String(progressToken ?? 'no token'));
    }
    case 'test_sampling': {
      const params = { messages: [{ role: 'user', content: { type: 'text', text: String(args['prompt']) } }], maxTokens: 100 };
      const said = await extra.sendRequest({ method: 'sampling/createMessage', params } as never, CreateMessageResultSchema);
      return answer(`LLM response: ${said.content.type === 'text' ? said.content.text : 'No response'}`);
    }
    case 'test_elicitation': {
      const { action, content } = await elicit(extra, String(args['message']), contactForm);
      return answer(`User response: action=${action}, content=${JSON.stringify(content ?? {})}`);
    }
    case 'test_elicitation_sep1034_defaults':
    case 'test_elicitation_sep1330_enums': {
      const form = name.endsWith('defaults') ? defaultsForm : choicesForm;
      const { action, content } = await elicit(extra, 'Please fill in this form', form);
      return answer(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);
    }
    case 'test_reconnection':
      extra.closeSSEStream?.();
      await pause(100);
      return answer('Reconnection test completed successfully');
    default:
      throw new McpError(-32602, `Unknown tool: ${name}`);
  }
}

function createFixture(): Server {
  const server = new Server(
    { name: 'conformance-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        prompts: { listChanged: true },
        completions: {},
        logging: {},
      },
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: handshakeToolList as never }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    try {
      return (await callTool(params.name, params.arguments ?? {}, extra)) as never;
    } catch (error) {
      if (error instanceof McpError && error.message.includes('Unknown tool')) throw error;
      return { isError: true, content: [{ type: 'text', text: error instanceof Error ? error.message : String(error) }] };
    }
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: resources as never }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: resourceTemplates as never }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => {
    const contents = readResource(params.uri);
    if (contents === undefined) throw new McpError(-32002, `Resource not found: ${params.uri}`, { uri: params.uri });
    return { contents: [contents] as never };
  });
  server.setRequestHandler(SubscribeRequestSchema, () => ({}));
  server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: prompts as never }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const messages = getPrompt(params.name, (params.arguments ?? {}) as { [name: string]: Json });
    if (messages === undefined) throw new McpError(-32602, `Unknown prompt: ${params.name}`);
    return { messages: messages as never };
  });
  server.setRequestHandler(CompleteRequestSchema, () => completion as never);
  server.setRequestHandler(SetLevelRequestSchema, () => ({}));
  return server;
}

/** Keeps every event, so that a stream can be taken up again. */
function createEvents() {
  const events: { id: string; stream: string; message: JSONRPCMessage }[] = [];
  return {
    storeEvent(stream: string, message: JSONRPCMessage) {
      const id = `${stream}_${String(events.length).padStart(6, '0')}`;
      events.push({ id, stream, message });
      return Promise.resolve(id);
    },
    async replayEventsAfter(lastId: string, { send }: { send: (id: string, message: JSONRPCMessage) => Promise<void> }) {
      const at = events.findIndex(({ id }) => id === lastId);
      const stream = events[at]?.stream ?? '';
      for (const event of events.slice(at + 1))
        if (event.stream === stream && Object.keys(event.message).length > 0) await send(event.id, event.message);
      return stream;
    },
  };
}

const isLocal = (address: string | undefined): boolean =>
  address === undefined || /^(?:http:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(address);

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const transports = new Map<string, StreamableHTTPServerTransport>();

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refuse = (status: number, message: string) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }));
  if (!isLocal(request.headers.host) || !isLocal(request.headers.origin)) return refuse(403, 'Forbidden');
  const body = request.method === 'POST' ? await bodyOf(request) : undefined;
  const id = request.headers['mcp-session-id'];
  const known = typeof id === 'string' ? transports.get(id) : undefined;
  if (known !== undefined) return known.handleRequest(request, response, body);
  if (typeof id === 'string') return refuse(404, 'Session not found');
  if ((body as { method?: unknown } | undefined)?.method !== 'initialize') return refuse(400, 'Bad Request: Server not initialized');
  const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    eventStore: createEvents(),
    retryInterval: 500,
    onsessioninitialized: (session) => void transports.set(session, transport),
    onsessionclosed: (session) => void transports.delete(session),
  });
  await createFixture().connect(transport);
  await transport.handleRequest(request, response, body);
}

const args = process.argv.slice(2);
if (args.includes('--stdio')) await createFixture().connect(new StdioServerTransport());
else {
  const listener = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(String(error));
    });
  });
  listener.listen(Number(args[args.indexOf('--port') + 1] ?? 0) || 0, '127.0.0.1', () =>
    console.log(JSON.stringify({ url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp` })),
  );
}
