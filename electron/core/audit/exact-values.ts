/** One way a stored secret may turn up in a text, and the secret it stands for. */
export interface SecretForm {
  readonly form: string;
  readonly secret: string;
}

/**
 * Every form in which the values of the secret store are looked for: as they are, in JSON, URL-encoded, in hex and in base64 (also inside
 * a longer base64 text, whatever its alignment). Longest first. Values of the kind every configuration holds (`true`, `production`, a
 * folder, a local address) are no secrets.
 */
export function secretForms(values: readonly string[]): SecretForm[] {
  const forms = new Map<string, string>();
  for (const secret of values) {
    const trimmed = secret.trim();
    if (trimmed.length < 6 || isCommonplace(trimmed)) continue;
    for (const form of formsOf(trimmed)) if (!forms.has(form)) forms.set(form, trimmed);
    // a private key or the like: in other places its lines may be joined or broken differently
    if (trimmed.includes('\n'))
      for (const line of trimmed.split('\n')) if (line.trim().length >= 16 && !line.includes('-----')) forms.set(line.trim(), trimmed);
  }
  return [...forms].map(([form, secret]) => ({ form, secret })).sort((a, b) => b.form.length - a.form.length);
}

/** of the longest value that is looked for as a whole only */
export const shortLength = 5;

/** Values too short to be looked for inside other text: a string is one of these only as a whole. */
export const shortSecrets = (values: readonly string[]): ReadonlySet<string> =>
  new Set(values.map((value) => value.trim()).filter((value) => value.length >= 3 && value.length <= shortLength && !isCommonplace(value)));

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(toWellFormed(secret)),
    encodeURIComponent(toWellFormed(secret)).replaceAll('%20', '+'),
  ];
  if (secret.length >= 8) {
    const hex = bytes.toString('hex');
    forms.push(hex, hex.toUpperCase());
    for (let offset = 0; offset < 3; offset++) {
      // the characters that depend on the secret alone, when `offset` bytes stand before it in its group of three
      const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
      const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
      forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return forms.filter((form) => form.length >= 6);
}

const toWellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

function isCommonplace(value: string): boolean {
  if (
    /^(?:true|false|yes|no|on|off|none|null|production|development|staging|testing|test|debug|verbose|info|warn|warning|error|silent|localhost|utf-?8|default|enabled|disabled|\d{1,5})$/i.test(
      value,
    )
  )
    return true;
  if (/^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?$/i.test(value)) return true;
  // a folder or file: absolute, two or more parts, each of them a plain name
  const path = /^(?:\/|~\/|[A-Za-z]:\\)(.+)$/.exec(value)?.[1];
  if (path === undefined) return false;
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  return (
    parts.length >= 2 &&
    parts.every(
      (part) => /^[\w. @-]{1,40}$/.test(part) && !(part.length >= 16 && /\d/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part)),
    )
  );
}
