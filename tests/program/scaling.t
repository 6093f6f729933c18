#!/bin/sh
# Hostile mail is cheap: what a doubled mail costs, and one of 25 MiB.
: "${BUILD:=build}"
"${MAKE:-make}" -s BUILD="$BUILD" "$BUILD/scaling" >&2 || exit 1
exec "$BUILD/scaling"
