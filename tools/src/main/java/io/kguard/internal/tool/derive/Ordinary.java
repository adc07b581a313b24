// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an act has where no clause asks for anything else. */
interface Ordinary {
    /** The ordinary value of a fact; null if an ordinary act has none. */
    @Nullable
    String value(Fact fact, Facts facts);

    /** Values to try, the most ordinary first. */
    List<String> preferred(Fact fact, Facts facts);

    /** What stands between parts that a value must contain. */
    String glue(Fact fact);

    /** What a value may have between its parts. */
    default List<String> fillers(Fact fact, Facts facts) {
        return List.of("x", "-", "/", "1", " ");
    }

    /** Values that begin with a part, the most ordinary first. */
    default List<String> beginning(Fact fact, String start, Facts facts) {
        return List.of();
    }

    /** A part as a whole value, such as a name as the path of a program. */
    default String whole(Fact fact, String text, Facts facts) {
        return text;
    }

    /** Whether a fact is a path. */
    default boolean isPath(Fact fact, Facts facts) {
        return false;
    }

    /** Whether a fact can have a value at all. */
    default boolean isPossible(Fact fact, String value, Facts facts) {
        return true;
    }

    /** The facts that a fact must agree with. */
    default List<Fact> beside(Fact fact) {
        return List.of();
    }

    /** Whether the machines that rules are for have such a value. Another one is taken only if no such value is right. */
    default boolean isUsual(Fact fact, String value) {
        return true;
    }

    /** Whether an act may lack a fact that an ordinary act has. */
    default boolean isOptional(Fact fact) {
        return false;
    }
}
