// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import io.kguard.event.FalcoVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How each field is read. The classes of the field groups fill it. */
final class Bindings {
    /** Creates the loader of a field with a known argument. */
    @FunctionalInterface
    interface Binding {
        Bound bind(FieldDefinition definition, @Nullable String argument);
    }

    /** The result of a binding: the definition, whose type may depend on the argument, and the loader. */
    record Bound(
            FieldDefinition definition,
            Quantifier quantifier,
            Loader loader,
            @Nullable Values values) {
        Bound(FieldDefinition definition, Loader loader) {
            this(definition, Quantifier.ONE, loader, null);
        }
    }

    private final FalcoVersion version;
    private final Map<String, Binding> bindings = new HashMap<>();

    Bindings(FalcoVersion version) {
        this.version = version;
    }

    FalcoVersion version() {
        return version;
    }

    @Nullable
    Binding get(String name) {
        return bindings.get(name);
    }

    void bind(String name, Binding binding) {
        if (bindings.put(name, binding) != null) {
            throw new IllegalStateException(name + " is bound twice");
        }
    }

    void text(String name, Loader.OfText source) {
        value(name, Loader.text(source));
    }

    void value(String name, Loader loader) {
        bind(name, (definition, argument) -> new Bound(definition, loader));
    }

    /** A field with a required argument. */
    void argued(String name, Function<String, Loader> source) {
        bind(name, (definition, argument) -> {
            if (argument == null) {
                throw ArgumentReader.missing(name);
            }
            return new Bound(definition, source.apply(argument));
        });
    }

    void quantified(String name, Quantifier quantifier, Loader loader, Values values) {
        bind(name, (definition, argument) -> new Bound(definition, quantifier, loader, values));
    }

    /** A field that exists but never has a value. */
    void never(String name) {
        value(name, context -> false);
    }
}
