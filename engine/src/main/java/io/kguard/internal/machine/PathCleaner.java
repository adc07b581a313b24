// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** Builds a normalized path from a base and a string. */
final class PathCleaner {
    private final StringBuilder out;
    private final boolean hasBase;
    private final boolean dots;

    /** Begins with a path; whether bytes outside of printable ASCII become dots. */
    PathCleaner(String base, boolean dots) {
        this.dots = dots;
        this.out = new StringBuilder(base.length() + 64).append(base);
        this.hasBase = !base.isEmpty();
    }

    String clean(String path) {
        int length = path.length();
        int i = 0;
        while (i < length) {
            char c = path.charAt(i);
            if (c == '.' && atComponentStart()) {
                i = dots(path, i);
            } else {
                if (c != '/') {
                    out.append(dots && (c < 0x20 || c > 0x7e) ? '.' : c);
                } else if (out.isEmpty() ? !hasBase : out.charAt(out.length() - 1) != '/') {
                    out.append('/');
                }
                i++;
            }
        }
        int end = out.length() - 1;
        if (end > 0 && out.charAt(end) == '/') {
            out.setLength(end);
        }
        return out.toString();
    }

    private boolean atComponentStart() {
        return out.isEmpty() || out.charAt(out.length() - 1) == '/';
    }

    /** Processes a dot at the start of a component. Returns the next index. */
    private int dots(String path, int i) {
        if (endsAt(path, i + 1)) {
            return i + 2;
        }
        if (path.charAt(i + 1) == '.' && endsAt(path, i + 2)) {
            parent();
            return i + 3;
        }
        out.append('.');
        return i + 1;
    }

    private static boolean endsAt(String path, int i) {
        return i >= path.length() || path.charAt(i) == '/';
    }

    private void parent() {
        int end = out.length() - 1;
        if (end <= 0) {
            return;
        }
        out.setLength(out.lastIndexOf("/", end - 1) + 1);
    }
}
