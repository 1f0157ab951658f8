import ts from 'typescript';

/** A sentence as the code writes it: its text with `{{}}` for each value. */
export type Sentence = string;

/** Where sentences stand in a file: which arguments of which functions, and which properties. */
export interface Where {
  readonly calls: Readonly<Record<string, readonly number[]>>;
  readonly properties: readonly string[];
  /** what functions return */
  readonly returned?: boolean;
  /** constants that hold a sentence for each of several keys */
  readonly tables?: readonly string[];
}

/** two words, or one beside a value */
const SENTENCE = /[a-z]+[,:]? .*(?:[a-z]|\{\{)/i;

/** The sentences that a file hands out at these places, in the order of the file. Each way through a condition is a sentence of its own. */
export function sentencesIn(source: string, where: Where): Sentence[] {
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
  const found = new Set<Sentence>();
  const take = (node: ts.Node | undefined): void => {
    for (const text of node === undefined ? [] : (textsOf(node, file) ?? [])) if (SENTENCE.test(text)) found.add(text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node))
      for (const at of numbersOf(where.calls, node.expression, file)) take(node.arguments?.[at]);
    else if (ts.isPropertyAssignment(node) && where.properties.includes(node.name.getText(file))) take(node.initializer);
    else if (ts.isVariableDeclaration(node) && where.tables?.includes(node.name.getText(file)))
      ts.forEachChild(node.initializer!, (entry) => take(ts.isPropertyAssignment(entry) ? entry.initializer : entry));
    else if (where.returned === true && ts.isReturnStatement(node)) take(node.expression);
    else if (where.returned === true && ts.isArrowFunction(node)) take(node.body);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found];
}

/** What an expression may say; undefined where it is no text of its own. A constant of the file is looked up. */
function textsOf(node: ts.Node, file: ts.SourceFile): Sentence[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textsOf(node.expression, file);
  if (ts.isConditionalExpression(node)) return either(node.whenTrue, node.whenFalse, file);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return either(node.left, node.right, file);
  if (ts.isIdentifier(node)) return constantsOf(node.text, file);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => textsOf(element, file) ?? []);
  if (ts.isSpreadElement(node)) return textsOf(node.expression, file);
  if (!ts.isTemplateExpression(node)) return undefined;
  let texts = [node.head.text];
  for (const { expression, literal } of node.templateSpans) {
    const values = isChoice(expression) ? (textsOf(expression, file) ?? ['{{}}']) : ['{{}}'];
    texts = texts.flatMap((text) => values.map((value) => `${text}${value}${literal.text}`));
  }
  return texts;
}

const isChoice = (node: ts.Expression): boolean => ts.isConditionalExpression(node) || ts.isBinaryExpression(node);

function either(one: ts.Expression, other: ts.Expression, file: ts.SourceFile): Sentence[] | undefined {
  const [first, second] = [textsOf(one, file), textsOf(other, file)];
  return first === undefined && second === undefined ? undefined : [...(first ?? ['{{}}']), ...(second ?? ['{{}}'])];
}

/** What constants of this name hold: several functions may have one. */
function constantsOf(name: string, file: ts.SourceFile): Sentence[] | undefined {
  const texts: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && !ts.isIdentifier(node.initializer) && node.name.getText(file) === name)
      texts.push(...(textsOf(node.initializer, file) ?? []));
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return texts.length === 0 ? undefined : texts;
}

/** A method is named alone, or with what it is a method of. */
function numbersOf(calls: Where['calls'], callee: ts.Expression, file: ts.SourceFile): readonly number[] {
  const whole = callee.getText(file);
  const name = Object.hasOwn(calls, whole) || !ts.isPropertyAccessExpression(callee) ? whole : callee.name.text;
  return Object.hasOwn(calls, name) ? (calls[name] ?? []) : [];
}
