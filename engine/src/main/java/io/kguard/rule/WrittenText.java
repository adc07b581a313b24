// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import io.kguard.diagnostic.Position;
import org.apiguardian.api.API;

/** The text of a value in a rule file. It knows where in the file each of its characters stands. */
@API(status = API.Status.INTERNAL)
public final class WrittenText {
    private final TracedText text;

    WrittenText(TracedText text) {
        this.text = text;
    }

    /** The text, as YAML has it: without quotes, lines joined. */
    public String text() {
        return text.toString();
    }

    /**
     * Where a character stands.
     *
     * @param index an index into {@link #text()}; its length means the end
     */
    public Position positionOf(int index) {
        return text.placeOf(index).position();
    }

    @Override
    public String toString() {
        return text();
    }
}
