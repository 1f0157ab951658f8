import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.js';
import type { Application, Layout } from './application.js';
import { filesOf, starred } from './places.js';
import type { Room } from './room.js';

/** The files that an application has in a project's folder, there or not; none where there is no such application on this system. */
export const projectFiles = (room: Room, application: Application, project: string): string[] =>
  filesOf(application, room.places()).length === 0
    ? []
    : (application.project ?? []).flatMap((file) => starred(file, (fixed) => join(project, fixed), room.places()));

/**
 * An application as it is in a project: its files are the project's, and no entry holds a token, since such files are passed on with the
 * project: the bridge is used, which finds the token at home.
 */
export function inProject(application: Application): Application {
  const [first, ...rest] = application.layouts.map(({ http: _address, ...layout }): Layout => layout);
  const reload = application.projectReload ?? application.reload;
  return first === undefined ? application : { ...application, layouts: [first, ...rest], reload };
}

/** The folder as it is kept, where the application has a file in it. */
export function projectFolder(room: Room, application: Application, project: string): Result<string> {
  const folder = resolve(project);
  const files = projectFiles(room, application, folder);
  if ((application.project ?? []).length === 0)
    return fail('NOT_FOUND', `${application.name} keeps no file in a project’s folder that Toolgate could write`, 'Nothing was changed.');
  return files.some((file) => room.fs.facts(file) !== undefined)
    ? ok(folder)
    : fail('NOT_FOUND', `${folder} has no ${(application.project ?? []).join(' or ')}`, 'Name the folder of a project that has one.');
}
