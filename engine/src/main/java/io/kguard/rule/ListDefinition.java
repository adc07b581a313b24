// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.ArrayList;
import java.util.List;

/** The state of a list during loading. */
final class ListDefinition extends Definition {
    final List<TracedText> items;

    ListDefinition(String name, ItemValues values) {
        super(name, values.context());
        this.items = new ArrayList<>(values.texts("items"));
    }
}
