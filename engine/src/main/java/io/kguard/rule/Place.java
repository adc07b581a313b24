// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** A place in the text of a file, from which a diagnostic takes the position and the line to show. */
record Place(RuleFileText source, int offset) {
    Position position() {
        return source.position(offset);
    }
}
