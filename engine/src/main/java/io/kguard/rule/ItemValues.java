// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Location;
import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of a mapping in a rule file, each with Falco's checks.
 *
 * @param context the mapping, for diagnostics
 */
record ItemValues(YamlNode item, Context context) {
    private static final Pattern UNSIGNED =
            Pattern.compile("0[xX](?<hex>[0-9a-fA-F]{1,8})|(?<octal>0[0-7]{0,11})|[1-9][0-9]{0,9}");
    private static final long LARGEST = 0xffffffffL;

    public boolean has(String key) {
        return item.get(key) != null;
    }

    /** Where the value of a key begins, or the item if the key is absent. */
    public Place place(String key) {
        YamlNode value = item.get(key);
        return value == null ? context.place() : value.place();
    }

    /** The value of a required key: a scalar that is not empty. */
    public TracedText text(String key) {
        YamlNode value = item.get(key);
        if (value == null) {
            throw context.malformed("Item has no mapping for key '" + key + "'", missing(key));
        }
        return scalar(key, value).traced();
    }

    /** A boolean value, or {@code otherwise} if the key is absent. */
    public boolean bool(String key, boolean otherwise) {
        YamlNode value = item.get(key);
        if (value == null) {
            return otherwise;
        }
        Boolean bool = scalar(key, value).bool();
        if (bool == null) {
            throw at(key, value).malformed("Can't decode YAML scalar value", "'" + key + "' is either true or false");
        }
        return bool;
    }

    /** An integer, or 0 if the key is absent. */
    public long number(String key) {
        YamlNode value = item.get(key);
        if (value == null) {
            return 0;
        }
        OptionalLong number = unsigned(scalar(key, value).scalar());
        if (number.isEmpty()) {
            throw at(key, value)
                    .malformed("Can't decode YAML scalar value", "'" + key + "' is a whole number, such as 5000");
        }
        return number.getAsLong();
    }

    /** A number of 32 bits as Falco's parser reads it: 0x begins a hexadecimal number, 0 an octal one. Empty if it is none. */
    public static OptionalLong unsigned(String text) {
        Matcher matcher = UNSIGNED.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int radix = matcher.group("hex") != null ? 16 : matcher.group("octal") != null ? 8 : 10;
        String digits = text.substring(radix == 16 ? 2 : 0);
        long number = Long.parseLong(digits, radix);
        return number <= LARGEST ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The scalars of a required sequence. */
    public List<TracedText> texts(String key) {
        YamlNode value = item.get(key);
        if (value == null) {
            throw context.malformed("Item has no mapping for key '" + key + "'", missing(key));
        }
        Context at = at(key, value);
        if (!value.isSequence()) {
            throw at.malformed(
                    "Value is not a sequence", "write '" + key + ": [a, b]', or one '- a' per line below it");
        }
        List<TracedText> texts = new ArrayList<>();
        Attempts attempts = new Attempts();
        for (YamlNode element : value.elements()) {
            if (element.isScalar()) {
                texts.add(element.traced());
            } else {
                attempts.failed(at(key, element).malformed("sequence value is not scalar"));
            }
        }
        attempts.end();
        return texts;
    }

    public Context at(String key, YamlNode value) {
        return context.in(Location.Kind.VALUE_FOR, key, value.place());
    }

    private YamlNode scalar(String key, YamlNode value) {
        if (value.isNull()) {
            throw at(key, value).malformed("Mapping for key '" + key + "' is empty", "give '" + key + "' a value");
        }
        if (!value.isScalar()) {
            throw at(key, value)
                    .malformed(
                            "Value is not a scalar value",
                            "'" + key + "' must be one text, without brackets and without keys below it");
        }
        if (value.scalar().isEmpty()) {
            throw at(key, value).malformed("Value must be non-empty");
        }
        return value;
    }

    private String missing(String key) {
        List<String> written = item.keys().stream()
                .filter(YamlNode::isScalar)
                .map(YamlNode::scalar)
                .toList();
        String near = Nearest.of(key, written);
        if (near != null) {
            return "'" + near + "' is no key here; did you mean '" + key + "'?";
        }
        return "add '" + key + ":' to the item";
    }
}
