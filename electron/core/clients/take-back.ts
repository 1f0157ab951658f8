import type { Job } from './connect-job.js';
import type { ConnectedFile } from './connections.js';
import { harmless } from './harmless.js';
import type { Room } from './room.js';
import { undoFile } from './undo-file.js';

/** A file was refused: the ones already written go back, and what came behind the gate for them. */
export async function takeBack(room: Room, { application, key, prior, added }: Job, written: readonly ConnectedFile[]): Promise<void> {
  // Where it was connected before, what is written leads to these servers and stays.
  if (prior !== undefined && written.length > 0) return;
  if (prior === undefined) {
    for (const file of written) {
      const undone = await undoFile(room, application, file, { restoreDropped: false, revertEdited: true }, false);
      // What could not go back stays recorded, and can be disconnected.
      if (!undone.ok) return;
    }
    harmless(room, () => room.connections.put(key, undefined));
    if (!room.connections.all().some((other) => other.client === application.id)) room.gate.removeClient(application.id);
  }
  for (const server of added) harmless(room, () => room.gate.removeServer(server));
}
