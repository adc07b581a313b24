// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.upgrade;

import io.kguard.rule.WrittenItem;
import java.util.List;

/** Finds what has one right answer in a newer version. */
interface Rewrite {
    /** The changes of an item; they do not overlap. */
    List<Edit> edits(WrittenItem item);
}
