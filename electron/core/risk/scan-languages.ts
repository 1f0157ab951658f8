import { hasOtherWords, isEnglish } from './tongues.js';
import { readMeanings, secretFile } from './scan-meanings.js';

/** Orders of secrecy and of disobedience in other languages. Patterns run on lower-case text as written, not on folded letters. */
export interface LanguageRule {
  readonly id: string;
  readonly says: string;
  readonly pattern: RegExp;
}

const readVerb =
  /(?<!\p{L})(?:lis|lire|lisez|lies|lese|lesen|öffne|lee|leer|lea|abre|leggi|leggere|apri|leia|ler|lees|odczytaj|przeczytaj|oku)(?!\p{L})|读取|讀取|读|打开|読み|読ん|開い|прочитай|прочти|прочитайте|открой|читай|읽/u;
const giveVerb =
  /(?<!\p{L})(?:transmets|transmettez|envoie|envoyez|passe|mets|inclus|übergib|übergebe|sende|schicke|füge|envía|envíe|pasa|pon|incluye|envie|passe|inclua|coloque|invia|passa|inserisci|metti|stuur|geef|wyślij|przekaż|gönder|mete|joins|joindre|hänge|trage)(?!\p{L})|放入|放到|传|發送|发送|提交|填入|送信|入れ|渡し|送っ|передай|передайте|отправь|вставь|запиши|보내|넣/u;

const languageRules: readonly LanguageRule[] = [
  {
    id: 'secrecy',
    says: 'wants something kept from the user',
    pattern:
      /n'en parle[zr]? pas|ne (?:le |la |les |lui )?(?:dis|dites|mentionne|mentionnez|révèle|révélez|informe|informez|préviens)\b[^.]{0,40}utilisateur|sans (?:prévenir|informer|avertir|le dire à|en parler à) l['’]utilisateur|à l['’]insu|sag(?:e|en sie|t)?\b[^.]{0,15}(?:benutzer|nutzer|anwender)\w* nichts|(?:informiere|erwähne|verrate)\b[^.]{0,40}\bnicht|ohne (?:den |dem )?(?:benutzer|nutzer|anwender)\w* (?:zu(?! (?:fragen|bitten))|davon)|ohne (?:das )?wissen (?:des|der)|verschweig|\bheimlich\b|hinter dem rücken|no (?:se )?(?:lo |le |les )?(?:menciones|digas|reveles|informes|cuentes|diga|mencione)\b[^.]{0,30}usuario|sin (?:avisar|informar|decir|que)[^.]{0,15}usuario|não (?:o |lhe )?(?:mencione|diga|conte|revele|informe)\b[^.]{0,30}usu[áa]rio|sem (?:avisar|informar|contar)[^.]{0,15}usu[áa]rio|non (?:dire|dirlo|menzionare|rivelare|informare)\b[^.]{0,25}utente|senza (?:avvisare|informare|dirlo)[^.]{0,10}utente|zonder (?:dat )?de gebruiker|vertel (?:het |dit )?(?:niet )?(?:aan )?de gebruiker|nie mów[^.]{0,20}użytkownik|不要(?:告诉|告知|提及|透露|通知|让)[^。]{0,10}(?:用户|使用者|他们)|不要告訴|瞒着|不让用户|请勿(?:告诉|告知|透露)|悄悄地|ユーザー(?:に|へ|には)(?:言わ|伝え|知らせ|教え|通知し|話さ)な|気づかれ|사용자에게 (?:알리지|말하지|언급하지)|не (?:сообщай|говори|рассказывай|упоминай|показывай)(?:те)?[^.]{0,30}(?:пользовател|об этом)|без ведома|втайне/,
  },
  {
    id: 'hidden-instruction',
    says: 'tells the model to set its instructions aside',
    pattern:
      /(?:ignore[rz]?|oublie[rz]?)\b[^.]{0,30}(?:instructions|consignes|règles)[^.]{0,15}(?:précédent|antérieur|ci-dessus)|(?:ignoriere|vergiss|missachte)\b[^.]{0,40}(?:anweisungen|instruktionen|regeln|vorgaben)|(?:ignora|ignore|olvida|olvide)\b[^.]{0,25}(?:instrucciones|instruções|istruzioni|reglas|regras)|\bolvida las instrucciones|(?:ignora|dimentica)\b[^.]{0,25}(?:istruzioni|regole)|negeer\b[^.]{0,25}(?:instructies|regels)|zignoruj\b[^.]{0,30}(?:instrukcje|polecenia)|(?:忽略|无视|忽視|忘记|忘掉)[^。]{0,14}(?:指令|指示|说明|规则|提示)|(?:以前|前|これまで|すべて|上記)の?.{0,8}(?:指示|命令|ルール).{0,8}(?:無視|忘れ)|이전.{0,8}(?:지시|명령|지침).{0,8}무시|(?:игнорируй|забудь|проигнорируй|игнорируйте)(?:те)?[^.]{0,40}(?:инструкци|указани|правил)/,
  },
];

