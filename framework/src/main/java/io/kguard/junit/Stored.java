// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * A resource that a JUnit store closes at the end of its scope. Before JUnit 5.13 a store closes only its own type of
 * resource.
 *
 * @param value the resource
 */
@SuppressWarnings({"deprecation", "try"}) // JUnit 5.10 to 5.12 have only this interface, and closing may throw anything
record Stored<T extends AutoCloseable>(T value) implements CloseableResource, AutoCloseable {
    /** The value of a key in the store, created if absent. */
    static <K, T extends AutoCloseable> T in(Store store, K key, Function<K, T> make) {
        @SuppressWarnings("unchecked") // only this method stores values under the key
        Stored<T> stored =
                (Stored<T>) store.getOrComputeIfAbsent(key, absent -> new Stored<>(make.apply(absent)), Stored.class);
        return stored.value();
    }

    @Override
    public void close() throws Exception {
        value.close();
    }
}
