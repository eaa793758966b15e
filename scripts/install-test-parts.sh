#!/usr/bin/env bash
# Sees to the real parts that tests run against: a browser, an IMAP server, a MongoDB. As root on Debian it installs
# what is missing; elsewhere it says what to install, which fails only on a build server (CI set). Silent when all is there.
set -uo pipefail
cd "$(dirname "$0")/.."

cached_mongod() { compgen -G "${XDG_CACHE_HOME:-$HOME/.cache}/deskroute/mongod/*/mongod" >/dev/null; }
has_mongod() { [ -n "${MONGOD_BINARY:-}" ] || command -v mongod >/dev/null || cached_mongod; }
has_browser() { command -v chromium >/dev/null || command -v google-chrome >/dev/null; }
has_libcurl() { ldconfig -p 2>/dev/null | grep -q 'libcurl\.so\.4 '; }

missing=()
has_browser || missing+=(chromium)
[ -x /usr/lib/dovecot/imap ] || missing+=(dovecot-imapd)
if [ "$(uname -s)" = Linux ]; then
  PATH="$PATH:/sbin" has_libcurl || missing+=(libcurl4)
  [ -r /etc/ssl/certs/ca-certificates.crt ] || missing+=(ca-certificates)
  has_mongod || python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
fi

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

install_missing() {
  [ -r /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "Installing for the tests: ${missing[*]}"
  local log
  log=$(mktemp)
  for _ in 1 2; do
    if { apt update && apt install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
      rm -f "$log"
      return 0
    fi
  done
  cat "$log" >&2
  rm -f "$log"
  return 1
}

status=0
if [ ${#missing[@]} -gt 0 ] && ! install_missing; then
  echo "Some tests need what is not installed here. On Debian: apt-get install ${missing[*]}" >&2
  status=1
fi
node scripts/fetch-mongod.ts || status=1

[ -z "${CI:-}" ] && exit 0
exit "$status"
