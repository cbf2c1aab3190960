import type { Session } from 'electron';

/** The app needs no permission that a page can ask for (camera, location, notifications of the page, …). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
}
