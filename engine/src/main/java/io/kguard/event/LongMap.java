// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A hash table from numbers to objects: open addressing, linear probing, no boxing. Not thread-safe. */
@API(status = API.Status.INTERNAL)
public final class LongMap<V> {
    /** Receives a key and its value. */
    public interface Entry<V> {
        void accept(long key, V value);
    }

    private long[] keys;
    private @Nullable Object[] values;
    private int mask;
    private int size;

    /** An empty table with room for a number of entries before it grows. */
    public LongMap(int capacity) {
        int slots = Integer.highestOneBit(Math.max(8, capacity * 2) - 1) << 1;
        this.keys = new long[slots];
        this.values = new @Nullable Object[slots];
        this.mask = slots - 1;
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** The value of a key, or null if absent. */
    @SuppressWarnings("unchecked") // only V is ever put in
    public @Nullable V get(long key) {
        for (int slot = slot(key); ; slot = slot + 1 & mask) {
            Object value = values[slot];
            if (value == null || keys[slot] == key) {
                return (V) value;
            }
        }
    }

    public void put(long key, V value) {
        int slot = slot(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        if (values[slot] == null) {
            if (++size * 2 > values.length) {
                grow();
                slot = slot(key);
                while (values[slot] != null) {
                    slot = slot + 1 & mask;
                }
            }
            keys[slot] = key;
        }
        values[slot] = value;
    }

    /** Removes a key and returns its value. */
    @SuppressWarnings("unchecked") // only V is ever put in
    public @Nullable V remove(long key) {
        int slot = slot(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        V removed = (V) values[slot];
        if (removed != null) {
            size--;
            close(slot);
        }
        return removed;
    }

    /** Moves later entries of a probe sequence into the gap, so that no tombstones are needed. */
    private void close(int slot) {
        int gap = slot;
        for (int i = gap + 1 & mask; values[i] != null; i = i + 1 & mask) {
            int home = slot(keys[i]);
            if ((i - home & mask) >= (i - gap & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        values[gap] = null;
    }

    public void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    /** Passes all values to an action, in no particular order. */
    @SuppressWarnings("unchecked") // only V is ever put in
    public void forEach(Consumer<? super V> action) {
        for (Object value : values) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** Passes all entries to an action, in no particular order. */
    @SuppressWarnings("unchecked") // only V is ever put in
    public void forEachEntry(Entry<? super V> action) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                action.accept(keys[i], (V) value);
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new @Nullable Object[oldValues.length * 2];
        mask = values.length - 1;
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                while (values[slot] != null) {
                    slot = slot + 1 & mask;
                }
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 40) & mask;
    }
}
