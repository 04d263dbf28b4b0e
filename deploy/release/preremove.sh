#!/bin/sh
# Before the files go, but not before an upgrade. /var/lib/callrecords and /etc/callrecords stay.
set -e
case "$1" in
upgrade | 1) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then
	systemctl disable --now callrecords-exporter.service callrecords-exporter-run.timer
fi
