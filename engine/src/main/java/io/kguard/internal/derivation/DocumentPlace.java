// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.derivation;

/**
 * Where the value of a field is in a document.
 *
 * @param pointer a JSON pointer; {@code -} stands for the only element of an array
 * @param list whether the field is a list
 * @param lens how the field shows the value
 */
record DocumentPlace(String pointer, boolean list, Lens lens) {
    static DocumentPlace of(String pointer) {
        return new DocumentPlace(pointer, false, Lens.SELF);
    }

    static DocumentPlace list(String pointer) {
        return new DocumentPlace(pointer, true, Lens.SELF);
    }
}
