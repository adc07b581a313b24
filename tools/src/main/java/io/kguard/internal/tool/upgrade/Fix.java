// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import java.util.List;

/**
 * What an upgrade lets be rewritten.
 *
 * @param files the files that change
 * @param refusal why they must not be written; empty if the rewritten rules are proven to mean the same in the new version
 */
public record Fix(List<FixedFile> files, String refusal) {
    public Fix {
        files = List.copyOf(files);
    }

    /** Whether the files may be written. */
    public boolean isProven() {
        return refusal.isEmpty();
    }
}
