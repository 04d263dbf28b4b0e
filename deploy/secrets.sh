#!/bin/sh
# Makes the passwords of docker-compose.yml, once. Those that are there stay.
#
#   deploy/secrets.sh [FOLDER]    default .secrets, beside docker-compose.yml
#
# The folder is closed to other users of this machine. The files in it are not,
# because each container reads them as a user of its own.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../.secrets}

# random prints 192 bits as hex.
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# hash prints the SHA-256 of a password file as hex, without a line break that
# an editor left at its end: the readers of the file leave it out, too.
hash() {
	if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum; else sum='shasum -a 256'; fi
	tr -d '\r\n' <"$1" | $sum | cut -d' ' -f1
}

mkdir -p "$folder"
chmod 0700 "$folder"
cd "$folder"

for name in exporter_password reader_password dashboard_password grafana_admin_password; do
	[ -s "$name" ] || random >"$name"
	chmod 0444 "$name"
done

rm -f users.xml
sed -e "s/@exporter_password@/$(hash exporter_password)/" \
	-e "s/@reader_password@/$(hash reader_password)/" "$here/clickhouse/users.xml" >users.xml
chmod 0444 users.xml
