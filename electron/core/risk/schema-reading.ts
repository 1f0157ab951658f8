import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/json/json.js';
import { sayOf, type Candidate } from './name-reading.js';
import { senseWithObject } from './verb-objects.js';
import { dangerOrder, verbInName } from './verbs.js';
import { wordsOfName } from './words.js';
import { coreWords } from '../../../shared/words/core/en.js';
import { fill } from '../../../shared/words/say.js';

/** One argument of a tool, nested ones included. */
export interface Parameter {
  readonly name: string;
  readonly words: readonly string[];
  readonly type: string;
  readonly description: string;
  /** string values of an enum or of `const` alternatives */
  readonly choices: readonly string[];
  readonly depth: number;
  /** the schema that holds it says so */
  readonly required: boolean;
}

const maxParameters = 400;
const maxNodes = 4000;
/** keys of alternatives and of lists of actions that are looked at in one schema */
const maxKeys = 2000;

/** The arguments a schema declares, breadth first, at most 400; never recursive, `$ref` is not followed. */
export function parametersOf(inputSchema: JsonValue | undefined): Parameter[] {
  const found: Parameter[] = [];
  if (!isJsonObject(inputSchema)) return found;
  const keys: Budget = { left: maxKeys };
  const queue: { schema: JsonObject; depth: number }[] = [{ schema: inputSchema, depth: 0 }];
  for (let at = 0; at < queue.length && at < maxNodes && found.length < maxParameters; at += 1) {
    const entry = queue[at];
    if (entry === undefined) break;
    const { schema, depth } = entry;
    const { properties } = schema;
    if (isJsonObject(properties)) {
      const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
      for (const [name, value] of Object.entries(properties)) {
        if (found.length >= maxParameters) break;
        if (!isJsonObject(value)) continue;
        found.push({
          name,
          words: wordsOfName(name).map((word) => word.text),
          type: typeOf(value),
          description: typeof value['description'] === 'string' ? value['description'].slice(0, 600) : '',
          choices: choicesOf(name, value, keys),
          depth,
          required: required.has(name),
        });
        queue.push({ schema: value, depth: depth + 1 });
      }
    }
    for (const key of ['items', 'additionalProperties']) {
      const value = schema[key];
      if (isJsonObject(value)) queue.push({ schema: value, depth: depth + 1 });
    }
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      const value = schema[key];
      if (Array.isArray(value)) for (const option of value.slice(0, 50)) if (isJsonObject(option)) queue.push({ schema: option, depth });
    }
  }
  return found;
}

const typeOf = (schema: JsonObject): string => {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return type.filter((entry) => typeof entry === 'string').join('|');
  return Array.isArray(schema['anyOf']) || Array.isArray(schema['oneOf']) ? 'string' : '';
};

/** What an argument picks from: values of an enum, constants of alternatives, and what a list of actions calls its actions. */
const choicesOf = (name: string, schema: JsonObject, keys: Budget): string[] => {
  const choices: string[] = [];
  const take = (value: JsonValue | undefined): void => {
    if (typeof value === 'string' && choices.length < 200) choices.push(value);
  };
  if (Array.isArray(schema['enum'])) for (const value of schema['enum']) take(value);
  const lastWord = lastWordOf(name);
  if (sureActionNames.test(lastWord)) take(schema['const']);
  for (const key of ['anyOf', 'oneOf']) {
    const options = schema[key];
    if (!Array.isArray(options)) continue;
    for (const option of options.slice(0, 200)) {
      if (!isJsonObject(option)) continue;
      take(option['const']);
      // "action: { action: 'list' } | { action: 'kill', pid }"
      const { properties } = option;
      if (isJsonObject(properties) && sureActionNames.test(lastWord)) for (const told of constantsOf(properties, keys)) take(told);
    }
  }
  if (choices.length === 0 && listsOfActions.test(lastWord)) for (const key of keyedActions(schema, keys)) take(key);
  return choices;
};

interface Budget {
  left: number;
}

/** Keys of an object, as many as may still be looked at. */
function keysOf(value: JsonObject, keys: Budget): string[] {
  if (keys.left <= 0) return [];
  const own = Object.keys(value).slice(0, keys.left);
  keys.left -= own.length;
  return own;
}

const constantsOf = (properties: JsonObject, keys: Budget): (JsonValue | undefined)[] =>
  keysOf(properties, keys).flatMap((name) => {
    const value = properties[name];
    return isJsonObject(value) && sureActionNames.test(lastWordOf(name)) ? [value['const']] : [];
  });

/** "actions: [{ get_text: …, remove_attribute: … }]": keys that are deeds, nearly all of them. */
function keyedActions(schema: JsonObject, keys: Budget): string[] {
  const { properties } = isJsonObject(schema['items']) ? schema['items'] : schema;
  if (!isJsonObject(properties)) return [];
  const own = keysOf(properties, keys);
  const deeds = own.filter((key) => verbInName(wordsOfName(key)[0]?.text ?? '')?.sure === true);
  return own.length > 1 && deeds.length >= own.length * 0.6 ? own : [];
}

const lastWordOf = (name: string): string => wordsOfName(name).at(-1)?.text ?? '';

const listsOfActions = /^(?:actions?|operations?|ops|commands?)$/;
const actionNames =
  /^(?:action|actions|operation|operations|op|command|cmd|method|mode|verb|task|subcommand|function|intent|event|type|kind|state)$/;
