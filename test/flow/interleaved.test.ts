import { it } from 'vitest';
import { interleavedCalls } from '../support/interleaved.js';

it('2,000 interleaved calls of 20 clients with colliding ids over shared servers each reach their own caller, exactly once', () =>
  interleavedCalls(2000));
