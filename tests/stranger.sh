#!/bin/sh
# What docs/package.md tells a recipient to do, with age, tar, sha256sum, openssl and python3 alone.
#
#     stranger.sh PACKAGE.tar.age IDENTITY-FILE CHECKER ROOT.pem VKEY FOLDER
#
# Stops at the first thing that does not hold. FOLDER is new; the opened package lies in it afterwards.
set -eu
package=$1 identity=$2 checker=$3 root=$4 vkey=$5 folder=$6

mkdir "$folder"
age -d -i "$identity" "$package" | tar -x -C "$folder"
cd "$folder"/guwah-package-*

sha256sum --quiet --strict -c manifest-sha256.txt
sha256sum --quiet --strict -c tagmanifest-sha256.txt

for checkpoint in proof/anchors/*/checkpoint; do
    for stamp in "${checkpoint%checkpoint}"stamp-*.tst; do
        [ -e "$stamp" ] || continue
        openssl ts -verify -data "$checkpoint" -token_in -in "$stamp" -CAfile "$root" \
            -untrusted "${stamp%.tst}.pem" 2>&1
    done
done

python3 -I "$checker" . --key "$vkey" --root "$root" --json
