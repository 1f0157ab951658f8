import { describe, expect, it } from 'vitest';
import { scanText } from '../../../electron/core/risk/scan.js';
import { scanJsonText } from '../../../electron/core/risk/scan-definition.js';
import { scanRow } from '../../../electron/core/risk/texts.js';
import { laterAttacks, laterHonest, schemaAttacks } from './red-team-rounds.js';
import { everydayAttacks, everydayHonest, thirdAttacks, thirdHonest, type Met } from './third-texts.js';
import { fourthAttacks, fourthHonest, fourthPraise, metInPackages } from './fourth-texts.js';
import { attacks, hardHonest, selfPraise, subtleAttacks } from './red-team-texts.js';

const share = (texts: readonly string[], ...verdicts: string[]): number =>
  texts.filter((text) => verdicts.includes(scanText(text).verdict)).length / texts.length;

const met = (texts: readonly Met[]): number =>
  texts.filter((row) => scanRow({ id: 0, ...row }).verdict === 'poisoned').length / texts.length;

describe('texts of a third attacker', () => {
  it('are poisoned in nine of ten cases, in definitions, schemas, instructions and results', () => {
    expect(met(thirdAttacks)).toBeGreaterThanOrEqual(0.9);
  });
  it('are poisoned in two of five cases when they are put in everyday words', () => {
    expect(met(everydayAttacks)).toBeGreaterThanOrEqual(0.4);
  });
  it('do not drag along more than one in twenty honest texts that look bad', () => {
    expect(met([...thirdHonest, ...everydayHonest])).toBeLessThan(0.05);
  });
});

const definitions = (texts: readonly string[], ...verdicts: string[]): string[] =>
  texts.filter((text) => verdicts.includes(scanRow({ id: 0, text, surface: 'tool_description' }).verdict));

describe('texts of a fourth attacker', () => {
  it('are poisoned in nine of ten cases', () => {
    expect(definitions(fourthAttacks, 'poisoned').length / fourthAttacks.length).toBeGreaterThanOrEqual(0.9);
  });
  it('are suspicious in nine of ten cases when they only praise themselves', () => {
    expect(definitions(fourthPraise, 'suspicious', 'poisoned').length / fourthPraise.length).toBeGreaterThanOrEqual(0.9);
  });
  it('do not drag along more than one in fifty honest texts in the same words, and none that stand in real packages', () => {
    expect(definitions(fourthHonest, 'poisoned').length / fourthHonest.length).toBeLessThan(0.02);
    expect(definitions(metInPackages, 'poisoned')).toEqual([]);
  });
});

describe('texts of a made-up attacker', () => {
  it('are poisoned in at least 95 of 100 cases when they say what they want', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(150);
    expect(share(attacks, 'poisoned')).toBeGreaterThanOrEqual(0.95);
  });
  it('are poisoned in at least half of the cases when they hide it in everyday words', () => {
    expect(share(subtleAttacks, 'poisoned')).toBeGreaterThanOrEqual(0.5);
  });
  it('are poisoned in at least 9 of 10 cases of later rounds, in words and in schemas', () => {
    expect(share(laterAttacks, 'poisoned')).toBeGreaterThanOrEqual(0.9);
    expect(schemaAttacks.filter((text) => scanJsonText(text, 'definition').verdict !== 'poisoned')).toEqual([]);
  });
  it('leave the honest texts of later rounds alone in at least 95 of 100 cases', () => {
    expect(share(laterHonest, 'poisoned')).toBeLessThan(0.05);
  });
  it('are at least suspicious when they only push themselves forward', () => {
    expect(share(selfPraise, 'poisoned')).toBe(0);
    expect(share(selfPraise, 'suspicious')).toBeGreaterThanOrEqual(0.9);
  });
  it('do not drag honest texts along that shout, handle secrets or teach attacks', () => {
    expect(hardHonest.filter((text) => scanText(text).verdict === 'poisoned')).toEqual([]);
  });
  it('are found in the middle of a long text too', () => {
    const filler = 'Returns the rows of the table in the order of their keys. ';
    for (const text of attacks.slice(0, 10))
      expect(scanText(`${filler.repeat(120)}${text} ${filler.repeat(120)}`).verdict).toBe('poisoned');
  });
});
