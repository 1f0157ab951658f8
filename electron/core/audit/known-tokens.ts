/** Text that is a secret by its form. `group`: the part that is taken out (0: all). */
export interface SecretPattern {
  readonly pattern: RegExp;
  readonly group: number;
  /** a last look at the part; false leaves it */
  readonly sure?: (part: string, match: RegExpExecArray) => boolean;
}

/** Cheap first look: a text without any of these holds nothing that the patterns below could find. */
export const maySecret =
  /:\/\/|eyJ|-----BEGIN|gh[pousr]_|github_pat_|gl[a-z]{1,5}-|[sr]k[-_]|A[KS]IA|xox|xapp-|AIza|ya29|npm_|pypi-|SG\.|hf_|do[opr]_v1|shp|sq0|dckr|hvs\.|hvb\.|dapi|ATATT|lin_api|ntn_|secret|sbp_|figd_|PMAK|pscale|AGE-|whsec|token|pass|pwd|[kK]ey|KEY|auth|Auth|AUTH|[bB]earer|BEARER|[bB]asic|ookie|COOKIE|SECRET|TOKEN|Token|Secret|PASS|Pass|PWD|Pwd|IDENTIFIED|identified|\d:[\w-]{30}|[MNO][\w-]{23}\.|sig=|code=/;

