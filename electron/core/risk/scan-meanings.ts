import { tongueOf, type Meaning, type Tongue } from './tongues.js';

export interface OrderAbroad {
  readonly id: string;
  readonly says: string;
  readonly start: number;
  readonly end: number;
}

/** In lower-case text: files and folders that hold secrets, called alike in every language. */
export const secretFile =
  /\.(?:ssh|aws|gnupg|kube|docker|netrc|npmrc|pgpass|env(?!\.(?:example|sample|template|dist)\b)|kdbx)\b|id_(?:rsa|ed25519)|\/etc\/(?:passwd|shadow)|\.\w+\/mcp\.json|gh\/hosts\.yml|\bkeychains?\b|credentials\b|\bnpki\b|wallet\.dat/;
export const slot =
  /`[^`]{1,40}`|\b[a-z]+_[a-z_]+\b|「[^」]{1,20}」|«[^»]{1,20}»|"[a-z_-]{2,20}"|\bparam|\bfeld\b|\bchamp\b|\bcampo\b|\bveld\b|параметр|поле |参数|字段|パラメータ|매개변수|الحقل/;
export const place = /https?:\/\/|[\w.-]+@[\w-]+\.\w/;
export const whole =
  /gesamt|toute? l|toda l|toda a |tutta l|komplett|vollständig|ganze|letzten|intégral|compl[eè]t|enti[eè]r|derniers|enter[oa]|últim|inteir|inter[oa]\b|ultim|volledig|hele |laatste|cał[ąeoy]|ostatni|cel[ýéou]+\b|posledn|hela |senaste|tüm|bütün|tamam|son \d|seluruh|semua|terakhir|toàn bộ|tất cả|целиком|полност|всю|весь|последн|повніст|усю|останн|全部|完整|所有|最近|全文|すべて|全体|直近|모두|전체|전부|최근|كامل|جميع|पूर[ीा]|सभी|όλ[ηεο]|ολόκληρ|τελευτα/;
/** What is said only so long may be said later. */
export const untilThen =
  /\b(?:bevor|bis|avant|jusqu|antes|hasta|até|prima|finché|voordat|totdat|zanim|dopóki|než|dokud|innan|förrän|sebelum|sampai)|önce|kadar|trước khi|cho đến|(?<!\p{L})(?:пока|прежде|поки|до того)|之前|まで|前に|까지|전에|قبل|حتى|पहले|जब तक|πριν/u;

/** Signs of an attack, none of which is one by itself, by how seldom honest texts have them: at least one that weighs two is wanted. */
const signWeights = {
  quiet: 2,
  unasked: 2,
  phishes: 2,
  lies: 2,
  unshown: 1,
  gives: 1,
  money: 1,
  wipes: 1,
  note: 1,
  obeys: 1,
} as const;
type Sign = keyof typeof signWeights;
const enough = 3;
/** How many sentences away a sign still counts. */
const reach = 2;

const maxSentence = 1000;

interface Read {
  readonly sure: { id: string; says: string } | undefined;
  readonly signs: readonly Sign[];
}

function readSentence(sentence: string, { words, untold }: Tongue): Read {
  const clauses = sentence.match(/[^,;:，；：、()–—]+[,;:，；：、()–—]*/g) ?? [];
  const affirmed = clauses.filter((clause) => !words.not.test(clause)).join('');
  const has = (...meanings: Meaning[]): boolean => meanings.every((meaning) => words[meaning].test(affirmed));
  const gives = has('give');
  const isOwn = has('own') || has('chat');
  if (gives && secretFile.test(affirmed))
    return { sure: { id: 'secret-request', says: 'wants a secret file read and handed over' }, signs: [] };
  if (gives && isOwn && place.test(affirmed)) return { sure: { id: 'exfiltration', says: 'hands secrets over unseen' }, signs: [] };
  if (gives && has('chat') && slot.test(affirmed) && whole.test(affirmed))
    return { sure: { id: 'argument-smuggling', says: 'hands secrets over unseen' }, signs: [] };
  const quiet = clauses.some((clause) => untold.test(clause) && !untilThen.test(clause)) && !words.secret.test(sentence);
  const isOfUser = words.user.test(sentence);
  const isOfThis = words.this.test(sentence);
  if (quiet && isOfUser && isOfThis) return { sure: { id: 'secrecy', says: 'wants something kept from the user' }, signs: [] };
  const signs: Sign[] = [];
  if (gives && isOwn && (slot.test(affirmed) || place.test(affirmed))) signs.push('gives');
  if (quiet && (isOfUser || isOfThis)) signs.push('quiet');
  if (words.unshown.test(sentence) && !words.secret.test(sentence)) signs.push('unshown');
  if (words.asked.test(sentence) && words.say.test(sentence)) signs.push('lies');
  if (clauses.some((clause) => words.unasked.test(clause) && !words.not.test(clause.replace(words.unasked, '')))) signs.push('unasked');
  if (has('change', 'money')) signs.push('money');
  if (has('wipe', 'trace')) signs.push('wipes');
  if (words.toModel.test(sentence)) signs.push('note');
  if (has('obey', 'orders')) signs.push('obeys');
  if (has('ask', 'secret') && (gives || slot.test(affirmed))) signs.push('phishes');
  return { sure: undefined, signs };
}

/** Orders told by which meanings meet: one that is sure, or signs of different kinds in neighbouring sentences. Lower-case text. */
export function readMeanings(text: string): OrderAbroad[] {
  const found: OrderAbroad[] = [];
  const lastSeen = new Map<Sign, number>();
  let count = 0;
  for (const match of text.matchAll(/(?:[^.!?。।！？؟\n]|[.!?](?=[^\s]))+[.!?。।！？؟]?/g)) {
    const [sentence] = match;
    count += 1;
    if (sentence.length > maxSentence) continue;
    const tongue = tongueOf(sentence);
    if (tongue === undefined) continue;
    const { sure, signs } = readSentence(sentence, tongue);
    for (const sign of signs) lastSeen.set(sign, count);
    const weights = [...lastSeen].filter(([, seen]) => count - seen <= reach).map(([sign]) => signWeights[sign]);
    const isEnough = weights.includes(2) && weights.reduce<number>((sum, weight) => sum + weight, 0) >= enough;
    const at = { start: match.index, end: match.index + sentence.length };
    if (sure !== undefined) found.push({ ...sure, ...at });
    else if (signs.length > 0 && isEnough)
      found.push({ id: 'model-order', says: 'reads like orders that are made to mislead a model', ...at });
    if (found.length > 5) return found;
  }
  return found;
}
