// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders of templates, such as {@code %{ item.target }}. Files have them without quotes too, although no YAML string
 * may begin with a percent sign. So the text is read with other characters in their place, one for one.
 */
final class Placeholders {
    private static final Pattern WRITTEN = Pattern.compile("%\\{([^{}\\r\\n]{0,200})\\}");
    private static final Pattern PART = Pattern.compile("%\\{\\s*item\\.");
    private static final Pattern WHOLE = Pattern.compile("\\s*%\\{\\s*item\\.([^{}\\s]+)\\s*\\}\\s*");

    /** Characters for private use, which mean nothing in YAML. */
    private static final String PERCENT = "\uE000";

    private static final String OPEN = "\uE001";
    private static final String CLOSE = "\uE002";

    private Placeholders() {}

    /** A text in which placeholders are strings of YAML wherever they are. */
    static String hidden(String text) {
        return WRITTEN.matcher(text).replaceAll(PERCENT + OPEN + "$1" + CLOSE);
    }

    /** A string as it was written. */
    static String shown(String text) {
        return text.replace(PERCENT, "%").replace(OPEN, "{").replace(CLOSE, "}");
    }

    /** The key of the case whose value takes the place of a string; empty if the string is no placeholder. */
    static Optional<String> key(String text) {
        Matcher matcher = WHOLE.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether there is a placeholder in a string. */
    static boolean isIn(String text) {
        return PART.matcher(text).find();
    }
}
