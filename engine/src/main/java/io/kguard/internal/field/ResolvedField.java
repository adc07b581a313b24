// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * The only implementation of a field. It is a record because the JVM's compiler trusts the components of records: in
 * compiled conditions, which hold fields as constants, the loader is inlined.
 */
record ResolvedField(
        FieldDefinition definition,
        String name,
        @Nullable String argument,
        Quantifier quantifier,
        Loader loader,
        @Nullable Values values)
        implements Field {
    @Override
    public ParamType type() {
        return definition.type();
    }

    @Override
    public boolean isList() {
        return definition.list();
    }

    @Override
    public boolean load(EventContext context) {
        return loader.load(context);
    }

    @Override
    public int count(EventContext context) {
        return quantified().count(context);
    }

    @Override
    public boolean load(EventContext context, int index) {
        return quantified().load(context, index);
    }

    /** This field, with an empty name. */
    ResolvedField unnamed() {
        return new ResolvedField(definition, "", argument, Quantifier.ONE, loader, null);
    }

    /** This field, with the one value that outputs show. */
    ResolvedField single() {
        return quantifier == Quantifier.ONE
                ? this
                : new ResolvedField(definition, name, argument, Quantifier.ONE, loader, null);
    }

    /** This field, which never has a value. */
    ResolvedField without() {
        return new ResolvedField(definition, name, argument, Quantifier.ONE, context -> false, null);
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
