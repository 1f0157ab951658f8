/** Orders of secrecy and of disobedience in other languages. Patterns run on lower-case text as written, not on folded letters. */
export interface LanguageRule {
  readonly id: string;
  readonly says: string;
  readonly pattern: RegExp;
}

const secretPlace = /\.(?:ssh|aws|gnupg|kube|docker|netrc|npmrc|env)\b|id_(?:rsa|ed25519)|\/etc\/(?:passwd|shadow)|mcp\.json|credentials\b/;
const readVerb =
  /\b(?:lis|lire|lisez|lies|lese|lesen|öffne|lee|leer|lea|abre|leggi|leggere|apri|leia|ler|lees|odczytaj|przeczytaj|oku)\b|读取|讀取|读|打开|読み|読ん|開い|прочитай|прочти|прочитайте|открой|읽/;
const giveVerb =
  /\b(?:transmets|transmettez|envoie|envoyez|passe|mets|inclus|übergib|übergebe|sende|schicke|füge|envía|envíe|pasa|pon|incluye|envie|passe|inclua|coloque|invia|passa|inserisci|metti|stuur|geef|wyślij|przekaż|gönder)\b|放入|放到|传|發送|发送|提交|填入|送信|入れ|渡し|送っ|передай|передайте|отправь|вставь|запиши|보내|넣/;

export const languageRules: readonly LanguageRule[] = [
  {
    id: 'secrecy',
    says: 'wants something kept from the user',
    pattern:
      /n'en parle[zr]? pas|ne (?:le |la |les |lui )?(?:dis|dites|mentionne|mentionnez|révèle|révélez|informe|informez|préviens)\b[^.]{0,40}utilisateur|sans (?:prévenir|informer|avertir|le dire à|en parler à) l['’]utilisateur|à l['’]insu|sag(?:e|en sie|t)?\b[^.]{0,15}(?:benutzer|nutzer|anwender)\w* nichts|(?:informiere|erwähne|verrate)\b[^.]{0,40}\bnicht|ohne (?:den |dem )?(?:benutzer|nutzer|anwender)\w* (?:zu|davon)|ohne (?:das )?wissen (?:des|der)|verschweig|\bheimlich\b|hinter dem rücken|no (?:se )?(?:lo |le |les )?(?:menciones|digas|reveles|informes|cuentes|diga|mencione)\b[^.]{0,30}usuario|sin (?:avisar|informar|decir|que)[^.]{0,15}usuario|não (?:o |lhe )?(?:mencione|diga|conte|revele|informe)\b[^.]{0,30}usu[áa]rio|sem (?:avisar|informar|contar)[^.]{0,15}usu[áa]rio|non (?:dire|dirlo|menzionare|rivelare|informare)\b[^.]{0,25}utente|senza (?:avvisare|informare|dirlo)[^.]{0,10}utente|zonder (?:dat )?de gebruiker|vertel (?:het |dit )?(?:niet )?(?:aan )?de gebruiker|nie mów[^.]{0,20}użytkownik|不要(?:告诉|告知|提及|透露|通知|让)[^。]{0,10}(?:用户|使用者|他们)|不要告訴|瞒着|不让用户|请勿(?:告诉|告知|透露)|悄悄地|ユーザー(?:に|へ|には)(?:言わ|伝え|知らせ|教え|通知し|話さ)な|気づかれ|사용자에게 (?:알리지|말하지|언급하지)|не (?:сообщай|говори|рассказывай|упоминай|показывай)(?:те)?[^.]{0,30}(?:пользовател|об этом)|без ведома|втайне/,
  },
  {
    id: 'hidden-instruction',
    says: 'tells the model to set its instructions aside',
    pattern:
      /(?:ignore[rz]?|oublie[rz]?)\b[^.]{0,30}(?:instructions|consignes|règles)[^.]{0,15}(?:précédent|antérieur|ci-dessus)|(?:ignoriere|vergiss|missachte)\b[^.]{0,40}(?:anweisungen|instruktionen|regeln|vorgaben)|(?:ignora|ignore|olvida|olvide)\b[^.]{0,25}(?:instrucciones|instruções|istruzioni|reglas|regras)|\bolvida las instrucciones|(?:ignora|dimentica)\b[^.]{0,25}(?:istruzioni|regole)|negeer\b[^.]{0,25}(?:instructies|regels)|zignoruj\b[^.]{0,30}(?:instrukcje|polecenia)|(?:忽略|无视|忽視|忘记|忘掉)[^。]{0,14}(?:指令|指示|说明|规则|提示)|(?:以前|前|これまで|すべて|上記)の?.{0,8}(?:指示|命令|ルール).{0,8}(?:無視|忘れ)|이전.{0,8}(?:지시|명령|지침).{0,8}무시|(?:игнорируй|забудь|проигнорируй|игнорируйте)(?:те)?[^.]{0,40}(?:инструкци|указани|правил)/,
  },
];

/** Where, in a text in any of about a dozen languages, secrets are asked for or the user is left out; `[]` for most texts at once. */
export function readLanguages(original: string): { id: string; says: string; start: number; end: number }[] {
  if (
    /^[\x09\x0a\x0d\x20-\x7e]*$/.test(original) &&
    !/\b(?:el|la|der|die|das|il|les|une|uno|que|und|per|los|dos|não|lo|al|dem|een|de|si|no|ne|sin|sem|non)\b/i.test(original)
  )
    return [];
  const text = original.toLowerCase();
  const found: { id: string; says: string; start: number; end: number }[] = [];
  for (const { id, says, pattern } of languageRules) {
    const match = pattern.exec(text);
    if (match !== null) found.push({ id, says, start: match.index, end: match.index + match[0].length });
  }
  const place = secretPlace.exec(text);
  if (place !== null && readVerb.test(text) && giveVerb.test(text))
    found.push({
      id: 'secret-request',
      says: 'wants a secret file read and handed over',
      start: place.index,
      end: place.index + place[0].length,
    });
  return found;
}
