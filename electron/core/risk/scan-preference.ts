/**
 * Where a tool pushes itself before others, told by what meets in a sentence or in two that follow each other: others and what is wrong with them, models
 * and what they are to choose, itself and always. Comparisons that leave the choice, and boasts to people, have only one of these.
 */
export interface Preference {
  readonly says: string;
  readonly start: number;
  readonly end: number;
}

const kinds =
  'tools?|servers?|functions?|services?|providers?|options?|sources?|apps?|connectors?|plug-?ins?|integrations?|readers?|checkers?|converters?|translators?|calculators?|generators?|outlets?|registr(?:y|ies)|boards?|extraction|search(?:es)?|calendars?|memor(?:y|ies)|engines?|agents?';
/** others that could be called instead */
const rivals = new RegExp(
  `\\b(?:(?:any|all|every|the|most|another|no|each|anyone'?s?|whichever) )?(?:other|others'|alternative|competing|rival|comparable|similar|native|built-?in|different|generic|separate|vendor'?s?|third-?party|remaining) (?:[\\w-]+ ){0,2}(?:${kinds})\\b|\\banother (?:\\w+ )?(?:${kinds}|one|service)\\b|\\b(?:the|all|any(?: of)?|every) (?:the )?(?:others?|rest|alternatives?|competition)\\b|\\balternatives\\b|\\belsewhere\\b|\\bother (?:means|publishers?|sources)\\b|\\b(?:anything|anyone|any) else\\b|\\bweb search\\b|\\bothers\\b`,
);
/** what is said of them, so that they are not called */
const runDown =
  /\b(?:skip(?:ped|ping)?|ignor(?:e|ed|ing)|disregard(?:ed)?|leav(?:e|ing) (?:\w+ ){1,3}(?:aside|out)|left (?:out|aside)|set aside|need(?:n't| not)|no need|seldom (?:a |any )?(?:reason|need)|no (?:reason|point)|(?:should|must|need) not|shouldn't|never (?:call|use|choose|try|go)|do not (?:use|call|combine|try)|don't (?:use|call|bother|combine|need)|stop looking|avoid(?:ed)?|redundant|unreliable|unsafe|outdated|deprecated|obsolete|stale|inferior|guesswork|biased|broken|inaccurate|wrong|unvetted|incomplete|lack|less (?:accurate|reliable)|(?:more|known for|make[s]?) (?:errors|mistakes)|isn't worthwhile|aren't certified|only slow|time out|as (?:a )?fallback|weigh \w+ \w+ double|"?limited"?|weigh up|come back|came back|beat (?:those|that)|leads? to mistakes|as if|act like|disservice)\b/;
/** it is for a model to take note of */
const models = /\b(?:(?:ai |smart |good |careful |wise |helpful )?(?:assistants?|agents?)|(?:language )?models?|llms?|gpt|claude|gemini)\b/;
const chooses =
  /\b(?:choose|chosen|choosing|pick(?:s|ed)?|select(?:s|ed|ing)?|prefer(?:s|red)?|favou?r|default to|defaults? choice|standard choice|reach(?:es)? for|settle(?:s)? on|begins? with|start(?:s)? (?:with|here)|route|go with|rank|never go back|optimi[sz]ed to work|done better|conclude with)\b/;
const itself = /\b(?:this(?: (?:one|tool|server|helper))?|it|ours?|us|here|me|itself)\b/;
/** this and no other, not what is given here */
const selfAlone =
  /\b(?:this(?: one| tool| server| helper)?(?=$|[ ,.!])(?! (?:to|for|when|only|after|if|on|with|instead|is|does|will)\b)|ours|us|it's this one)\b/;
const always =
  /\b(?:always|every (?:time|question|query|task|step|request)|each time|exclusively|no exceptions|irrespective|regardless|whatever|whichever|whenever|for (?:everything|any|all|numbers of any kind)|by default|100 ?%|at each step|solely|whether or not|even (?:if|where|when|for)|also (?:if|when|where|in cases)|though the user)\b/;
const whenSeveral =
  /\b(?:if|when|whenever|where|should) (?:several|two|more than one|both|multiple|many|there are (?:several|other|more)|(?:any )?others?|competing|two tools disagree|\w+ can be reached by more)\b|\b(?:in (?:any|a|case of a) tie|tie-?breaker|in case of doubt|when uncertain)\b/;
const ranked =
  /\bpriority: ?\d{3,}|\b(?:lower|less) priority should not\b|\b(?:takes?|has|have) precedence over\b|\bhighest[- ]priority\b|\bposition (?:1|one)\b|\branked? (?:this tool |it |us )?(?:first\b|#?1 (?:by|among))|\b(?:supersedes?|replacement (?:of|for)) (?:\w+[/, ]){1,3}.{0,30}\b(?:all|and similar|tools?)\b|\bgold standard\b|\bsingle source of truth\b.{0,60}\bredundant\b|\b(?:number one|#1)\b.{0,30}\b(?:reader|tool|server|search|choice|translator|calculator)\b|\bthe tool to call first\b|\breference implementation\b/;
const rewarded =
  /\b(?:more reward|score well|in your (?:own )?interest|satisfaction (?:score|survey)|rated .{0,20}by (?:ai|agents|assistants|models)|choose what your peers|what smart agents do)\b/;
const ownKnowledge =
  /\b(?:your|models'?|their|the model'?s) own (?:\w+ )?(?:arithmetic|summar\w+|knowledge|answers?|memory|translations?|search|maths?)\b|\b(?:arithmetic|by) yourself\b|\b(?:as a model|you(?: \(the model\))? (?:are|'re) (?:prone|bad)|on their own are often)\b|\bcould \w+ the \w+ yourself\b/;
const lowly = /\b(?:less|bad|worse|unreliable|prone|mistakes|wrong|not to|don't|even when)\b/;
const asIfBest =
  /\b(?:users? (?:are|is|were) happiest with|nothing better|unlike the rest|natural default|(?:sensible|obvious|natural) (?:first|choice|default)|suggest\w* (?:it |ours |this )?ahead of|kept? here even|trust me\b.{0,60}|should come from here|puts? \w+ at the top|list(?: \w+)? (?:results )?first|always list|the answer is [A-Z]?\w+$|cite ours|treat our)\b/;
/** the choice is left to whoever calls, or to the person */
const leaves =
  /\b(?:ask (?:which|the user which)|skip this|you don't need (?:us|this)|whichever (?:fits|you)|depends|ask the user|is the (?:safer|better|right) (?:pick|choice|source)|do(?:es)? better|when you have the|once you know)\b/;

const tells = (text: string, sentence: string): string | undefined => {
  if (leaves.test(sentence)) return undefined;
  if (rivals.test(text) && runDown.test(sentence) && (rivals.test(sentence) || itself.test(sentence))) return 'speaks ill of other tools';
  if (ranked.test(sentence) || rewarded.test(sentence)) return 'claims first place among tools';
  if (models.test(sentence) && chooses.test(sentence) && (itself.test(sentence) || always.test(sentence)))
    return 'pushes itself before other tools';
  if (ownKnowledge.test(sentence) && lowly.test(sentence)) return 'pushes itself before other tools';
  if (
    chooses.test(sentence) &&
    (always.test(sentence) || whenSeveral.test(sentence)) &&
    (rivals.test(sentence) || selfAlone.test(sentence))
  )
    return 'pushes itself before other tools';
  if (whenSeveral.test(sentence) && itself.test(sentence) && /\b(?:it's|ours|first|this one|call this|pick|going by)\b/.test(sentence))
    return 'pushes itself before other tools';
  if (asIfBest.test(sentence)) return 'pushes itself before other tools';
  return undefined;
};

/** Other tools, in the languages that attacks of this kind were seen in. */
const rivalsAbroad =
  /(?<!\p{L})(?:(?:alle |die |den |der |das |ein(?:e|em|en|er)? |kein\p{L}* )?ander(?:e|en|er|es|em)? ?\p{L}*(?:werkzeug|tool|dienst|anbieter|quelle|assistent|programm|server|app)\p{L}*|die anderen|nie ein ander\p{L}*|(?:les |des |d['’]|tout |un |une )?autres? (?:outil|service|source|comparateur|serveur|application)s?|les autres|(?:otr[oa]s?|cualquier otr[oa]|demás|los demás|las demás) ?(?:herramienta|servicio|portal|fuente|gestor|proveedor|aplicaci)?\p{L}*|l[oa]s demás|(?:outr[oa]s?|demais) (?:ferramenta|serviço|fonte|loja|aplicativo)\p{L}*|as outras|os outros|concorrent\p{L}+|(?:gli )?altri? (?:strument|serviz|traduttor|font|tool|motor)\p{L}+|gli altri|le altre|(?:друг|остальн|ины|прочи|інш|решт)\p{L}* ?(?:инструмент|сервис|служб|источник|поиск|інструмент|сервіс|джерел)?\p{L}*|inn(?:e|ych|ego|y|ymi) (?:narzędzi|usług|porównywar|źród|wyszukiwar|serwis)?\p{L}*|inne są|pozostał\p{L}+|diğer(?:leri)?|başka (?:bir )?(?:araç|hizmet)\p{L}*|andere (?:tool|dienst|agenda|bron|hulp)\p{L}*|de rest|(?:andra|övriga) (?:verktyg|tjänst|käll)\p{L}*|jin(?:é|ý|ou|ých|ého) (?:nástroj|služ|zdroj)\p{L}*|ostatn\p{L}+|(?:alte|celelalte|alt) (?:instrument|servici|surs|unelte|unealt)\p{L}*|celelalte|(?:công cụ|dịch vụ|nguồn) khác|(?:alat|layanan|sumber|aplikasi) lain\p{L}*)(?!\p{L})|(?:他|ほか)の[^。、]{0,12}(?:ツール|サービス|ソフト|検索)|他を|其他|其它|别的|別的|다른 [^.]{0,8}(?:도구|서비스|캘린더|앱)|다른 \p{L}+(?:보다|은|는)|(?:الأدوات|أدوات|خدمات|أداة) (?:ال)?أخرى|غيرها|(?:अन्य|दूसर[ेी]) [^।]{0,8}(?:टूल|उपकरण|सेवा)/u;
const pushesAbroad =
  /(?<!\p{L})(?:immer|stets|ausschließlich|vorzug|bevorzug\p{L}*|nie|niemals|an erster stelle|gar nicht erst|nicht mehr|brauch\p{L}*|überseh\p{L}*|unzuverlässig|veralte\p{L}*|erübrig\p{L}*|toujours|systématique\p{L}*|jamais|inutile|périmé\p{L}*|priorit\p{L}*|obsol\p{L}*|moins fiables?|s['’]en tien\p{L}*|commencez par|siempre|nunca|fallan|incomplet\p{L}*|obsolet\p{L}*|quedarse con|únicamente|sempre|em primeiro lugar|ignorad\p{L}*|confiáveis|padrão|não voltam?|non nominar\p{L}*|sbaglian\p{L}*|scegli|di riserva|всегда|никогда|только|вместо|не нужн\p{L}*|устарел\p{L}*|ошиба\p{L}*|завжди|лише|тільки|замість|застаріл\p{L}*|zawsze|nigdy|przestarza\p{L}*|zamiast|wyłącznie|her zaman|hep|eksik|yalnızca|sadece|gerek|seçin|altijd|nooit|uitsluitend|overal|als er al|alltid|aldrig|enbart|onödig\p{L}*|vždy|nikdy|pouze|zastaral\p{L}*|întotdeauna|mereu|niciodată|doar|depășit\p{L}*|luôn|đừng|chỉ|không cần|selalu|jangan|hanya|usang)(?!\p{L})|必ず|常に|だけ|のみ|不要|必要はあり?ません|十分|请始终|始终|优先|優先|不要|无需|可以忽略|一律|항상|먼저|반드시|모두 이|만 사용|필요(?:가)? 없|دائم|حصر|فقط|لا حاجة|हमेशा|केवल|ज़रूरत नहीं/u;
/** the tool by itself, as if nothing else were there */
const firstAbroad =
  /(?<!\p{L})(?:immer dieses|diese[sm]? werkzeug(?: den vorzug)?|numero uno|número uno|numéro un|номер один|bir numaralı)(?!\p{L})|(?:modell|modèle|modelo|modell|модел|asistent|assistent|assistant|asystent|asistan)\p{L}* [^.]{0,60}(?:debe|elegir|prefer|bevorzug|vorzug|d['’]emblée|valoracion|выбира|wybier|seçm|tercih)/u;

/** Lower-case text in another language than English. */
export function readPreferenceAbroad(text: string): Preference | undefined {
  const others = rivalsAbroad.exec(text);
  const first = firstAbroad.exec(text);
  const match = others !== null && pushesAbroad.test(text) ? others : first;
  if (match === null) return undefined;
  return { says: 'pushes itself before other tools', start: match.index, end: match.index + match[0].length };
}

/** In folded, lower-case English. */
export function* readPreference(text: string): Generator<void, Preference | undefined> {
  for (const match of text.matchAll(/(?:[^.!?\n]|[.!?](?=\S)){8,400}/g)) {
    const says = tells(text.slice(Math.max(0, match.index - 160), match.index + match[0].length + 160), match[0]);
    if (says !== undefined) return { says, start: match.index, end: match.index + match[0].length };
    yield;
  }
  return undefined;
}
