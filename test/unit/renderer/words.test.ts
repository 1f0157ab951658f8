import { describe, expect, it } from 'vitest';
import { spokenLanguage } from '../../../shared/words/languages.js';
import { noticeIn, told } from '../../../shared/words/notice.js';
import { outsideWords } from '../../../shared/words/outside.js';
import { pseudoText } from '../../../shared/words/pseudo.js';
import { notice } from '../../desktop/shell-app/samples.js';

describe('the language that is spoken', () => {
  it.each([
    ['system', ['de-AT', 'en-US'], 'de', 'de-AT'],
    ['system', ['fr-FR', 'ja-JP'], 'ja', 'ja-JP'],
    ['system', ['fr-FR'], 'en', 'en'],
    ['system', [], 'en', 'en'],
    ['system', ['zh-CN'], 'zh', 'zh-CN'],
    ['system', ['zh-Hans-HK'], 'zh', 'zh-Hans-HK'],
    ['system', ['zh-TW', 'en-GB'], 'en', 'en-GB'],
    ['system', ['es_MX'], 'es', 'es-MX'],
    ['de', ['en-US', 'de-CH'], 'de', 'de-CH'],
    ['de', ['en-US'], 'de', 'de'],
    ['tlh', ['de-DE'], 'de', 'de-DE'],
    ['toString', ['xx'], 'en', 'en'],
  ])('of the setting %j on a system that wishes %j is %s, with the numbers of %s', (setting, system, words, locale) => {
    expect(spokenLanguage(setting, system)).toEqual({ words, locale });
  });
});

describe('a notice', () => {
  it('says in English what its id and values say in the language of a view', () => {
    const quarantined = notice(told('quarantined', { server: 'notes', tool: 'search', says: 'asks for secrets' }));
    const { say } = outsideWords({ words: 'en-XA', locale: 'en' });
    expect(quarantined.title).toBe('notes › search is in quarantine');
    expect(noticeIn(say, quarantined).title).toMatch(/^⟦notes › search íš íñ .*⟧$/);
    expect(noticeIn(say, quarantined).body).toContain('asks for secrets');
  });

  it('puts values in as they are, even when they look like a place for another', () => {
    const odd = notice(told('changed', { server: '{{tool}}', tool: '$t(tray.quit)' }));
    expect(odd.title).toBe('{{tool}} › $t(tray.quit) changed');
    expect(noticeIn(outsideWords({ words: 'en', locale: 'en' }).say, odd).title).toBe(odd.title);
  });

  it('tells each line of what was changed while nothing ran', () => {
    const two = notice(told('unseen', { sentence: 'enable the server a\nlet cursor call again' }));
    const { say } = outsideWords({ words: 'de', locale: 'de' });
    expect(noticeIn(say, two).body).toBe('Den Server a einschalten\ncursor wieder aufrufen lassen');
  });

  it('without a known id stays as it came', () => {
    const { say } = outsideWords({ words: 'en-XA', locale: 'en' });
    for (const says of [undefined, { id: 'constructor', values: {} }, { id: 'of-a-later-version', values: {} }])
      expect(noticeIn(say, notice({ title: 'Limit reached', ...(says && { says }) })).title).toBe('Limit reached');
  });
});

it('the pseudo-language keeps the places of values and is at least 40 % longer', () => {
  const text = 'Observing until {{time}}: rules do not stop calls';
  expect(pseudoText(text)).toContain('{{time}}');
  expect(pseudoText(text).length).toBeGreaterThan(text.length * 1.3);
  expect(pseudoText('')).toBe('');
});
