// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.diagnostic.Location;
import io.kguard.rule.WrittenItem;
import io.kguard.rule.WrittenItem.WrittenKey;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code append: true}, which Falco warns about, as an {@code override} that appends. */
final class AppendRewrite implements Fixer.Rewrite {
    /** Keys that {@code append} silently leaves as they were, so that the author must say what is meant. */
    private static final List<String> IGNORED = List.of("""
            output desc tags priority enabled warn_evttypes skip-if-unknown-filter capture capture_duration""".split("\\s+", -1));

    /** What stands before a key that has a line of its own. */
    private static final Pattern BEFORE = Pattern.compile("(?: |- )*");

    @Override
    public List<Edit> edits(WrittenItem item) {
        WrittenKey append = item.key("append").filter(WrittenKey::isTrue).orElse(null);
        List<String> appended = appended(item);
        if (append == null
                || appended.isEmpty()
                || item.has("override")
                || IGNORED.stream().anyMatch(item::has)) {
            return List.of();
        }
        return List.of(new Edit(append.position(), append.end(), override(item, append, appended)));
    }

    private static List<String> appended(WrittenItem item) {
        Stream<String> keys = item.kind() == Location.Kind.LIST
                ? Stream.of("items")
                : item.kind() == Location.Kind.MACRO ? Stream.of("condition") : Stream.of("condition", "exceptions");
        return keys.filter(item::has).toList();
    }

    /** One line per key, as the rest of the item has; in braces where the item is in braces. */
    private static String override(WrittenItem item, WrittenKey append, List<String> keys) {
        String text = item.fileText();
        int start = append.position().offset();
        Matcher before = BEFORE.matcher(text).region(text.lastIndexOf('\n', start - 1) + 1, start);
        if (!before.matches()) {
            return keys.stream().map(key -> key + ": append").collect(Collectors.joining(", ", "override: {", "}"));
        }
        int end = text.indexOf('\n', start);
        String lineBreak = end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
        String indent = lineBreak + " ".repeat(before.end() - before.start() + 2);
        return keys.stream().map(key -> indent + key + ": append").collect(Collectors.joining("", "override:", ""));
    }
}
