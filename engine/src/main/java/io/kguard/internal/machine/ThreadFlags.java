// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

/** Flags of threads: those of clone, and Falco's own. Source: libs, {@code PPM_CL_*}. */
final class ThreadFlags {
    static final int CLONE_FILES = 1;
    static final int CLONE_NEWPID = 1 << 6;
    static final int CLONE_PARENT = 1 << 8;
    static final int CLONE_THREAD = 1 << 13;
    static final int CLONE_VFORK = 1 << 27;
    static final int CLONE_INVERTED = 1 << 16;
    static final int NAME_CHANGED = 1 << 17;
    static final int CLOSED = 1 << 18;
    static final int ACTIVE = 1 << 19;
    static final int CLONE_NEWUSER = 1 << 20;
    static final int PIPE_SRC = 1 << 21;
    static final int PIPE_DST = 1 << 22;
    static final int CHILD_IN_PIDNS = 1 << 29;
    static final int IS_MAIN_THREAD = 1 << 30;

    private ThreadFlags() {}
}
