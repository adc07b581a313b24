// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.LongMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open descriptors of a process, by number. */
public final class FdTable {
    /** When a descriptor is being closed and another reuses its number, Falco keeps the old one under this number. */
    static final long CANCELED = Long.MAX_VALUE;

    private static final int DIRECT = 1024;

    private @Nullable FdInfo @Nullable [] low;
    private @Nullable LongMap<FdInfo> high;
    private int size;

    FdTable() {}

    /** The number of known open descriptors. */
    public int size() {
        return size;
    }

    /** A descriptor by number, or null if unknown. */
    public @Nullable FdInfo get(long fd) {
        if (fd >= 0 && fd < DIRECT) {
            @Nullable FdInfo[] known = low;
            return known != null && fd < known.length ? known[(int) fd] : null;
        }
        LongMap<FdInfo> known = high;
        return known == null ? null : known.get(fd);
    }

    /** Passes all descriptors to an action, in no particular order. */
    public void forEach(Consumer<? super FdInfo> action) {
        if (low != null) {
            for (FdInfo info : low) {
                if (info != null) {
                    action.accept(info);
                }
            }
        }
        if (high != null) {
            high.forEach(action);
        }
    }

    /** Passes all descriptors with their numbers to an action, the low ones in their order. */
    void forEachEntry(LongMap.Entry<? super FdInfo> action) {
        if (low != null) {
            for (int fd = 0; fd < low.length; fd++) {
                FdInfo info = low[fd];
                if (info != null) {
                    action.accept(fd, info);
                }
            }
        }
        if (high != null) {
            high.forEachEntry(action);
        }
    }

    /** Adds or replaces a descriptor. Returns false if the table is full. */
    boolean put(long fd, FdInfo info, int limit) {
        FdInfo old = get(fd);
        if (old == null && size >= limit) {
            return false;
        }
        if (old != null && old.isClosing()) {
            info.closing(false);
            info.canceledClose(true);
            store(CANCELED, old.copy());
        }
        store(fd, info);
        return true;
    }

    private void store(long fd, FdInfo info) {
        if (get(fd) == null) {
            size++;
        }
        if (fd >= 0 && fd < DIRECT) {
            @Nullable FdInfo[] array = low;
            if (array == null || fd >= array.length) {
                array = grow(array, (int) fd);
                low = array;
            }
            array[(int) fd] = info;
        } else {
            if (high == null) {
                high = new LongMap<>(8);
            }
            high.put(fd, info);
        }
    }

    void remove(long fd) {
        if (fd >= 0 && fd < DIRECT) {
            @Nullable FdInfo[] array = low;
            if (array != null && fd < array.length && array[(int) fd] != null) {
                array[(int) fd] = null;
                size--;
            }
        } else if (high != null && high.remove(fd) != null) {
            size--;
        }
    }

    /** Removes what closes when its process executes a program. */
    void executed() {
        removeIf((fd, info) -> info.closesOnExec());
    }

    /** Removes the descriptors from one number to another, both included. */
    void close(long first, long last) {
        removeIf((fd, info) -> fd >= first && fd <= last);
    }

    /** From one number to another, both included, descriptors close when their process executes a program. */
    void closeOnExec(long first, long last) {
        forEachEntry((fd, info) -> {
            if (fd >= first && fd <= last) {
                info.openFlags |= FdInfo.O_CLOEXEC;
            }
        });
    }

    private void removeIf(Closing closing) {
        @Nullable FdInfo[] array = low;
        if (array != null) {
            for (int fd = 0; fd < array.length; fd++) {
                FdInfo info = array[fd];
                if (info != null && closing.closes(fd, info)) {
                    array[fd] = null;
                    size--;
                }
            }
        }
        if (high != null) {
            List<Long> closed = new ArrayList<>();
            high.forEachEntry((fd, info) -> {
                if (closing.closes(fd, info)) {
                    closed.add(fd);
                }
            });
            closed.forEach(this::remove);
        }
    }

    /** Whether a descriptor is closed. */
    @FunctionalInterface
    private interface Closing {
        boolean closes(long fd, FdInfo info);
    }

    void clear() {
        low = null;
        high = null;
        size = 0;
    }

    /** Copies all descriptors of another table, as fork does. */
    void copyFrom(FdTable other) {
        clear();
        @Nullable FdInfo[] from = other.low;
        if (from != null) {
            @Nullable FdInfo[] to = new @Nullable FdInfo[from.length];
            for (int i = 0; i < from.length; i++) {
                FdInfo info = from[i];
                if (info != null) {
                    to[i] = info.copy();
                }
            }
            low = to;
        }
        if (other.high != null) {
            LongMap<FdInfo> copies = new LongMap<>(other.high.size());
            other.high.forEachEntry((fd, info) -> copies.put(fd, info.copy()));
            high = copies;
        }
        size = other.size;
    }

    private static @Nullable FdInfo[] grow(@Nullable FdInfo @Nullable [] array, int fd) {
        int length = Math.min(DIRECT, Math.max(16, Integer.highestOneBit(fd) << 1));
        @Nullable FdInfo[] larger = new @Nullable FdInfo[length];
        if (array != null) {
            System.arraycopy(array, 0, larger, 0, array.length);
        }
        return larger;
    }
}
