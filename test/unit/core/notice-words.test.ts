import { describe, expect, it } from 'vitest';
import { pinNotices } from '../../../electron/core/notice-words.js';
import type { PinNews } from '../../../electron/core/pins/pin-book.js';

const news = (kind: PinNews['kind'], count: number): PinNews[] =>
  Array.from({ length: count }, (_, at) => ({ server: 'big', tool: `${kind}_${at}`, kind, changes: [] }));

describe('notices of what a listing brought', () => {
  it('are one for each while they are few', () => {
    expect(pinNotices(news('changed', 5)).map(({ subject }) => subject)).toEqual(
      [0, 1, 2, 3, 4].map((at) => `definition:big:changed_${at}`),
    );
  });

  it('count the rest where they are many: 10,000 do not push all others out', () => {
    const notices = pinNotices(news('changed', 10_000));
    expect(notices).toHaveLength(6);
    expect(notices[5]).toMatchObject({
      subject: 'definitions:big',
      title: '9995 more tools of big are new or changed',
      severity: 'danger',
    });
  });

  it('name what changed before what is new', () => {
    const notices = pinNotices([...news('new', 20), ...news('changed', 2)]);
    expect(notices.slice(0, 3).map(({ subject }) => subject)).toEqual([
      'definition:big:changed_0',
      'definition:big:changed_1',
      'definition:big:new_0',
    ]);
    expect(notices[5]).toMatchObject({ title: '17 more tools of big are new or changed', severity: 'caution' });
  });

  it('leave out what needs no decision', () => {
    expect(pinNotices(news('gone', 9))).toEqual([]);
  });
});
