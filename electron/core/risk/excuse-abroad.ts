import { tongueOf } from './tongues.js';

/** What attacks on models are called. */
const attack =
  /attac?k|attaque|angriff|angreif|ataque|aanval|ataki?(?!\p{L})|útok|saldırı|serangan|tấn công|hyökkäy|támad|angrepp|angreb|inje[ckç]|inyecci|iniezion|enjeksiyon|wstrzykn|jailbreak|phishing|oltalama|malicios|malveillan|malevol|bösartig|kwaadaardig|złośliw|škodliv|kötü niyetli|berbahaya|độc hại|(?:hidden|versteckte\p{L}*|verdächtig\p{L}*|gefährlich\p{L}*|verborgen|verdacht\p{L}*|gevaarlijk\p{L}*|ukryt\p{L}*|podejrzan\p{L}*|skryt\p{L}*|gizli|dolda) (?:orders?|commands?|instructions?|befehl|anweisung|opdracht|polece|příkaz|komut|talimat|instruktion)|(?:órdenes|comandos|instrucciones|instruções|commandes|ordres|instructions|consignes|comandi|istruzioni) (?:ocult|escond|caché|nascost|peligros|perigos|pericolos|dangereu|sospech|suspeit|sospett|suspect)|атак|внедрени|впроваджен|инъекци|ін['’]?єкц|вредонос|шкідлив|джейлбрейк|фишинг|(?:скрыт|прихован|опасн|небезпечн|подозрит|підозріл)\p{L}* (?:команд|инструкц|указан|інструкц|вказів)|攻[击擊撃]|注入|恶意|惡意|越狱|钓鱼|(?:隐藏|可疑|危险)的?(?:命令|指令|指示|语句|内容)|インジェクション|悪意|脱獄|フィッシング|隠(?:された|し)(?:命令|指示)|공격|인젝션|악성|탈옥|피싱|숨겨진 (?:명령|지시)|هجم|هجوم|حقن|خبيث|تصيد|हमल|इंजेक्शन|επ[ιί]θ[εέ]σ|κακόβουλ/u;
/** What somebody demands of a model, which is told in the clauses that follow. */
const demand =
  /(?:demandent|ordonnent|piden?|pidan|pedem|chiedono|auffordern?|просят|требуют) (?:au |al |ao |das |от |у )?(?:mod[eèé]l|модел)|modell? (?:auffordert|anweist)/u;
/** What is done with what others wrote: it is looked for, held, kept, shown. */
const looks =
  /detect|compar[ae]|muestra|mostra|affiche|zeigt|bewertet|avalia|comprueb|verific|analiz|busca|escane|bloque|marca|filtr|clasific|classific|erkenn(?!wort)|prüf|such[te]|findet|markier|meldet|blockier|liefert|sammlung|détect|signale|vérifi|analys|repèr|recherche|évalu|jeu de données|conjunto de (?:datos|dados)|base de dat|rilev|controll|cerca(?!\p{L})|segnala|blocca|procura|sinaliza|devuelve|devolve|retorna|restituisce|renvoie|herken|toont|zoekt|controleer|markeer|wykryw|pokazuj|wyszuk|sprawdz|oznacz|vyhled|hledá|kontrol|odhal|označ|tespit|göster|algıla|işaretle|denetle|mendeteksi|memeriksa|mencari|menandai|phát hiện|kiểm tra|đánh dấu|letar|upptäck|hittar|flaggar|обнаруж|показыва|оценива|проверя|ищет|находит|помеча|выявля|блокир|возвраща|виявля|показу|оціню|перевіря|шука|познача|поверта|检[测查測]|评[测估]|显示|檢[測查]|识别|識別|扫描|标记|查找|返回|判[断斷]|検[出査知]|評価|表示|探し|判定|返し|見つけ|탐지|검출|감지|검사|찾|표시|كشف|فحص|مسح|يبحث|पता लगा|पहचान|जाँच|जांच|खोज|ανιχνεύ|εντοπίζ|ελέγχ|αναζητ/u;
/** What stands before or after an example. */
const example =
  /ejempl|exempl|esempi|beispiel|z\. ?b\.|(?<!\p{L})(?:frases?|phrases?|frasi|\p{L}*sätze?|\p{L}*satz|estilo|tipo|type|como|come|comme|wie|zoals|etwa|np\.|jako|jak|např\.|gibi|seperti|như|som|t\.ex\.|bv\.|π\.χ\.|όπως)(?!\p{L})|tel(?:le)?s? que|bijvoorbeeld|voorbeeld|przykład|příklad|örne[kğ]|contoh|misal|ví dụ|например|пример|вроде|фраз|типа(?!\p{L})|наприклад|приклад|на кшталт|例|比如|类似|[如像](?=["“「『‘]|$)|样本|之类|のような|などの|예[:：]|예를|같은|مثل|مثال|जैसे|उदाहरण|παράδειγμα|such as|e\.g\.|for example/u;
/** Whoever reads is told to do something with what is quoted. */
const addressed =
  /(?<!\p{L})(?:debes|debe usted|tienes que|obedec|cumple|sigue|siga|seguir|responde|responda|ejecut|muss(?:t|en)?(?!\p{L})|sollst|befolg|führ\p{L}* .{0,40}aus(?!\p{L})|antworte|dois|devez|doit|suis|suivez|réponds|répondez|exécut|devi|deve|esegui|rispondi|moet|volg|musisz|wykonaj|musíš|proveď|uygula|yanıtla|ikuti|jalankan|hãy|måste|följ|долж|выполн|следуй|ответь|обязан|повин|викона|дотримуй|para ello|para eso|por eso|dazu|deshalb|daher|pour cela|donc|per farlo|per questo|perciò|para isso|por isso|daarom|daarvoor|dlatego|w tym celu|bu(?:nun için|nedenle)|для этого|поэтому|для цього|тому(?!\p{L})|you must|follow|obey|modelo debe|modèle doit|modell muss)|必须|必須|为此|因此|そのため|务必|请|請|照做|遵[守循从]|执行|しなさい|してください|従[いうっえ]|必ず|実行|해야|하세요|하십시오|따르|따라|يجب|نفذ|اتبع|करें|करो|पालन|πρέπει|ακολο[υύ]θ/u;

/** A purpose that is said first; in Japanese and Korean its sign stands at its end. */
const purpose =
  /^\s*(?:(?:um|zum|zur|für|para|por|pour|afin|per|om|voor|för|чтобы|для|щоб|to|for|in order to)\s|为了?|為了?)[^,;:，；：、]{0,120}[,;:，；：、]\s*|^[^,;:，；：、]{0,60}(?:ため(?:に|には)?|위해(?:서)?)[,;:，；：、\s]\s*/u;

const quotation =
  /«[^»\n]{4,240}»|“[^”\n]{4,240}”|„[^“”\n]{4,240}[“”]|「[^」\n]{4,240}」|『[^』\n]{4,240}』|‘[^’\n]{4,240}’|"[^"\n]{4,240}"/;
const quoted = new RegExp(quotation.source, 'g');
/** Up to where a sentence ends: not within a quotation, nor after an abbreviation before one. */
const sentences = new RegExp(
  `(?:${quotation.source}|\\b[a-z]\\. ?[a-z]{1,2}\\.|[^.!?。।！？؟\\n]|[.!?](?=\\S|\\s["“„«]))+[.!?。।！？؟]*`,
  'gi',
);
const clauses = /[^,;:，；：、()–—]+[,;:，；：、()–—]*/g;

/** Lower case, as long as before: the one letter that becomes two is İ. */
const lowered = (text: string): string => text.replaceAll('İ', 'i').toLowerCase();

/** As long as what it stands for, and the end of a sentence to every reader, so that nothing is read across it. */
const blank = (text: string): string => (text.length < 3 ? '.'.repeat(text.length) : `.${'。'.repeat(text.length - 2)}.`);

const isOfAttacks = (sentence: string): boolean => attack.test(sentence) || demand.test(sentence);
const isTold = (sentence: string): boolean => isOfAttacks(sentence) || (looks.test(sentence) && example.test(sentence));

/** Whether a sentence stands in another language, by itself or by what it quotes. */
const isAbroad = (around: string, whole: string): boolean => tongueOf(around) !== undefined || tongueOf(whole) !== undefined;

/** Quoted examples in a sentence that tells of attacks or of what is looked for, as may the one `before` it, and that gives no order itself. */
function withoutExamples(sentence: string, before: string): string {
  if (!quotation.test(sentence)) return sentence;
  const around = lowered(sentence.replaceAll(quoted, '""'));
  const opening = purpose.exec(around)?.[0] ?? '';
  const isExample = isTold(around.slice(opening.length)) || (example.test(around) && isTold(lowered(before)));
  if (!isExample || addressed.test(around) || !isAbroad(around, lowered(sentence))) return sentence;
  return sentence.replaceAll(quoted, blank);
}

/** Clauses that name attacks and say what is done about them, and what they list; an order in another clause stays. */
function withoutNaming(sentence: string): string {
  const lower = lowered(sentence);
  if (!isOfAttacks(lower)) return sentence;
  const opening = purpose.exec(lower)?.[0] ?? '';
  const said = lower.slice(opening.length);
  if (!isOfAttacks(said) || addressed.test(said) || tongueOf(lower) === undefined) return sentence;
  let isNaming = false;
  let at = opening.length;
  const left: string[] = [sentence.slice(0, at)];
  for (const [clause] of said.matchAll(clauses)) {
    const original = sentence.slice(at, at + clause.length);
    at += clause.length;
    const names = isOfAttacks(clause) && looks.test(said);
    isNaming = names ? example.test(clause) || demand.test(clause) : isNaming || (example.test(clause) && looks.test(said));
    left.push(names || isNaming ? blank(original) : original);
  }
  return left.join('') + sentence.slice(at);
}

/**
 * A text with what it says in other languages about attacks blanked out, and all else where it was: a program that looks for orders quotes them. English
 * is left to its own readers. Linear.
 */
export function withoutTalkAbroad(text: string): string {
  const lower = lowered(text);
  if (!isTold(lower) && !looks.test(lower)) return text;
  let before = '';
  return text.replaceAll(sentences, (sentence) => {
    const said = withoutNaming(withoutExamples(sentence, before));
    before = sentence;
    return said;
  });
}
