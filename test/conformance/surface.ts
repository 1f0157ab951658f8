/** What the conformance suite expects a server to offer under its `test_*` names, as plain data for servers of both eras. */

export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

const nothing: JsonMap = { type: 'object', properties: {}, additionalProperties: false };
const withText = (name: string, description: string): JsonMap => ({
  type: 'object',
  properties: { [name]: { type: 'string', description } },
  required: [name],
});

export const text = (value: string): JsonMap => ({ type: 'text', text: value });

/** Tools that answer at once and always the same. */
export const plainTools: { readonly [name: string]: { readonly description: string; readonly result: JsonMap } } = {
  test_simple_text: { description: 'Answers with one text', result: { content: [text('This is a simple text response for testing.')] } },
  test_image_content: { description: 'Answers with one image', result: { content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] } },
  test_audio_content: { description: 'Answers with one sound', result: { content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] } },
  test_embedded_resource: {
    description: 'Answers with one embedded resource',
    result: {
      content: [
        {
          type: 'resource',
          resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' },
        },
      ],
    },
  },
  test_multiple_content_types: {
    description: 'Answers with several kinds of content',
    result: {
      content: [
        text('Multiple content types test:'),
        { type: 'image', data: PNG, mimeType: 'image/png' },
        {
          type: 'resource',
          resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' },
        },
      ],
    },
  },
  test_error_handling: {
    description: 'Always fails',
    result: { isError: true, content: [text('This tool intentionally returns an error for testing')] },
  },
};

/** A schema with the keywords of JSON Schema 2020-12 that a typed relay would lose. */
const richSchema: JsonMap = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

export const contactForm: JsonMap = {
  type: 'object',
  properties: {
    username: { type: 'string', description: "User's response" },
    email: { type: 'string', description: "User's email address" },
  },
  required: ['username', 'email'],
};

export const defaultsForm: JsonMap = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'Name', default: 'John Doe' },
    age: { type: 'integer', description: 'Age', default: 30 },
    score: { type: 'number', description: 'Score', default: 95.5 },
    status: { type: 'string', description: 'Status', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', description: 'Verified', default: true },
  },
  required: [],
};

const titled = (values: readonly (readonly [string, string])[]): Json[] => values.map(([value, title]) => ({ const: value, title }));

export const choicesForm: JsonMap = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: {
      type: 'string',
      oneOf: titled([
        ['value1', 'First Option'],
        ['value2', 'Second Option'],
        ['value3', 'Third Option'],
      ]),
    },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: {
      type: 'array',
      items: {
        anyOf: titled([
          ['value1', 'First Choice'],
          ['value2', 'Second Choice'],
          ['value3', 'Third Choice'],
        ]),
      },
    },
  },
  required: [],
};

const tool = (name: string, description: string, inputSchema: JsonMap = nothing): JsonMap => ({ name, description, inputSchema });

export const plainToolList: JsonMap[] = [
  ...Object.entries(plainTools).map(([name, { description }]) => tool(name, description)),
  tool('test_tool_with_progress', 'Reports its progress'),
  tool('json_schema_2020_12_tool', 'Tool with JSON Schema 2020-12 features', richSchema),
];

export const handshakeToolList: JsonMap[] = [
  ...plainToolList,
  tool('test_tool_with_logging', 'Writes log messages while it runs'),
  tool('test_sampling', 'Asks the client for a model answer', withText('prompt', 'What the model is asked')),
  tool('test_elicitation', 'Asks the person a question', withText('message', 'The question')),
  tool('test_elicitation_sep1034_defaults', 'Asks the person with default values'),
  tool('test_elicitation_sep1330_enums', 'Asks the person to choose'),
  tool('test_reconnection', 'Closes its stream before it answers'),
];

export { tool, nothing, withText };

export const resources: JsonMap[] = [
  { uri: 'test://static-text', name: 'Static text', description: 'A text that never changes', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'Static picture', description: 'A picture that never changes', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'Watched text', description: 'A text to subscribe to', mimeType: 'text/plain' },
];

export const resourceTemplates: JsonMap[] = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'Data by number',
    description: 'A text made of the number in its address',
    mimeType: 'application/json',
  },
];

/** The contents of a resource, or undefined for an address that is none of ours. */
export function readResource(uri: string): JsonMap | undefined {
  if (uri === 'test://static-text') return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' };
  if (uri === 'test://static-binary') return { uri, mimeType: 'image/png', blob: PNG };
  if (uri === 'test://watched-resource') return { uri, mimeType: 'text/plain', text: 'Watched resource content' };
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  return id === undefined
    ? undefined
    : { uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) };
}

const argument = (name: string, description: string): JsonMap => ({ name, description, required: true });

export const prompts: JsonMap[] = [
  { name: 'test_simple_prompt', description: 'A prompt without arguments' },
  {
    name: 'test_prompt_with_arguments',
    description: 'A prompt with two arguments',
    arguments: [argument('arg1', 'First test argument'), argument('arg2', 'Second test argument')],
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'A prompt that embeds a resource',
    arguments: [argument('resourceUri', 'URI of the resource to embed')],
  },
  { name: 'test_prompt_with_image', description: 'A prompt with a picture' },
];

const says = (content: JsonMap): JsonMap => ({ role: 'user', content });

/** The messages of a prompt, or undefined for a name that is none of ours. */
export function getPrompt(name: string, args: { readonly [name: string]: Json | undefined }): JsonMap[] | undefined {
  switch (name) {
    case 'test_simple_prompt':
      return [says(text('This is a simple prompt for testing.'))];
    case 'test_prompt_with_arguments':
      return [says(text(`Prompt with arguments: arg1='${String(args.arg1)}', arg2='${String(args.arg2)}'`))];
    case 'test_prompt_with_embedded_resource':
      return [
        says({
          type: 'resource',
          resource: { uri: String(args.resourceUri), mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        }),
        says(text('Please process the embedded resource above.')),
      ];
    case 'test_prompt_with_image':
      return [says({ type: 'image', data: PNG, mimeType: 'image/png' }), says(text('Please analyze the image above.'))];
    default:
      return undefined;
  }
}

export const completion: JsonMap = { completion: { values: ['paris', 'park', 'party'], total: 150, hasMore: false } };