const sureActionNames = /^(?:action|operation|op|command|cmd|method|verb|subcommand|function)$/;

/** An argument that picks among actions: the worst one counts, and the evidence says so. */
function readChoices(parameter: Parameter, looking: boolean): Candidate[] {
  const lastWord = parameter.words[parameter.words.length - 1] ?? '';
  if (parameter.choices.length === 0 || !actionNames.test(lastWord)) return [];
  const senses = parameter.choices.flatMap((choice) => {
    const words = wordsOfName(choice);
    const sense = verbInName(words[0]?.text ?? '');
    if (sense === undefined) return [];
    const object = senseWithObject(
      sense,
      words.slice(1).map((word) => word.text),
    );
    return [{ choice, class: object.class, lemma: sense.lemma, sure: object.sure }];
  });
  // "type: comment | issue" names things, "action: create | delete" names deeds: most choices must be sure verbs
  const sureOnes = senses.filter((sense) => sense.sure).length;
  const named = sureActionNames.test(lastWord);
  if (sureOnes === 0 || (looking && sureOnes < senses.length) || (!named && sureOnes < parameter.choices.length * 0.6)) return [];
  if (/^(?:post|put|patch|get|delete|head|options)$/i.test(parameter.choices[0] ?? '') && lastWord === 'method') {
    const worst =
      parameter.choices.find((choice) => /^delete$/i.test(choice)) ??
      parameter.choices.find((choice) => /^(?:post|put|patch)$/i.test(choice));
    if (worst === undefined) return [];
    const riskClass = /^delete$/i.test(worst) ? 'destructive' : 'write';
    return [
      {
        class: riskClass,
        strength: 0.9,
        from: 'schema',
        quote: worst,
        says: fill(coreWords.evidence.picksMethod, { name: parameter.name, count: parameter.choices.length }),
      },
    ];
  }
  const usable = senses.filter((sense) => sense.sure || named);
  const worst = usable.reduce((a, b) => (dangerOrder[b.class] > dangerOrder[a.class] ? b : a));
  return [
    {
      class: worst.class,
      strength: worst.class === 'read' ? 0.6 : 0.9,
      from: 'schema',
      quote: worst.choice,
      says: fill(coreWords.evidence.picks, {
        name: parameter.name,
        count: parameter.choices.length,
        does: sayOf(worst.class, worst.lemma),
      }),
    },
  ];
}

const codeNames = new Set(
  `sql code script javascript js python shell command cmd cypher snippet powershell bash lua expression program sourcecode`.split(/\s+/),
);
const codeSuffix = /^(?:command|script|sql|code)$/;
const notCode =
  /^(?:country|currency|language|status|postal|zip|error|exit|area|color|language|lang|product|promo|coupon|discount|verification|auth|otp|qr|bar|short|key|location|state|region|airport|source|response|invite|access|line)$/;
const runsIt = /\b(?:execut\w*|run|runs|running|evaluat\w*|eval|sql|shell|javascript|python|bash|command line|script|query language)\b/i;

/** "command" beside an object "parameters" names one of the tool's own sub-commands, not a shell command. */
export const namesSubCommand = (parameter: Parameter, all: readonly Parameter[]): boolean =>
  parameter.name === 'command' &&
  all.some((other) => other.depth === 0 && other.type === 'object' && /^(?:parameters|arguments|args|params)$/.test(other.name));

/** Free-form code, commands or SQL among the arguments, unless the text shows that it is only looked at or only selects. */
export function freeFormCode(
  parameters: readonly Parameter[],
  description: string,
  nameWords: readonly string[],
): { quote: string; shell: boolean; sql: boolean } | undefined {
  for (const parameter of parameters) {
    if (parameter.depth > 1 || parameter.choices.length > 0) continue;
    if (parameter.type !== '' && !/string|array/.test(parameter.type)) continue;
    const { words } = parameter;
    if (namesSubCommand(parameter, parameters)) continue;
    const last = words[words.length - 1] ?? '';
    const first = words[0] ?? '';
    const plain = words.length === 1 && codeNames.has(first);
    const compound = words.length > 1 && codeSuffix.test(last) && !notCode.test(first);
    const query =
      (first === 'query' || last === 'query' || first === 'statement') &&
      /\b(?:sql|cypher|graphql|mutation|kql|statement)\b/i.test(`${parameter.description} ${description.slice(0, 300)}`);
    if (!plain && !compound && !query) continue;
    const about = `${parameter.description} ${description.slice(0, 600)} ${nameWords.join(' ')}`;
    if (!query && !/^(?:sql|cypher|javascript|shell|bash|powershell|lua)$/.test(first) && !runsIt.test(about)) continue;
    const shell =
      /\b(?:shell|bash|terminal|command line|cmd|powershell)\b/i.test(about) && /command|cmd|shell|script|bash/.test(words.join(' '));
    return { quote: parameter.name, shell, sql: /\b(?:sql|cypher|query)\b/i.test(about) };
  }
  return undefined;
}

/** Classes that the arguments alone suggest. `looking`: the name is a sure read, then `action` filters rather than acts. */
export function readSchema(parameters: readonly Parameter[], looking: boolean): Candidate[] {
  const top = parameters.filter((parameter) => parameter.depth <= 1);
  return top.flatMap((parameter) => readChoices(parameter, looking));
}