/** Words of a language that make an attack together: rules set aside, people kept in the dark, secrets handed over. */
interface Tongue {
  readonly aside: RegExp;
  readonly rules: RegExp;
  readonly unseen: RegExp;
  readonly secrets: RegExp;
  readonly give: RegExp;
  /** nobody is to be asked */
  readonly unasked: RegExp;
  readonly destroy: RegExp;
}

const tongues: readonly Tongue[] = [
  {
    aside: /ignorier|hinwegsetz|vergiss|vergesst|missacht|übergeh|umgeh|überschreib|außer acht/,
    rules: /anweisung|instruktion|regeln|vorgabe|richtlini|systemprompt|sicherheits/,
    unseen:
      /(?:benutzer|nutzer|anwender|person|mensch)\w*[^.]{0,40}(?:nichts|niemand|nicht (?:wissen|erfahren|sehen|informier|erwähn|mitgeteilt|mitteil))|ohne (?:dass|es)[^.]{0,30}(?:benutzer|nutzer|anwender)|(?:nicht|nie|niemals) (?:dem|den) (?:benutzer|nutzer)|ohne dass|unbemerkt|heimlich|stillschweigend|verrate? (?:das|es|dies|nichts)/,
    secrets:
      /passw[oö]rt|kennwort|zugangsdaten|privaten? schlüssel|api-schlüssel|geheimnis|gesprächsverlauf|chatverlauf|unterhaltung|umgebungsvariablen|kreditkarte/,
    give: /\b(?:sende|schick|übergib|übermittl|übertrag|leite|füge|trage|lade|kopier|gib|hänge)\w*/,
    unasked:
      /ohne [^.]{0,25}(?:zu fragen|nachzufragen)|ohne nachfrage|ohne (?:rückfrage|bestätigung|zustimmung)|nicht (?:nach)?fragen|frage? nicht/,
    destroy: /lösch|entfern|überweis|bezahl|überschreib/,
  },
  {
    aside: /ignore[rz]?\b|oublie|méprise|contourne|outrepasse|fais abstraction|ne tiens pas compte|ne pas tenir compte/,
    rules: /instruction|consigne|règle|directive|prompt système|sécurité/,
    unseen:
      /(?:sans|n'en|ne (?:le |la |lui )?)[^.]{0,25}(?:utilisateur|parle|inform|préven|avert|dire|mentionn)|à l['’]insu|inutile d['’]en parler|discrètement|secrètement|en secret|en cachette/,
    secrets:
      /mots? de passe|identifiants?\b|clés? (?:api|privée|secrète|ssh)|jetons?\b|historique (?:de|du|complet)|conversation|variables d['’]environnement|carte bancaire|\.env\b/,
    give: /\b(?:envoi|envoy|transm|transf|mets|mett|inclu|ajout|joins|copi|partag|fourni|insèr|insér)\w*/,
    unasked: /sans (?:demander|confirmation|autorisation)|ne demande[zr]? (?:pas|jamais)/,
    destroy: /supprim|effac|paie|vire|écras/,
  },
  {
    aside: /ignor[ae]|olvid|desobede|caso omiso|omite|descarta|anula|pasa por alto|salta/,
    rules: /instruccion|regla|norma|directric|polític|indicacion|prompt del sistema|restriccion|seguridad/,
    unseen:
      /(?:sin|no (?:se )?(?:le |lo |les )?)[^.]{0,25}(?:usuario|avis|inform|notific|dig|dec|menci|revel|cuent)|en secreto|a escondidas|discretamente|silenciosamente/,
    secrets:
      /contraseñ|credencial|claves? (?:api|privada|secreta|ssh)|historial|conversación|tokens?\b|variables de entorno|tarjeta|\.env\b/,
    give: /\b(?:env[ií]|mand|pas[ae]|transmit|incluy|inclu|coloc|pon|adjunt|copi|compart|reenv|entreg|añad)\w*/,
    unasked: /sin (?:preguntar|pedir|confirmación|permiso)|no (?:pidas|preguntes|solicites)/,
    destroy: /borr|elimin|pag[aue]|transfier|sobrescrib/,
  },
  {
    aside: /ignora|dimentic|trascur|disobbed|scavalca|aggira|non considerare/,
    rules: /istruzion|regol|direttiv|prompt di sistema|politic|restrizion|sicurezza/,
    unseen:
      /(?:senza|non)[^.]{0,25}(?:utente|avvis|inform|dir|menzion|rivel|notific|sapere)|di nascosto|segretamente|in segreto|silenziosamente/,
    secrets:
      /password|credenzial|chiav[ei] (?:api|privat|segret|ssh)|cronologia|conversazione|variabili d['’]ambiente|carta di credito|\.env\b|token\b/,
    give: /\b(?:invi|mand|pass|trasmett|inser|mett|alleg|copi|condivid|includ|inoltr|aggiung|carica)\w*/,
    unasked: /senza (?:chiedere|conferma|permesso)|non chiedere/,
    destroy: /cancell|elimin|rimuov|paga|sovrascriv/,
  },
  {
    aside: /ignor[ae]|desconsider|esque[çc]|desobede|descart|anul|contorn|passa por cima/,
    rules: /instruç|regra|diretriz|polític|orienta|prompt do sistema|restriç|segurança/,
    unseen:
      /(?:sem|não (?:o |lhe )?)[^.]{0,25}(?:usu[áa]rio|utilizador|avis|inform|notific|dig|cont|mencion|revel)|em segredo|secretamente|silenciosamente|às escondidas/,
    secrets:
      /senha|credencia|chaves? (?:da |de )?(?:api|privada|secreta|ssh)|histórico|conversa|variáveis de ambiente|cartão|tokens?\b|\.env\b/,
    give: /\b(?:envi|mand|pass[ae]|transmit|inclu|coloc|anex|copi|compartilh|encaminh|insir|adicion)\w*/,
    unasked: /sem (?:perguntar|pedir|confirmação|permissão)|não (?:peça|pergunte|perguntes)/,
    destroy: /apag|elimin|exclu|remov|pague|paga\b/,
  },
  {
    aside: /negeer|vergeet|omzeil|sla[^.]{0,20}over|zignoruj|pomiń|zapomnij|obejdź/,
    rules: /instructie|regels|richtlijn|beleid|opdracht|instrukcj|poleceni|zasad|wytyczn|reguł/,
    unseen:
      /zonder[^.]{0,30}gebruiker|(?:niet|niets)[^.]{0,20}(?:gebruiker|vertel)|vertel[^.]{0,30}niet|stiekem|bez[^.]{0,25}(?:użytkownik|wiedzy|informowania)|nie (?:mów|informuj|wspominaj)|po cichu|potajemnie/,
    secrets: /wachtwoord|sleutel|inloggegevens|gesprek|has(?:ło|ła|eł)|klucz|poświadczen|histori[aęi]|rozmow/,
    give: /\b(?:stuur|verstuur|geef|voeg|plaats|zet|kopieer|wyślij|prześlij|przekaż|wstaw|umieść|dołącz)\w*/,
    unasked: /zonder (?:te )?vragen|zonder (?:toestemming|bevestiging)|vraag niet|bez (?:pytania|zgody|potwierdzenia)|nie pytaj/,
    destroy: /verwijder|wis\b|betaal|usuń|skasuj|zapłać/,
  },
  {
    aside: /игнор|ігнор|забуд|не обращай|обойд|обход|отмен|пренебре/,
    rules: /инструкц|указани|правил|промпт|вказівк|ограничени|предписани|безопасност/,
    unseen:
      /не (?:кажучи|повідомл|сообщ|говор|рассказ|упомин|показ|уведом|информир)|без (?:ведома|уведомления|согласия)|тайно|втайне|незаметно|скрытно/,
    secrets: /парол|ключ|токен|учётн|учетн|переписк|истори[юяи]|разговор|переменн\S* (?:среды|окружения)|секрет/,
    give: /отправ|надішл|надсил|переда|вставь|вставьте|запиш|скопир|включ|прилож|загруз|перешл/,
    unasked: /не спрашивай|без (?:спроса|подтверждения|разрешения|согласия)|не запрашивай|не питай/,
    destroy: /удали|сотри|оплати|перезапиши|видали/,
  },
  {
    aside: /忽略|无视|無視|忘记|忘記|忘掉|绕过|繞過|覆盖|不要理会|跳过/,
    rules: /指令|指示|规则|規則|提示词|提示詞|系统提示|限制|安全/,
    unseen:
      /(?:不要|别|勿|不得|切勿|无需|不必|不能|不可)[^。]{0,6}(?:告诉|告知|告訴|提及|透露|通知|让用户|提醒|显示|说明给)|瞒着|隐瞒|悄悄|偷偷|暗中|秘密地|用户不知/,
    secrets:
      /用户(?:之前)?(?:说|输入|写)的|密码|密碼|私钥|私鑰|密钥|金鑰|凭据|凭证|令牌|对话记录|聊天记录|對話|对话历史|环境变量|信用卡|api ?key/,
    give: /发送|發送|传入|传给|傳|提交|上传|上傳|放入|放到|填入|写入|附加|转发|包含|泄露/,
    unasked: /(?:无需|不必|不要|别|勿)(?:再)?(?:询问|征得|确认|请求)|未经(?:用户)?(?:同意|确认)/,
    destroy: /删除|清空|转账|支付|覆盖/,
  },
  {
    aside: /無視|忘れ|従わな|上書き|回避|バイパス|破棄/,
    rules: /指示|命令|ルール|規則|プロンプト|制限|ポリシー|安全/,
    unseen:
      /(?:ユーザー|利用者|使用者)[^。]{0,8}(?:知らせ|伝え|言わ|教え|通知|気づかれ|話さ|見せ)(?:ず|な|ない|ること?なく)|黙って|こっそり|秘密裏|内緒|気付かれ|気づかれ/,
    secrets: /パスワード|秘密鍵|apiキー|認証情報|トークン|会話(?:履歴|内容|ログ)?|環境変数|クレジットカード|シークレット/,
    give: /送信|送っ|送り|渡し|渡す|入れ|含め|添付|コピー|アップロード|貼り付け|転送/,
    unasked: /確認(?:なし|せず)|許可(?:なし|を求めず)|尋ねず|聞かず/,
    destroy: /削除|消去|支払|送金|上書/,
  },
  {
    aside: /무시|잊어|우회|따르지 ?마|건너뛰|덮어/,
    rules: /지시|명령|지침|규칙|프롬프트|제한|정책|안전/,
    unseen: /(?:사용자|유저)[^.]{0,12}(?:알리지|말하지|언급하지|모르게|보이지)|몰래|은밀|비밀리|조용히/,
    secrets: /비밀번호|암호|개인 ?키|api ?키|자격 ?증명|토큰|대화 (?:내용|기록)|대화|환경 ?변수|신용카드/,
    give: /보내|전송|전달|넣|포함|첨부|복사|업로드|입력/,
    unasked: /묻지 ?(?:말|않)|확인 ?없이|허락 ?없이|동의 ?없이/,
    destroy: /삭제|지우|결제|송금|덮어/,
  },
  {
    aside: /تجاهل|انس |انسَ|تخط|تجاوز|لا تتبع/,
    rules: /تعليمات|التعليمات|قواعد|القواعد|الأوامر|أوامر|إرشادات|القيود|سياس/,
    unseen: /(?:دون|بدون)[^.]{0,20}(?:إخبار|علم|إعلام|معرفة|إبلاغ)|لا تخبر|لا تذكر|سرا|سرًا|خفية/,
    secrets: /كلم(?:ة|ات) (?:ال)?(?:مرور|سر)|مفتاح|مفاتيح|بيانات (?:الاعتماد|الدخول)|المحادثة|رمز|بطاقة/,
    give: /أرسل|ارسل|مرر|أدرج|ضع|انسخ|أرفق|حوّل|شارك/,
    unasked: /(?:دون|بدون)[^.]{0,12}(?:سؤال|تأكيد|إذن|موافقة)|لا تسأل/,
    destroy: /احذف|امسح|ادفع|حذف/,
  },
  {
    aside: /अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल ?जा|उपेक्षा|छोड़/,
    rules: /निर्देश|नियम|आदेश|प्रॉम्प्ट|प्रतिबंध|नीति/,
    unseen: /(?:बिना|मत|न )[^।]{0,15}(?:बता|सूचित|जानकारी)|बताए बिना|न बता|मत बता|चुपके|गुप्त रूप/,
    secrets: /पासवर्ड|कुंजी|क्रेडेंशियल|टोकन|बातचीत|गोपनीय|कार्ड/,
    give: /भेज|डाल|शामिल|दर्ज|कॉपी|संलग्न|साझा/,
    unasked: /बिना (?:पूछे|पुष्टि|अनुमति)|मत पूछ/,
    destroy: /हटा|मिटा|भुगतान|डिलीट/,
  },
  {
    aside: /yok say|dikkate alma|görmezden|unut|göz ardı|atla|bỏ qua|phớt lờ|abaikan|lupakan/,
    rules: /talimat|kural|yönerge|komut|hướng dẫn|chỉ thị|quy tắc|instruksi|aturan|perintah/,
    unseen:
      /söylemeden|haber vermeden|bildirmeden|gizlice|không (?:nói|cho|thông báo)[^.]{0,20}người dùng|bí mật|tanpa (?:memberi ?tahu|sepengetahuan)|diam-diam/,
    secrets: /parola|şifre|anahtar|kimlik bilgi|konuşma|mật khẩu|khóa|kata sandi|kunci|kredensial/,
    give: /gönder|ilet|ekle|yaz|koy|gửi|chèn|kirim|masukkan|sertakan/,
    unasked:
      /sormadan|onay (?:almadan|istemeden)|izin (?:almadan|istemeden)|tanpa (?:bertanya|konfirmasi|izin)|không (?:hỏi|cần xác nhận)|jangan (?:tanya|minta)/,
    destroy: /\bsil\b|\bsilin?\b|kaldır|öde|hapus|bayar|xóa|thanh toán/,
  },
];

/** "Delete nothing without asking" asks for the opposite. */
const spares = new Map<Tongue, RegExp>();
const sparing = (tongue: Tongue): RegExp => {
  const known =
    spares.get(tongue) ??
    new RegExp(
      `(?:(?<!\\p{L})(?:no|nunca|jamás|ne|jamais|nicht|nichts|nie|niemals|keine?|não|non|mai|niet|niets|nooit|не|никогда|ничего|нічого|jangan|đừng|không)(?!\\p{L})|不要|不得|不可|不会|请勿|切勿|勿|别|禁止|لا )[^.]{0,15}(?:${tongue.destroy.source})|(?:${tongue.destroy.source})[^.]{0,16}(?:nichts|nicht|nie|niets|niet|nooit|pas|rien|nada|niente|ничего|しない|せず|するな|ません|지 ?마|지 ?않|मत|न करें|mayın|meyin|\\bma\\b|jangan)`,
      'u',
    );
  spares.set(tongue, known);
  return known;
};

/** Set aside and rules stand near each other, in either order. */
const asideRules = new Map<Tongue, RegExp>();
const setsAside = (tongue: Tongue): RegExp => {
  const known =
    asideRules.get(tongue) ??
    new RegExp(
      `(?:${tongue.aside.source})[^.]{0,40}(?:${tongue.rules.source})|(?:${tongue.rules.source})[^.]{0,30}(?:${tongue.aside.source})`,
    );
  asideRules.set(tongue, known);
  return known;
};

/** Rows, files, blanks and letters' case are left out of account all day; what goes before is another matter. */
const ofData =
  /(?<!\p{L})(?:ignor|omit|descart|desconsider|пропуска|пропуст|игнорир|ігнору)\p{L}* (?:los |las |el |la |os |as |o |a |le |les |gli |i |lo |die |das |den )?(?:filas?|líneas?|archivos?|ficheros?|carpetas?|columnas?|espacios?|mayúsculas|acentos?|comentarios?|duplicad|celdas?|linhas?|arquivos?|pastas?|colunas?|espaços?|maiúsculas|comentários|lignes?|fichiers?|dossiers?|colonnes?|espaces?|casse|accents?|commentaires?|cellules?|righe|file|cartelle|colonne|spazi|maiuscole|accenti|commenti|celle|groß|zeilen|dateien|ordner|spalten|leerzeichen|kommentare|rijen|bestanden|mappen|kolommen|wiersz|plik|kolumn|строк|файл|папк|столбц|пробел|регистр|пуст|рядк|порожн)\p{L}*(?!\p{L})(?! (?:anterior|previ|précéd|preced|vorherig|oben|sopra|acima|vorige|выше|предыдущ|вище|попередн))/gu;
/** Numbers and names that only programs read: kept out of an answer, they are kept from nobody. */
const ofPrograms =
  /^[^.!?。！？\n]{0,60}(?:идентификатор|ідентифікатор|identificador|identificator|identifikat|identifiant|identyfikator|identificativ|kennung|(?<!\p{L})ids?(?!\p{L})|uuid|json|内部编号|标识符|識別子|식별자|المعرّف|kimlik numara)/u;

/** Where, in a text in any of about a dozen languages, secrets are asked for or the user is left out; `[]` for most texts at once. */
export function readLanguages(original: string, isOwnWords: boolean): { id: string; says: string; start: number; end: number }[] {
  if (isEnglish(original)) return [];
  const text = original.toLowerCase().replaceAll(ofData, (words) => ' '.repeat(words.length));
  const found: { id: string; says: string; start: number; end: number }[] = [];
  for (const { id, says, pattern } of languageRules) {
    const match = pattern.exec(text);
    if (match !== null && !(id === 'secrecy' && ofPrograms.test(text.slice(match.index + match[0].length))))
      found.push({ id, says, start: match.index, end: match.index + match[0].length });
  }
  for (const sentence of text.matchAll(/(?:[^.!?。।\n]|[.!?](?=[^\s.!?])){3,600}/g)) {
    const [words] = sentence;
    for (const tongue of tongues) {
      const at = { start: sentence.index, end: sentence.index + words.length };
      const gives = tongue.secrets.test(words) && tongue.give.test(words);
      if (setsAside(tongue).test(words))
        found.push({ id: 'hidden-instruction', says: 'tells the model to set its instructions aside', ...at });
      else if (gives && (tongue.unseen.test(words) || tongue.unasked.test(words)))
        found.push({ id: 'secrecy', says: 'hands secrets over unseen', ...at });
      else if (tongue.unasked.test(words) && tongue.destroy.test(words) && !sparing(tongue).test(words))
        found.push({ id: 'consent-bypass', says: 'wants dangerous things done without asking', ...at });
      if (found.length > 5) return found;
    }
  }
  // English with typographer's marks has no letters of another language
  if (isOwnWords) return found.length > 0 || !hasOtherWords(text) ? found : readMeanings(text);
  const place = secretFile.exec(text);
  const near = place === null ? '' : text.slice(Math.max(0, place.index - 160), place.index + 160);
  if (place !== null && readVerb.test(near) && giveVerb.test(near))
    found.push({
      id: 'secret-request',
      says: 'wants a secret file read and handed over',
      start: place.index,
      end: place.index + place[0].length,
    });
  return found;
}
