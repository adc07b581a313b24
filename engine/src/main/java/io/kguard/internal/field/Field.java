// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * A field as a rule names it, its argument included, ready to be read. A field holds no state: several engines may read it
 * at once, each with an {@link EventContext} of its own.
 *
 * <p>{@code load} returns false if the field has no value for the event; every comparison with it is then false. If it
 * returns true the value is in the context, in the register for the field's {@link ParamType.Kind}:
 *
 * <table>
 * <caption>Registers</caption>
 * <tr><td>list fields, of whatever type</td><td>{@link EventContext#list()}</td></tr>
 * <tr><td>{@code SIGNED}, {@code UNSIGNED} (a BOOL is 0 or 1)</td><td>{@link EventContext#number()}</td></tr>
 * <tr><td>{@code TEXT}, {@code BYTES} (with their NULs)</td><td>{@link EventContext#text()}</td></tr>
 * <tr><td>{@code DOUBLE}</td><td>{@link EventContext#real()}</td></tr>
 * <tr><td>{@code ADDRESS}, {@code NET} (the address that is to be in a network)</td>
 *     <td>{@link EventContext#addressFamily()}, {@link EventContext#addressHigh()},
 *     {@link EventContext#addressLow()}</td></tr>
 * </table>
 *
 * <p>A register holds its value until the next {@code load} of any field.
 */
public sealed interface Field permits ResolvedField {
    /** The field's row in the catalogue. */
    FieldDefinition definition();

    /** The argument as written, without brackets or the dot; null if there is none. */
    @Nullable
    String argument();

    /** The name as it is written in conditions and as key of {@code output_fields}, such as {@code proc.aname[2]}. */
    String name();

    /** The type of the value, or of a list's values. */
    ParamType type();

    /** Whether the value is a list. */
    boolean isList();

    /** Over which of its values a comparison goes. */
    Quantifier quantifier();

    /** Reads the value; false if there is none. Allocates nothing where the value exists in the machine's state. */
    boolean load(EventContext context);

    /** The number of values a comparison goes over; only for quantifiers other than {@link Quantifier#ONE}. */
    int count(EventContext context);

    /** Reads one of the values that {@link #count} counted; false if that one is missing. */
    boolean load(EventContext context, int index);
}
