/**
 * JSON as Toolgate judges, shows and sends it. Parsed objects inherit nothing, so `__proto__` is a name like any other.
 * A number whose digits a JavaScript number cannot hold is kept as its digits in an `ExactNumber`.
 */
export class ExactNumber {
  /** @param digits the number token as it stood in the text, for example `9007199254740993` */
  constructor(readonly digits: string) {}
}

export type JsonPrimitive = null | boolean | number | string | ExactNumber;
export type JsonValue = JsonPrimitive | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** Nothing to inherit from, for ever. */
const nothing: object = Object.freeze(Object.create(null) as object);
const Bare = function () {} as unknown as new () => Record<string, JsonValue>;
Bare.prototype = nothing;

/**
 * An empty object that inherits no member. Not `Object.create(null)`: the engine makes that a hash table, which is slow to make, to read and to
 * freeze, and every frozen one gets a shape of its own in the old generation of the heap.
 */
export const bareObject = (): Record<string, JsonValue> => new Bare();
