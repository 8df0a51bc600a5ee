#!/usr/bin/env bash
# Set up everything once: a venv, uv inside it, the hashed lock, the package itself; browser and fonts by apt when root.
# Says what is missing and goes on without it. Does nothing when all is in place.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/.setup-done
wanted=$(cat requirements/all.txt pyproject.toml scripts/setup.sh | sha256sum | cut -d' ' -f1)
# Where Python may not write its bytecode, every worker would compile the whole house anew.
compile() { .venv/bin/python -m compileall -q src; }
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -x .venv/bin/zhengjian ]; then compile; exit 0; fi

apt_updated=
apt_install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "setup: not root or no apt-get: please install: $*" >&2
    return 1
  fi
  if [ -z "$apt_updated" ]; then apt-get update -qq >/dev/null 2>&1 || true; apt_updated=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

if ! [ -x .venv/bin/python ]; then
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || { apt_install python3 || true; }
  python3 -m venv .venv 2>/dev/null || { rm -rf .venv; apt_install python3-venv; python3 -m venv .venv; }
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements/all.txt
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps -e .

command -v chromium >/dev/null || apt_install chromium \
  || echo "setup: no chromium: pages drawn by scripts stay unknown, and console tests are skipped" >&2
fc-list 2>/dev/null | grep -q 'Noto Serif CJK SC' || apt_install fontconfig fonts-noto-cjk fonts-liberation \
  || echo "setup: no Noto CJK fonts: documents will use whatever Chinese font there is" >&2
command -v pdftoppm >/dev/null || apt_install poppler-utils \
  || echo "setup: no poppler-utils: tests that look at PDF pages are skipped" >&2
compile
bash scripts/fonts.sh || echo "setup: no FangSong and KaiTi fonts: documents fall back to Noto" >&2

echo "$wanted" >"$stamp"
