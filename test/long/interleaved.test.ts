import { it } from 'vitest';
import { interleavedCalls } from '../support/interleaved.js';

it(
  '100,000 interleaved calls of 20 clients with colliding ids over shared servers each reach their own caller, exactly once',
  () => interleavedCalls(100_000),
  1_800_000,
);
