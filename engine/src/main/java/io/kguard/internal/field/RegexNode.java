// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import java.util.List;

/** A parsed regular expression. */
sealed interface RegexNode {
    /** Parts in sequence. */
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /** One of several parts. */
    record Choice(List<RegexNode> parts) implements RegexNode {}

    /** A repetition; a maximum of -1 means no maximum. */
    record Repeat(RegexNode part, int min, int max) implements RegexNode {}

    /** A character in ranges of code points, each two numbers, ascending. */
    record Characters(int[] ranges) implements RegexNode {}

    /** The start or the end of a line. */
    record Anchor(boolean start) implements RegexNode {}
}
