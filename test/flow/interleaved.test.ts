import { it } from 'vitest';
import { interleavedCalls } from '../support/interleaved.js';

it(
  '2,000 interleaved calls of 20 clients with colliding ids over shared servers each reach their own caller, exactly once',
  () => interleavedCalls(2000),
  // 35 to 60 s where other work keeps two cores busy
  180_000,
);
