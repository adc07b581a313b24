// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;

/** A place in a file, from which a diagnostic gets the position and the line to show. */
record Place(RuleFileText source, int offset) {
    public Position position() {
        return source.position(offset);
    }
}
