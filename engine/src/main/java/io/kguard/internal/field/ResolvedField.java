// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.ParamType;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of field. It is a record because the compiler of the JVM trusts the components of records: where compiled
 * conditions hold a field as a constant, its loader is inlined.
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

    /** Its one value, under a name of no characters. */
    ResolvedField unnamed() {
        return new ResolvedField(definition, "", argument, Quantifier.ONE, loader, null);
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
