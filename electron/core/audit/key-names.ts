/**
 * What the name of a field says about its value. `secret`: taken out whatever it is; `pin`: digits too; `likely`: taken out when it looks
 * random; `plain`: says nothing.
 */
export type KeyKind = 'secret' | 'pin' | 'likely' | 'plain';

const secretEnd =
  /(?:password|passwd|passphrase|passcode|pwd|secret|apikey|accesskey|secretkey|privatekey|signingkey|encryptionkey|masterkey|authkey|licensekey|token|jwt|authorization|cookie|credentials?|cookies|passwords|secrets|otp|totp|mfacode)$/;
const pinEnd = /(?:password|passwd|passcode|pwd|otp|totp|mfacode|^pin|^cvv|^cvc|pincode)$/;
const likelyPart = /key|auth|cred|sess|sign?$|signature|secret|token|passw|passphrase|bearer|jwt|nonce|code$|pat$|sid$|webhook/;
/** tokens that page through lists or name words, not people */
const harmless =
  /(?:page|next|prev|previous|continuation|continue|cursor|sync|start|end|stop|eos|bos|pad|unk|mask|special|design|delimiter|progress|resume|scroll|change|max|min|input|output|prompt|completion|total)(?:page)?token$/;

/** Judged by the letters and digits of the name alone, so `X-Api-Key`, `apiKey` and `API_KEY` are one. */
export function kindOfKey(key: string): KeyKind {
  const name = key
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  if (harmless.test(name)) return 'plain';
  if (pinEnd.test(name)) return 'pin';
  if (secretEnd.test(name)) return 'secret';
  return likelyPart.test(name) ? 'likely' : 'plain';
}

/** Long, of mixed letters and digits, and without the regularity of words; ids and hashes are not meant. */
export function looksRandom(text: string): boolean {
  if (text.length < 16 || text.length > 4096 || !/^[\w+/=.~$:-]+$/.test(text) || !/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text) || /^(?:sha\d+[:-])?[0-9a-f]+$/i.test(text)) return false;
  if (/^\d{4}-\d\d-\d\d|^[./~]|[./:-]{2}|^[\w-]+(?:[./:][\w-]{1,15}){2,}$/.test(text)) return false;
  return bitsPerCharacter(text) >= 3.4;
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
