/**
 * The fields of Falco's language: what there are, and how each is read from an event and the machine it happened on.
 * {@link io.kguard.field.FieldCatalogue} finds a field by the name a rule gives it, {@link io.kguard.field.Field} reads
 * it, {@link io.kguard.field.OutputTemplate} writes fields into a rule's output.
 */
@NullMarked
package io.kguard.field;

import org.jspecify.annotations.NullMarked;
