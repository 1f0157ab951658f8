import { expect, it } from 'vitest';
import { clientTitle } from '../../../shared/model/client-title.js';

const clients = [
  { name: 'cursor', title: 'Cursor' },
  { name: 'script' },
  { name: 'code', title: 'VS Code' },
  { name: 'code-2', title: 'VS Code' },
  { name: 'zed', title: 'script' },
];

it.each([
  ['cursor', 'Cursor'],
  ['script', 'script'],
  ['gone', 'gone'],
  ['code', 'VS Code (code)'],
  ['code-2', 'VS Code (code-2)'],
  // no application may look like another client
  ['zed', 'script (zed)'],
])('calls %s %s', (name, title) => {
  expect(clientTitle(clients, name)).toBe(title);
});
