// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Short texts that a regular expression matches. */
public final class RegexSample {
    /** Characters that read well, best first. */
    private static final String READABLE = "a1x0bcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789-_./ ";

    private final int most;

    private RegexSample(int most) {
        this.most = most;
    }

    /**
     * Some texts, the shortest of each choice first. They are proposals: an anchor inside may make one wrong.
     *
     * @param pattern the expression
     * @param most how many texts
     * @throws IllegalArgumentException if the expression is not valid
     */
    public static List<String> of(String pattern, int most) {
        return List.copyOf(new RegexSample(most).texts(new RegexParser(pattern).parse()));
    }

    private Set<String> texts(RegexNode node) {
        Set<String> texts = new LinkedHashSet<>();
        if (node instanceof RegexNode.Sequence sequence) {
            List<String> all = List.of("");
            for (RegexNode part : sequence.parts()) {
                all = joined(all, texts(part));
            }
            texts.addAll(all);
        } else if (node instanceof RegexNode.Choice choice) {
            choice.parts().forEach(part -> texts.addAll(texts(part)));
        } else if (node instanceof RegexNode.Repeat repeat) {
            Set<String> inner = texts(repeat.part());
            repeat(inner, repeat.min(), texts);
            if (repeat.max() != repeat.min()) {
                repeat(inner, repeat.min() + 1, texts);
            }
        } else if (node instanceof RegexNode.Characters characters) {
            texts.addAll(readable(characters.ranges()));
        } else {
            texts.add("");
        }
        return first(texts);
    }

    private void repeat(Set<String> inner, int times, Set<String> out) {
        for (String one : inner) {
            out.add(one.repeat(times));
        }
        if (inner.isEmpty() && times == 0) {
            out.add("");
        }
    }

    private List<String> joined(List<String> heads, Set<String> tails) {
        List<String> joined = new ArrayList<>();
        for (String tail : tails) {
            for (String head : heads) {
                if (joined.size() < most) {
                    joined.add(head + tail);
                }
            }
        }
        return joined;
    }

    private Set<String> first(Set<String> texts) {
        Set<String> first = new LinkedHashSet<>();
        for (String text : texts) {
            if (first.size() < most) {
                first.add(text);
            }
        }
        return first;
    }

    private static List<String> readable(int[] ranges) {
        for (int i = 0; i < READABLE.length(); i++) {
            if (isIn(READABLE.charAt(i), ranges)) {
                return List.of(READABLE.substring(i, i + 1));
            }
        }
        return ranges.length == 0 ? List.of() : List.of(Character.toString(ranges[0]));
    }

    private static boolean isIn(int c, int[] ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (c >= ranges[i] && c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
