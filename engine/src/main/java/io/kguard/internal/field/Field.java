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
 *
 * <p>It is a record because the JVM's compiler trusts the components of records: in compiled conditions, which hold fields as
 * constants, the loader is inlined.
 *
 * @param definition the field's row in the catalogue
 * @param name the name as it is written in conditions and as key of {@code output_fields}, such as {@code proc.aname[2]}
 * @param argument the argument as written, without brackets or the dot; null if there is none
 * @param quantifier over which of its values a comparison goes
 * @param loader reads the value
 * @param values reads the values that a comparison goes over; null for {@link Quantifier#ONE}
 */
public record Field(
        FieldDefinition definition,
        String name,
        @Nullable String argument,
        Quantifier quantifier,
        Loader loader,
        @Nullable Values values) {
    /** The type of the value, or of a list's values. */
    public ParamType type() {
        return definition.type();
    }

    /** Whether the value is a list. */
    public boolean isList() {
        return definition.list();
    }

    /** Whether Falco compares it in a way of its own, which knows no modifier and takes the first value of a list. */
    public boolean hasOwnComparison() {
        return quantifier != Quantifier.ONE || isRaw();
    }

    /** Whether it is {@code evt.rawarg}, whose type is that of the event's parameter. */
    public boolean isRaw() {
        return definition.name().equals("evt.rawarg");
    }

    /** Reads the value; false if there is none. Allocates nothing where the value exists in the machine's state. */
    public boolean load(EventContext context) {
        return loader.load(context);
    }

    /** The number of values a comparison goes over; only for quantifiers other than {@link Quantifier#ONE}. */
    public int count(EventContext context) {
        return quantified().count(context);
    }

    /** Reads one of the values that {@link #count} counted; false if that one is missing. */
    public boolean load(EventContext context, int index) {
        return quantified().load(context, index);
    }

    /** This field, with an empty name. */
    Field unnamed() {
        return new Field(definition, "", argument, Quantifier.ONE, loader, null);
    }

    /** This field, with the one value that outputs show. */
    Field single() {
        return quantifier == Quantifier.ONE
                ? this
                : new Field(definition, name, argument, Quantifier.ONE, loader, null);
    }

    /** This field, which never has a value. */
    Field without() {
        return new Field(definition, name, argument, Quantifier.ONE, context -> false, null);
    }

    private Values quantified() {
        if (values == null) {
            throw new IllegalStateException(name + " has one value: use load(context)");
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
