// SPDX-License-Identifier: Apache-2.0
/**
 * The fields of Falco's language, and how each is read from an event and the machine it happened on.
 * {@link io.kguard.internal.field.FieldCatalogue} finds a field by the name in a rule,
 * {@link io.kguard.internal.field.Field} reads it, {@link io.kguard.internal.field.OutputTemplate} writes fields into a
 * rule's output.
 */
@NullMarked
package io.kguard.internal.field;

import org.jspecify.annotations.NullMarked;
