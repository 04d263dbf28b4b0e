#!/bin/sh
# Gets the embedded engine, libchdb, once, into the cache of this user.
# The loader (libchdb/find.go) looks in the same places, in the same order.
#
#   load/engine/embedded/fetch.sh            get it if it is not there
#   CHDB_LIB_PATH=FILE …              nothing to do: that file is used
#   XDG_CACHE_HOME=FOLDER …           another cache than ~/.cache
#   CHDB_INTEGRITY=sha512-… …         its checksum, on a platform for which none is pinned
set -eu

say() { printf '%s\n' "fetch.sh: $*" >&2; }
die() { say "$*"; exit 1; }

# platform prints npm's name of this machine's build.
platform() {
	if ldd --version 2>&1 | grep -qi musl; then
		die "libchdb needs glibc, and this system has musl (Alpine?); use one with glibc, such as Debian"
	fi
	case "$(uname -s)/$(uname -m)" in
	Linux/x86_64 | Linux/amd64) echo linux-x64-gnu ;;
	Linux/aarch64 | Linux/arm64) echo linux-arm64-gnu ;;
	Darwin/x86_64) echo darwin-x64 ;;
	Darwin/arm64) echo darwin-arm64 ;;
	*) die "no build of libchdb for $(uname -s)/$(uname -m); set CHDB_LIB_PATH to one of your own" ;;
	esac
}

# The version and the checksums are in one file, which the program reads, too.
pins="$(dirname "$0")/libchdb/release.txt"
[ -f "$pins" ] || die "$pins is not there: it pins the version and its checksum"
version=$(awk '$1 == "version" { print $2 }' "$pins")

# pinned prints the integrity of a platform's package, as npm writes it: the one that was
# tested, or else the one that the user vouches for. None is fetched unchecked.
pinned() {
	pin=$(awk -v platform="$1" '$1 == platform { print $2 }' "$pins")
	pin=${pin:-${CHDB_INTEGRITY:-}}
	[ -n "$pin" ] || die "no checksum is pinned for @chdb/lib-$1@$version, which was not tested; to take npm's word for it:
  CHDB_INTEGRITY=\$(npm view @chdb/lib-$1@$version dist.integrity) $0
or set CHDB_LIB_PATH to a libchdb of your own"
	printf '%s\n' "$pin"
}

# integrity prints a file's sha512 as npm writes it.
integrity() {
	if command -v openssl >/dev/null 2>&1; then
		printf 'sha512-%s\n' "$(openssl dgst -sha512 -binary "$1" | openssl base64 -A)"
	elif command -v node >/dev/null 2>&1; then
		node -e 'const h = require("crypto").createHash("sha512");
			require("fs").createReadStream(process.argv[1]).on("data", d => h.update(d))
			.on("end", () => console.log("sha512-" + h.digest("base64")))' "$1"
	else
		die "neither openssl nor node is there to check the download; install one of them"
	fi
}

# installed prints the first library that the loader would find.
installed() {
	case "$os" in
	darwin-*) more="/usr/local/lib/libchdb.dylib /usr/lib/libchdb.dylib" ;;
	*) more= ;;
	esac
	# shellcheck disable=SC2086 # $more is a list
	for file in "$target" /usr/local/lib/libchdb.so /usr/lib/libchdb.so $more; do
		if [ -f "$file" ]; then
			printf '%s\n' "$file"
			return
		fi
	done
}

if [ -n "${CHDB_LIB_PATH:-}" ]; then
	[ -f "$CHDB_LIB_PATH" ] || die "CHDB_LIB_PATH names $CHDB_LIB_PATH, which is not there; correct it or unset it"
	say "the engine is there: $CHDB_LIB_PATH"
	exit 0
fi

os=$(platform)
target="${XDG_CACHE_HOME:-$HOME/.cache}/callrecords/chdb/$version-$os/libchdb.so"

found=$(installed)
if [ -n "$found" ]; then
	say "the engine is there: $found"
	exit 0
fi
want=$(pinned "$os")
if ! command -v npm >/dev/null 2>&1; then
	die "npm is needed to get libchdb (it is only published there); install Node.js, or set CHDB_LIB_PATH to a libchdb of your own"
fi

# The temporary folder lies beside the target, so that the last move is atomic.
folder=$(dirname "$target")
mkdir -p "$folder"
temp=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM

say "getting @chdb/lib-$os@$version (about 180 MB, 570 MB unpacked)"
(cd "$temp" && npm pack --silent "@chdb/lib-$os@$version" >/dev/null) ||
	die "npm did not get the package; see above, or set CHDB_LIB_PATH to a libchdb of your own"
tarball=$(find "$temp" -name '*.tgz')

got=$(integrity "$tarball")
[ "$got" = "$want" ] || die "the download is not what is pinned: $got instead of $want"

tar -xzf "$tarball" -C "$temp" --no-same-owner package/libchdb.so
chmod go-w "$temp/package/libchdb.so" "$folder" # the loader takes nothing that others can write
mv -f "$temp/package/libchdb.so" "$target"
say "the engine is there: $target"
