// SPDX-License-Identifier: Apache-2.0
package io.kguard.requirement;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Which part of its inputs a long comparison takes, the same in each run: one of sixteen, or each with {@code -Dtests.each=1}. */
public final class Share {
    private static final int EACH = Integer.getInteger("tests.each", 16);
    private static final boolean LARGE = EACH == 1 || Boolean.getBoolean("tests.all");

    private Share() {}

    /** Whether it is all of them. */
    public static boolean isWhole() {
        return EACH == 1;
    }

    /** Whether it is that of {@code bin/test --all} where a comparison is not so long. */
    public static boolean isLarge() {
        return LARGE;
    }

    /** The inputs to take: at least one, and from everywhere in the list. */
    public static <T> List<T> of(List<T> inputs) {
        return IntStream.range(0, inputs.size())
                .filter(i -> i % EACH == EACH / 2 % Math.max(1, inputs.size()))
                .mapToObj(inputs::get)
                .toList();
    }

    /** The inputs to take of a comparison that is not so long: all but in {@code bin/test}. */
    public static <T> List<T> orAll(List<T> inputs) {
        return isLarge() ? inputs : of(inputs);
    }

    /** The rules whose scenarios are played: all but in {@code bin/test}, which takes one of four. */
    public static List<String> ofRules(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return isLarge()
                ? all
                : IntStream.range(0, all.size())
                        .filter(i -> i % 4 == 1)
                        .mapToObj(all::get)
                        .toList();
    }

    /** How many of so many random inputs to make: at least one. */
    public static int of(int rounds) {
        return (rounds + EACH - 1) / EACH;
    }
}
