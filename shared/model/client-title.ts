import type { ClientView } from './views.js';

/** What a client is called before people: the application's own name where Toolgate connected it. Two with one name keep theirs beside it. */
export function clientTitle(clients: readonly Pick<ClientView, 'name' | 'title'>[], name: string): string {
  const title = clients.find((client) => client.name === name)?.title;
  if (title === undefined) return name;
  return clients.some((other) => other.name !== name && (other.title ?? other.name) === title) ? `${title} (${name})` : title;
}