/** Prefixes that providers give their credentials, and forms nothing else has. */
const forms: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/g,
  /\bgithub_pat_\w{22,255}/g,
  /\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas)-[\w.-]{16,}/g,
  /\bsk-(?:[a-z]+\d*-)*[A-Za-z0-9_-]{20,}/g,
  /\b[srp]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{20,}/g,
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  /\bxox[abeoprsd](?:\.xox[abp])?-[A-Za-z0-9-]{10,}/g,
  /\bxapp-\d-[A-Za-z0-9-]{10,}/g,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{20,}/g,
  /discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{30,}/g,
  /\bAIza[\w-]{30,}/g,
  /\bya29\.[\w-]{20,}/g,
  /\bGOCSPX-[\w-]{20,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bpypi-[\w-]{50,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bhf_[A-Za-z0-9]{30,}/g,
  /\bdo[opr]_v1_[a-f0-9]{60,}/g,
  /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/g,
  /\bsq0(?:atp|csp)-[\w-]{20,}/g,
  /\bdckr_(?:pat|oat)_[\w-]{20,}/g,
  /\bhv[sbr]\.[\w-]{20,}/g,
  /\bdapi[a-f0-9]{32}/g,
  /\bATATT3[\w=-]{20,}/g,
  /\blin_api_[A-Za-z0-9]{30,}/g,
  /\b(?:secret|ntn)_[A-Za-z0-9]{40,}/g,
  /\bsbp_[a-f0-9]{40}/g,
  /\bfigd_[\w-]{30,}/g,
  /\bPMAK-[a-f0-9]{20,}-[a-f0-9]{30,}/g,
  /\bpscale_(?:tkn|pw|oauth)_[\w.-]{30,}/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g,
  /\b\d{8,10}:[\w-]{35}\b/g,
  /\b[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,}/g,
];

const placeholder =
  /^(?:string|number|boolean|null|none|undefined|true|false|required|optional|password|passwd|secret|token|example|hidden|redacted|your.*|my.*key|change.?me|xxx+|\*+|\.\.\.+|test|input|text|value|type|env|todo)$/i;
const variable = /^(?:[$%{<*]|process\.|os\.|env\.|import\.)/;
const identifier = /^[A-Za-z_$][\w$]*(?:\??\.[\w$]+|\[\w+\])*$/;

/** `name = value` in text: a literal, not code that fetches one. */
function literal(value: string, match: RegExpExecArray): boolean {
  const [, name = '', quote = '', between = ''] = match;
  if (placeholder.test(value) || variable.test(value)) return false;
  const before = match.input.slice(Math.max(0, match.index - 14), match.index);
  if (/(?:page|next|prev|previous|continuation|cursor|sync|start|end|stop|pad|max|design|special)[_-]?$/i.test(before)) return false;
  const word = /^pass|^pwd|secret$/i.test(name);
  if (quote !== '') return word ? value.length >= 4 : value.length >= 16 || (value.length >= 8 && /\d/.test(value));
  if (/\s/.test(between))
    return (
      value.length >= 12 &&
      /\d/.test(value) &&
      /[A-Za-z]/.test(value) &&
      !/^[\d.,:-]+$/.test(value) &&
      !(identifier.test(value) && value.length < 20)
    );
  return value.length >= 6 && (!identifier.test(value) || (/\d/.test(value) && (word || value.length >= 10)));
}

/** In order: what is taken out by an earlier one is no longer there for a later one. */
export const secretPatterns: readonly SecretPattern[] = [
  ...forms.map((pattern) => ({ pattern, group: 0 })),
  // user information of a URL (RFC 3986 3.2.1): the password, or a user name that is a token
  {
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@?#"'<>]*:([^\s/@"'<>⟦]+)@/gi,
    group: 1,
    sure: (part) => !variable.test(part) && !/^x+$|^\*+$/i.test(part),
  },
  { pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/([A-Za-z0-9_-]{20,})@/gi, group: 1 },
  {
    pattern:
      /[?&#;](?:access_token|refresh_token|id_token|token|api[_-]?key|apikey|client_secret|password|secret|sig|signature|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature|auth|jwt|sas)=([^&\s#"'<>⟦]{6,})/gi,
    group: 1,
    sure: (part) => !variable.test(part) && !placeholder.test(part),
  },
  { pattern: /[?&](?:key|code)=([^&\s#"'<>⟦]{20,})/gi, group: 1, sure: (part) => /\d/.test(part) && /[A-Za-z]/.test(part) },
  {
    pattern:
      /\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256)\s+)?([^\s"',;⟦$][^\s"',⟦]{7,})/gi,
    group: 1,
    sure: (part) => !variable.test(part) && !(identifier.test(part) && !/\d/.test(part)),
  },
  { pattern: /\bbearer\s+([\w.~+/=-]{16,})/gi, group: 1, sure: (part) => /\d/.test(part) },
  {
    pattern: /\bbasic\s+([A-Za-z0-9+/]{12,}={0,2})/gi,
    group: 1,
    sure: (part) => /\d|=$/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part),
  },
  { pattern: /\b(?:set-)?cookie["']?\s*:\s*["']?([^\s"'⟦][^\r\n"'⟦]*=[^\r\n"'⟦]{6,})/gi, group: 1 },
  { pattern: /\b(?:identified\s+by|encrypted\s+password|with\s+password|login\s+password)\s+['"]([^'"⟦]{3,})['"]/gi, group: 1 },
  // name = "value", name: value, "name": "value", also inside JSON within JSON
  {
    pattern:
      /(passw(?:or)?d|passphrase|passcode|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|account[_-]?key|auth[_-]?key|credentials?)(?=\\*["']?\s*[:=])(?:\\*["'])?(?:\s*[:=]=?(?![=>]))(\s*)(?:\\*(["'`]))([^"'`\\\r\n⟦]{4,})/gi,
    group: 4,
    sure: (part, match) => literal(part, asQuoted(match)),
  },
  {
    pattern:
      /(passw(?:or)?d|passphrase|passcode|pwd|secret|token|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|account[_-]?key|auth[_-]?key)(?:\\*["'])?(\s*[:=](?![=>])\s*)([^\s"'`,;&()[\]{}<>\\⟦]{6,})/gi,
    group: 3,
    sure: (part, match) => literal(part, asBare(match)),
  },
  {
    pattern: /--(?:password|passwd|token|secret|api-?key|access-?key|auth-?token|client-?secret)[ =]["']?([^\s"'⟦-][^\s"'⟦]{3,})/gi,
    group: 1,
    sure: (part) => !variable.test(part) && !placeholder.test(part),
  },
];

const reshape = (match: RegExpExecArray, name: string, quote: string, between: string): RegExpExecArray =>
  Object.assign([match[0], name, quote, between] as unknown as RegExpExecArray, { index: match.index, input: match.input });
const asQuoted = (match: RegExpExecArray): RegExpExecArray => reshape(match, match[1] ?? '', match[3] ?? '', match[2] ?? '');
const asBare = (match: RegExpExecArray): RegExpExecArray => reshape(match, match[1] ?? '', '', match[2] ?? '');
