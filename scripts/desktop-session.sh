#!/bin/sh
# Runs a command within a desktop session of its own: a D-Bus session bus, an unlocked keychain and a notification
# server, all of them real, none of them the user's. Called by scripts/test.ts under dbus-run-session.
#   LURESCOPE_NOTIFICATIONS  file that the notification server's calls are written to
set -eu
printf 'test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
/usr/bin/python3 -u -m dbusmock --template notification_daemon >"$LURESCOPE_NOTIFICATIONS" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
owned() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner "string:$1" 2>/dev/null | grep -q 'boolean true'
}
tries=0
until owned org.freedesktop.Notifications && owned org.freedesktop.secrets; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    echo 'The keychain or the notification server did not start.' >&2
    exit 1
  fi
  sleep 0.1
done
"$@"
