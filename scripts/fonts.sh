#!/usr/bin/env bash
# Fetch the free FangSong and KaiTi faces (Fandol) from Debian's texlive-lang-chinese into .venv/fonts: only the font
# files are taken, not the 23 packages it depends on. They are not vendored: their licence is GPL with font exception.
set -euo pipefail
cd "$(dirname "$0")/.."
target=.venv/fonts
[ -f "$target/FandolFang-Regular.otf" ] && exit 0
command -v apt-get >/dev/null && command -v dpkg >/dev/null || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get download -qq texlive-lang-chinese >/dev/null 2>&1)
dpkg -x "$work"/texlive-lang-chinese_*.deb "$work/root"
mkdir -p "$target"
cp "$work"/root/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol{Fang,Kai,Hei,Song}*.otf "$target/"
