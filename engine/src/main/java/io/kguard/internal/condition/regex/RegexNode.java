// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.condition.regex;

import java.util.List;

/** A parsed regular expression. */
sealed interface RegexNode {
    /** One after the other. */
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /** One of them. */
    record Choice(List<RegexNode> parts) implements RegexNode {}

    /** Several times; a maximum of -1 is none. */
    record Repeat(RegexNode part, int min, int max) implements RegexNode {}

    /** A character out of ranges of code points, each two numbers, ascending. */
    record Characters(int[] ranges) implements RegexNode {}

    /** The begin or the end of a line. */
    record Anchor(boolean start) implements RegexNode {}
}
