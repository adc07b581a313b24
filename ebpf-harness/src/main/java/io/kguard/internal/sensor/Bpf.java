// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * libbpf and a few system calls, through JNI, once {@link NativeLibraries#load} has loaded it. To load it in the start of this class would
 * block two threads, each of which waits for the other. Functions that fail return {@code -errno}; buffers are direct. Handles are
 * pointers, which {@link BpfObject} owns.
 */
final class Bpf {
    static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EAGAIN = 11;

    private Bpf() {}

    /** A buffer for calls. */
    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** libbpf's messages since the last call, including verifier logs. */
    static native byte[] takeLog();

    static native long openObject(ByteBuffer image);

    static native int loadObject(long object);

    /** Makes an object that is not loaded yet use the maps of one that is. */
    static native int shareMaps(long object, long loaded);

    static native void closeObject(long object);

    static native int setMaxEntries(long object, String map, int entries);

    static native int setAutoload(long object, String program, boolean wanted);

    /** Makes a program of a tracepoint of system calls one of the type {@code tracepoint}. */
    static native int usePlainTracepoint(long object, String program);

    /** The memory of a map of global variables, or null if absent. */
    static native @Nullable ByteBuffer variables(long object, String map);

    static native int mapFd(long object, String map);

    static native int programFd(long object, String program);

    /** How often the kernel left out a run of a program, because another run was under way on the same processor. */
    static native long missedRuns(long object, String program);

    /** Returns a link, or {@code -errno}. */
    static native long attach(long object, String program);

    static native void detach(long link);

    public static native int updateMap(int fd, ByteBuffer key, ByteBuffer value);

    public static native int deleteFromMap(int fd, ByteBuffer key);

    /** Runs a program of type {@code syscall} and returns its result. */
    public static native int runProgram(int fd, ByteBuffer context);

    /** The memory behind a descriptor, or null if it can't be mapped. */
    static native @Nullable ByteBuffer mapMemory(int fd, long offset, long length, boolean writable);

    static native void unmapMemory(ByteBuffer memory);

    public static native int newWakeup();

    public static native void wake(int fd);

    /** Waits until the ring buffer wakes its reader, {@link #wake} is called, or the timeout has passed. */
    public static native int waitFor(int ring, int wakeup, int timeoutMillis);

    /** Opens a descriptor of a process. */
    public static native int openProcess(int pid, int flags);

    public static native void closeFd(int fd);

    /** Nanoseconds between the epoch and the start of the boot clock. */
    public static native long bootTime();

    /** Sizes and offsets in C, for the test that compares them with {@link Layout}. */
    public static native int[] layout();
}
