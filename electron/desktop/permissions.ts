import type { Session } from 'electron';

/**
 * The one permission the app asks for: that its database is not evicted when the disk runs low. All others that a
 * page can ask for (camera, location, notifications of the page, …) it does not need.
 */
const granted = 'persistent-storage';

export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(String(permission) === granted),
  );
  session.setPermissionCheckHandler((_contents, permission) => String(permission) === granted);
}
