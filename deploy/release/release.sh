#!/bin/sh
# Makes a release into dist/: programs, packages, an SBOM each, checksums. `make release` runs it. The same commit
# gives the same bytes, wherever it is built: no path, no clock and no user's name goes in.
#
#   VERSION   default: the tag of the commit, or 0.0.0+DATE.COMMIT
#   TARGETS   default: all that are published
set -eu
cd "$(dirname "$0")/../.."

TARGETS=${TARGETS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
DATE=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y%m%d%H%M%S)
VERSION=${VERSION:-$(git describe --tags --exact-match 2>/dev/null || echo "0.0.0+$DATE.$(git rev-parse --short=12 HEAD)")}
VERSION=${VERSION#v}
export SOURCE_DATE_EPOCH VERSION
export CGO_ENABLED=0 GOFLAGS=-trimpath TZ=UTC LC_ALL=C
umask 022

if [ -n "$(git status --porcelain)" ]; then
	echo "release.sh: there are changes that are not committed; nothing was made" >&2
	exit 1
fi

stage=dist/.stage
rm -rf dist
mkdir -p $stage
trap 'rm -rf $stage' EXIT
tools="go tool -modfile=$PWD/deploy/release/go.mod"

# The manual pages and completions are the same for all targets: this machine's program makes them.
make --no-print-directory man >/dev/null

for target in $TARGETS; do
	GOOS=${target%/*} GOARCH=${target#*/}
	arch=$GOARCH
	export GOOS GOARCH # of the program; the tools are this machine's
	name=exporter_${VERSION}_${GOOS}_${GOARCH}
	folder=$stage/$name
	mkdir "$folder"
	go build -buildvcs=true -ldflags='-s -w' -o "$folder/exporter" ./cmd/exporter
	if ! go version -m "$folder/exporter" | grep -q "vcs.revision=$(git rev-parse HEAD)"; then
		echo "release.sh: the program does not know its commit; make the release in a clone of its own" >&2
		exit 1
	fi
	cp LICENSE README.md config.example.yaml "$folder"
	GOOS= GOARCH= $tools cyclonedx-gomod bin -json -noserial -notimestamp -output "dist/$name.cdx.json" "$folder/exporter" 2>/dev/null
	tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$stage" -cf - "$name" |
		gzip -9 -n >"dist/$name.tar.gz"
	if [ "$GOOS" != linux ]; then continue; fi

	# What the packages put where: make install, and the units.
	root=$stage/root
	rm -rf $root
	make --no-print-directory install DESTDIR="$root" PREFIX=/usr >/dev/null
	install -m 755 "$folder/exporter" "$root/usr/bin/exporter"
	install -D -m 644 -t "$root/usr/lib/systemd/system" deploy/systemd/*.service deploy/systemd/*.timer
	install -D -m 644 deploy/systemd/sysusers.conf "$root/usr/lib/sysusers.d/callrecords-exporter.conf"
	install -D -m 644 config.example.yaml "$root/usr/share/doc/callrecords-exporter/config.example.yaml"
	install -D -m 644 LICENSE "$root/usr/share/doc/callrecords-exporter/copyright"
	install -D -m 644 deploy/prometheus/rules.yml "$root/usr/share/doc/callrecords-exporter/rules.yml"
	find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
	for format in deb rpm; do
		PACKAGE_ARCH=$arch GOOS= GOARCH= \
			$tools nfpm package --config deploy/release/nfpm.yaml --packager $format --target dist/ >&2
	done
done

(cd dist && sha256sum -- * >SHA256SUMS)
cat dist/SHA256SUMS
