import type { Page } from 'playwright-core';

/** Fields whose values are words of a protocol, not texts: the interface must translate them. */
const CODES = new Set([
  'class',
  'severity',
  'state',
  'verdict',
  'holds',
  'enforced',
  'mode',
  'kind',
  'outcome',
  'code',
  'face',
  'theme',
  'language',
  'switch',
  'pin',
  'scan',
  'action',
  'preselected',
  'scope',
  'from',
  'scopes',
  'by',
  'approvedBy',
]);

/**
 * Sentences of the core, which the interface has to tell in the person's language: reasons, changes, evidence, attacks, notices, failures
 * and findings.
 */
function isOfTheCore(name: string, owner: object): boolean {
  switch (name) {
    case 'sentence':
    case 'because':
    case 'reload':
      return typeof (owner as Record<string, unknown>)[name] === 'string';
    case 'text':
      return 'pointer' in owner || 'reference' in owner;
    case 'says':
      return 'from' in owner || 'label' in owner || 'where' in owner;
    case 'warnings':
    case 'steps':
      return Array.isArray((owner as Record<string, unknown>)[name]);
    case 'message':
    case 'fix':
    case 'note':
    case 'why':
    case 'error':
    case 'problem':
      return typeof (owner as Record<string, unknown>)[name] === 'string';
    case 'label':
      return 'tool' in owner || 'id' in owner;
    case 'title':
    case 'body':
    case 'answer':
      return 'reference' in owner || ('opens' in owner && 'says' in owner);
    case 'flow':
      return true;
    default:
      return false;
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Every text inside test data that the interface may show as it stands: names, sentences of the core, arguments. Longest first. */
export function foreignTexts(data: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (/^[[{]/.test(value)) visit(parsed(value), 'Text');
      if (CODES.has(key) && !value.includes('/')) return;
      for (const piece of [value, ...value.split(/\r?\n|\. |(?<=[{,[])|: /)]) if (/\p{L}/u.test(piece)) found.add(piece.trim());
    } else if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        if (isOfTheCore(name, value)) continue;
        if (!CODES.has(name) && (key.endsWith('Text') || /[_/-]|[A-Z]/.test(name))) found.add(name);
        visit(inner, name);
      }
  };
  visit(data, '');
  return [...found].filter((text) => text.length > 1).sort((a, b) => b.length - a.length);
}

/**
 * What is wrong with a page that speaks the pseudo-language: a text that is not from the words (`⟦…⟧` is missing), a word that is cut by
 * something around it or runs out of the window, a control whose content does not fit. One line each.
 */
export function layoutFaults(page: Page, foreign: readonly string[]): Promise<string[]> {
  return page.evaluate((known) => {
    const faults = new Set<string>();
    const short = (text: string): string => (text.length > 70 ? `${text.slice(0, 70)}…` : text);
    const place = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${String(element.className).split(' ').filter(Boolean).join('.')}`;
    const isDrawn = (element: Element): boolean =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      element.closest('.only-read, [hidden], .code-editor, kbd') === null &&
      // what only a screen reader reads
      element.getBoundingClientRect().width > 1;
    // names of files and commands, lines of files, definitions: the same in every language
    const isData = (element: Element): boolean => element.matches('input.code') || element.closest('code, pre, .diff-text') !== null;

    const fromWords = (text: string): boolean => {
      let rest = text;
      while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
      for (const one of known) if (rest.includes(one)) rest = rest.replaceAll(one, ' ');
      return !/\p{L}{2,}/u.test(
        rest
          .replace(/https?:\/\/\S+/g, ' ')
          .replace(
            /\b(?:ms|KB|MB|min|hr|sec|ago|now|in|yesterday|tomorrow|Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|Toolgate|JSON|API|minutes?|hours?|days?|seconds?|AM|PM|am|pm)\b\.?/g,
            '',
          ),
      );
    };

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || !parent || !isDrawn(parent)) continue;
      // A sentence can be drawn in several pieces: the element that holds them all is judged.
      if (!isData(parent) && !fromWords(text) && !fromWords(parent.textContent ?? ''))
        faults.add(`not from the words: “${short(text)}” in ${place(parent)}`);
      if (!text.includes('⟦')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const column = range.getBoundingClientRect();
      if (text.length > 60 && column.width < 90)
        faults.add(`squeezed into ${Math.round(column.width)} px: “${short(text)}” in ${place(parent)}`);
      for (const rect of range.getClientRects()) {
        if (rect.width === 0) continue;
        if (rect.right > window.innerWidth + 1 || rect.left < -1) faults.add(`out of the window: “${short(text)}” in ${place(parent)}`);
        for (let around: Element | null = parent; around && around !== document.body; around = around.parentElement) {
          const style = getComputedStyle(around);
          const box = around.getBoundingClientRect();
          if (style.overflowX !== 'visible' && (rect.right > box.right + 1 || rect.left < box.left - 1)) {
            faults.add(`cut at the side: “${short(text)}” in ${place(parent)} by ${place(around)}`);
            break;
          }
          if (/hidden|clip/.test(style.overflowY) && (rect.bottom > box.bottom + 2 || rect.top < box.top - 2)) {
            faults.add(`cut below: “${short(text)}” in ${place(parent)} by ${place(around)}`);
            break;
          }
          // what scrolls out of sight can be scrolled back
          if (style.position === 'fixed' || /auto|scroll/.test(style.overflowY)) break;
        }
      }
    }
    const scrolledAway = (element: Element, y: number): boolean => {
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        const box = around.getBoundingClientRect();
        if (/auto|scroll/.test(getComputedStyle(around).overflowY) && (y < box.top || y > box.bottom)) return true;
      }
      return false;
    };
    // A word under something else: in a title row, a banner, a card. What scrolls may pass under what sticks.
    for (const element of document.querySelectorAll('h1, h2, button, [role=tab], .badge, .nav-item, label')) {
      if (!isDrawn(element) || !element.textContent?.includes('⟦')) continue;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (scrolledAway(element, (top + bottom) / 2)) continue;
      for (const x of [left + 3, right - 3]) {
        const over = document.elementFromPoint(x, (top + bottom) / 2);
        const sticks = over?.closest('.sidebar') ? 'static' : over ? getComputedStyle(over).position : 'sticky';
        if (!over || element.contains(over) || over.contains(element) || sticks === 'sticky' || sticks === 'fixed') continue;
        if (
          over.closest(
            '[role=dialog], [role=menu], .menu, .popup-layer, .page-head, .card-head, .scrim, .answer-bar, .detail-pane, .tool-detail, .group-row',
          ) &&
          !element.closest('[role=dialog]')
        )
          continue;
        faults.add(`under something else: “${short(element.textContent)}” in ${place(element)} under ${place(over)}`);
      }
    }
    for (const control of document.querySelectorAll('button, [role=tab], [role=radio], a, label, h1, h2, h3, .badge')) {
      if (!isDrawn(control) || !control.textContent?.includes('⟦')) continue;
      if (control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0 && getComputedStyle(control).display !== 'inline')
        faults.add(`content does not fit: “${short(control.textContent ?? '')}” in ${place(control)}`);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      if (!isDrawn(element)) continue;
      for (const name of ['aria-label', 'placeholder', 'title']) {
        const text = element.getAttribute(name);
        if (text && !isData(element) && !fromWords(text)) faults.add(`not from the words: ${name} “${short(text)}” in ${place(element)}`);
      }
    }
    if (document.documentElement.scrollWidth > window.innerWidth) faults.add('the page itself scrolls sideways');
    return [...faults];
  }, foreign);
}
