// SPDX-License-Identifier: Apache-2.0
package io.kguard.junit;

import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * What a store of JUnit closes when its time is over. Before JUnit 5.13 a store closes nothing but its own kind of resource.
 *
 * @param value what is closed
 */
@SuppressWarnings({"deprecation", "try"}) // JUnit 5.10 to 5.12 know no other way, and closing may throw anything
record Stored<T extends AutoCloseable>(T value) implements CloseableResource, AutoCloseable {
    /** What the store has under a key, made if it has nothing. */
    static <K, T extends AutoCloseable> T in(Store store, K key, Function<K, T> make) {
        @SuppressWarnings("unchecked") // only this puts something under the key
        Stored<T> stored =
                (Stored<T>) store.getOrComputeIfAbsent(key, absent -> new Stored<>(make.apply(absent)), Stored.class);
        return stored.value();
    }

    @Override
    public void close() throws Exception {
        value.close();
    }
}
