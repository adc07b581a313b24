// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.MalformedEventException;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of an event script, as Java has them. */
final class ScriptValues {
    private static final int MOST = Integer.MAX_VALUE;

    private static final Map<String, Keys> KEYS = Keys.of(ScriptValues.class);

    private ScriptValues() {}

    /** The keys of a mapping of scripts. */
    static Keys keys(String mapping) {
        return Keys.known(KEYS, mapping);
    }

    /** Strings, lists and maps; null, and a problem, if there is something else in it. */
    static @Nullable Object plain(YamlValue value) {
        if (value.isMapping()) {
            YamlMapping mapping = value.mapping("this");
            Map<String, Object> map = new LinkedHashMap<>();
            for (YamlValue member : mapping == null ? List.<YamlValue>of() : mapping.values()) {
                Object plain = plain(member);
                if (plain != null) {
                    map.put(member.key(), plain);
                }
            }
            return map;
        }
        if (value.isList()) {
            List<Object> list = new ArrayList<>();
            for (YamlValue member : value.items(MOST)) {
                Object plain = plain(member);
                if (plain != null) {
                    list.add(plain);
                }
            }
            return list;
        }
        return value.text();
    }

    /** The members of a list of strings, or a string as the only one. */
    static List<String> texts(@Nullable YamlValue value) {
        if (value == null) {
            return List.of();
        }
        if (value.isList()) {
            return value.texts(MOST);
        }
        String text = value.text();
        return text == null ? List.of() : List.of(text);
    }

    /** Uses a value; what does not fit is a problem of the value. */
    static void use(YamlValue value, Runnable use) {
        try {
            use.run();
        } catch (IllegalArgumentException | MalformedEventException e) {
            value.problem(String.valueOf(e.getMessage()), "");
        }
    }

    /** What a name stands for; null, and a problem, if nothing has it. */
    static <T> @Nullable T known(Map<String, T> names, YamlValue value, String kind) {
        String name = value.text();
        T known = name == null ? null : names.get(name);
        if (name != null && known == null) {
            value.problem("no " + kind + " is named \"" + name + "\"", Nearest.hint(name, names.keySet()));
        }
        return known;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
