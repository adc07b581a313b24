// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.incident;

import io.kguard.event.JsonString;
import java.util.List;
import java.util.stream.Collectors;

/** Strings as YAML takes them whatever they hold: in the quotes of JSON. */
final class Quoting {
    private Quoting() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder();
        JsonString.append(out, text);
        return out.toString();
    }

    static String list(List<String> texts) {
        return texts.stream().map(Quoting::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
