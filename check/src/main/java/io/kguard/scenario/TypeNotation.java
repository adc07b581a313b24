// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the types in tables of keys: a word, {@code number 255} for a number up to that, {@code word any} for this string alone,
 * {@code [text]} for a list, {@code [text]+} for one that is not empty, <code>{text}</code> for a mapping with any keys, {@code #exec}
 * for a mapping of the tables, and {@code text | flag} for one or the other, in {@code ()} if it is a part of another type.
 */
final class TypeNotation {
    private static final Pattern NAME = Pattern.compile("[\\w-]+");

    private final Map<String, SchemaType> words;
    private final String written;
    private int at;

    private TypeNotation(String written, Map<String, SchemaType> words) {
        this.written = written;
        this.words = words;
    }

    /**
     * The type that is written.
     *
     * @param words the types of words
     * @throws IllegalStateException if it is none
     */
    static SchemaType read(String written, Map<String, SchemaType> words) {
        TypeNotation notation = new TypeNotation(written, words);
        SchemaType type = notation.either();
        notation.must(notation.at == written.length());
        return type;
    }

    private SchemaType either() {
        List<SchemaType> types = new ArrayList<>(List.of(one()));
        while (skips(" | ")) {
            types.add(one());
        }
        return types.size() == 1 ? types.get(0) : SchemaType.either(types);
    }

    private SchemaType one() {
        if (skips("[")) {
            SchemaType items = until("]");
            return skips("+") ? SchemaType.listOfOneOrMore(items) : SchemaType.list(items);
        } else if (skips("{")) {
            return SchemaType.mappingOf(until("}"));
        } else if (skips("(")) {
            return until(")");
        } else if (skips("#")) {
            return SchemaType.ref(name());
        } else if (skips("number ")) {
            return SchemaType.number(Integer.parseInt(name()));
        } else if (skips("word ")) {
            return SchemaType.word(name());
        }
        String word = name();
        return Objects.requireNonNull(words.get(word), word);
    }

    private SchemaType until(String end) {
        SchemaType type = either();
        must(skips(end));
        return type;
    }

    private String name() {
        Matcher name = NAME.matcher(written).region(at, written.length());
        must(name.lookingAt());
        at = name.end();
        return name.group();
    }

    private boolean skips(String sign) {
        boolean skips = written.startsWith(sign, at);
        at += skips ? sign.length() : 0;
        return skips;
    }

    private void must(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("\"" + written + "\" is no type, from character " + at + " on");
        }
    }
}
