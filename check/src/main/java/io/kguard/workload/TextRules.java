// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import io.kguard.internal.message.Visible;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Rules for every string and list of a manifest, whatever its field: nothing is null, no string has control characters,
 * and nothing is larger than a manifest needs. Fields with a program's input may have line breaks.
 */
@API(status = API.Status.INTERNAL)
public final class TextRules {
    private static final int MAX_TEXT = 64 << 10;
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_MEMBERS = 1000;
    private static final int MAX_DEPTH = 40;

    /** Fields in which line breaks and tabs are allowed: lists of arguments, values, annotations. */
    private static final Set<String> FREE_TEXTS = Set.of("command", "args", "value", "annotations", "message");

    private final FieldChecks checks;
    private int characters;

    TextRules(FieldChecks checks) {
        this.checks = checks;
    }

    /** Checks a manifest given as maps, lists and scalars. */
    void check(Map<String, Object> manifest) {
        check(FieldPath.ROOT, manifest, false);
        if (characters > MAX_CHARACTERS) {
            checks.problem(FieldPath.ROOT, "has " + characters + " characters of text", "at most " + MAX_CHARACTERS);
        }
    }

    private void check(FieldPath at, @Nullable Object value, boolean free) {
        if (at.steps().size() > MAX_DEPTH) {
            checks.problem(at, "is nested too deep", "at most " + MAX_DEPTH + " levels");
        } else if (value == null) {
            checks.problem(at, "has no value", "leave it out, or give it one");
        } else if (value instanceof Map<?, ?> map) {
            checks.atMost(at, map.size(), MAX_MEMBERS);
            map.forEach((key, item) -> {
                String name = String.valueOf(key);
                if (isBad(name, false)) {
                    checks.problem(at, "has a key with control characters in it: " + Quoted.of(name), "remove them");
                } else {
                    characters += name.length();
                    check(at.key(name), item, isFree(name, free));
                }
            });
        } else if (value instanceof List<?> list) {
            checks.atMost(at, list.size(), MAX_MEMBERS);
            for (int i = 0; i < Math.min(list.size(), MAX_MEMBERS); i++) {
                check(at.item(i), list.get(i), free);
            }
        } else if (value instanceof String text) {
            text(at, text, free);
        }
    }

    private static boolean isFree(String key, boolean around) {
        return FREE_TEXTS.contains(key) || around && !key.startsWith(PodImages.ANNOTATION);
    }

    private void text(FieldPath at, String text, boolean free) {
        characters += text.length();
        if (text.length() > MAX_TEXT) {
            checks.problem(at, "has " + text.length() + " characters", "at most " + MAX_TEXT);
        } else if (isBad(text, free)) {
            checks.problem(at, "has control characters in it: " + Quoted.of(text), "remove them");
        }
    }

    /**
     * Whether a string has characters that are not allowed.
     *
     * @param free whether every character is allowed that a program can receive, including line breaks and tabs
     */
    public static boolean isBad(String text, boolean free) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (free ? c == 0 : Visible.isControl(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
