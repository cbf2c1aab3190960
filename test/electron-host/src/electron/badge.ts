import { type MessageBus, Variant } from 'dbus-native';

/** Tells docks how many things wait in the app (Unity's LauncherEntry, which other docks read as well). */
export function announceBadge(bus: MessageBus, appName: string, count: number): void {
  const properties = { count: new Variant('x', count), 'count-visible': new Variant('b', count > 0) };
  bus.sendSignal('/', 'com.canonical.Unity.LauncherEntry', 'Update', 'sa{sv}', [
    `application://${appName.toLowerCase()}.desktop`,
    properties,
  ]);
}
