// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an act has where no clause asks for anything else. */
interface Ordinary {
    /** The ordinary value of a fact; null if an ordinary act has none. */
    @Nullable
    String value(String fact, Facts facts);

    /** Values to try, the most ordinary first. */
    List<String> preferred(String fact, Facts facts);

    /** What stands between parts that a value must contain. */
    String glue(String fact);

    /** What a value may have between its parts. */
    List<String> fillers(String fact, Facts facts);

    /** A part as a whole value, such as a name as the path of a program. */
    String whole(String fact, String text, Facts facts);

    /** Whether a fact is a path. */
    boolean isPath(String fact, Facts facts);

    /** Whether a fact can have a value at all. */
    boolean isPossible(String fact, String value, Facts facts);

    /** Whether an act may lack a fact that an ordinary act has. */
    default boolean isOptional(String fact) {
        return false;
    }
}
