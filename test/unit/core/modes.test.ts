import { describe, expect, it } from 'vitest';
import { createModes, type ModeMemory } from '../../../electron/core/modes.js';
import { fakeClock } from '../../support/fake-clock.js';

function start(stored?: ReturnType<ModeMemory['load']>) {
  const clock = fakeClock();
  const disk = { value: stored, full: false };
  const told: string[] = [];
  const memory: ModeMemory = {
    load: () => disk.value,
    save(value) {
      if (disk.full) throw new Error('disk full');
      disk.value = value;
    },
  };
  return { clock, disk, told, modes: createModes(memory, clock, (mode, ended) => told.push(ended ? `${mode} again` : mode)) };
}

describe('observing for a while', () => {
  it('ends after that while, though the wall clock was set back', () => {
    const { clock, modes, told } = start();
    modes.set('observe', 900_000);
    clock.jump(-36_000_000);
    clock.advance(899_999);
    expect(modes.current()).toBe('observe');
    clock.advance(1);
    expect(told).toEqual(['observe', 'enforce again']);
    expect(modes.current()).toBe('enforce');
  });

  it('is not what a lockdown does, which lasts as long as either clock says', () => {
    const { clock, modes } = start();
    modes.set('lockdown', 900_000);
    clock.jump(-36_000_000);
    clock.advance(900_000);
    expect(modes.current()).toBe('lockdown');
    clock.advance(36_000_000);
    expect(modes.current()).toBe('enforce');
  });

  it('ends when the wall clock says so, though the timer slept', () => {
    const { clock, modes } = start();
    modes.set('observe', 900_000);
    clock.jump(900_000);
    expect(modes.current()).toBe('enforce');
  });

  it('ends on a full disk too, and throws at nobody', () => {
    const { clock, disk, modes, told } = start();
    modes.set('observe', 900_000);
    disk.full = true;
    clock.advance(900_000);
    expect(told).toEqual(['observe', 'enforce again']);
    expect(modes.current()).toBe('enforce');
  });
});

describe('on a full disk', () => {
  it('lockdown holds, and is said to be over after a restart', () => {
    const { disk, modes, told } = start();
    disk.full = true;
    const set = modes.set('lockdown');
    expect(set.ok ? '' : set.error.message).toContain('Lockdown is on, but');
    expect([modes.current(), told]).toEqual(['lockdown', ['lockdown']]);
  });

  it.each([
    ['observing does not begin', 'enforce', 'observe'],
    ['lockdown does not end', 'lockdown', 'enforce'],
    ['a lockdown without end is given none', 'lockdown', 'lockdown'],
  ] as const)('%s, and nothing is told', (_, before, next) => {
    const { disk, modes, told } = start({ mode: before });
    disk.full = true;
    const set = modes.set(next, 60_000);
    expect(set.ok ? '' : set.error.message).toBe('The mode could not be written to the disk.');
    expect([modes.current(), modes.untilMs(), told]).toEqual([before, undefined, []]);
  });

  it('observing ends when it is told to', () => {
    const { disk, modes } = start();
    modes.set('observe');
    disk.full = true;
    expect(modes.set('enforce').ok).toBe(true);
    expect(modes.current()).toBe('enforce');
  });
});
