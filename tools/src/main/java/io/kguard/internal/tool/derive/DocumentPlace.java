// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import java.util.Map;

/**
 * Where the value of a field is in a document.
 *
 * @param pointer a JSON pointer; {@code -} stands for the only element of an array
 * @param list whether the field is a list
 * @param lens how the field shows the value
 * @param others what other places must have, or the field has another value
 */
record DocumentPlace(String pointer, boolean list, Lens lens, Map<String, String> others) {
    DocumentPlace {
        others = Map.copyOf(others);
    }
}
