// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** Takes {@code .} and {@code ..} out of a path without a look at files. */
final class LexicalPath {
    private LexicalPath() {}

    /** The path; {@code ..} at its start vanishes. */
    static String of(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return (path.startsWith("/") ? "/" : "") + String.join("/", names);
    }
}
