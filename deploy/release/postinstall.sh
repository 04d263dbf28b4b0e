#!/bin/sh
# After the files are there: the user that the units run as. Nothing is started: there is no configuration yet.
set -e
if command -v systemd-sysusers >/dev/null; then
	systemd-sysusers callrecords-exporter.conf
elif ! getent passwd callrecords >/dev/null; then
	useradd --system --home-dir /var/lib/callrecords --shell /usr/sbin/nologin callrecords
fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	systemctl try-restart callrecords-exporter.service
fi
