/** Reads an address (WHATWG URL), against `base` where it may be relative; undefined where it is none. `URL.canParse` is missing before Node 18.17. */
export function parseUrl(text: string, base?: URL | string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
