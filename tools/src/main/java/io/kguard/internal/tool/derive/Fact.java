// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

/** What can be decided of an act. */
sealed interface Fact {
    /** The number of the leader of the session, in place of an ancestor's. */
    int SESSION_LEADER = -1;

    /** The number of the leader of the process group. */
    int GROUP_LEADER = -2;

    /** A fact that there is once: of the event, of its descriptor, of its container. */
    enum Plain implements Fact {
        TYPE,
        RESULT,
        EVENT_NUMBER,
        /** How many events there are. */
        REPEATS,
        FD_KIND,
        FD_PATH,
        /** What is written before the path, and leads nowhere. */
        FD_UP,
        FD_NUMBER,
        /** Whether the process has it from the beginning. */
        FD_GIVEN,
        REMOTE_IP,
        LOCAL_IP,
        REMOTE_PORT,
        LOCAL_PORT,
        PROTOCOL,
        ROLE,
        IN_CONTAINER,
        CONTAINER_NAME,
        RUNTIME,
        PRIVILEGED,
        IMAGE_REPOSITORY,
        IMAGE_TAG,
        IMAGE_DIGEST,
        POD,
        NAMESPACE,
        MOUNTS,
        MOUNT_SOURCE,
        MOUNT_DESTINATION,
        MOUNT_WRITABLE
    }

    /** What is decided of a process. */
    enum Key {
        NAME,
        PATH,
        EXE,
        ARGS,
        CWD,
        ENV,
        TTY,
        VPID,
        UID,
        USER,
        GID,
        GROUP,
        LOGIN_UID,
        LOGIN_USER,
        PERMITTED,
        EFFECTIVE,
        INHERITABLE,
        UPPER_LAYER,
        WRITABLE,
        MEMORY_FILE,
        /** Whether it begins just before it acts. */
        YOUNG,
        /** Whether it leads its session and its group. */
        LEADS;

        boolean isCapabilities() {
            return this == PERMITTED || this == EFFECTIVE || this == INHERITABLE;
        }
    }

    /**
     * A fact of a process.
     *
     * @param number 0 for the one that acts, 1 for its parent, and so on
     */
    record OfProcess(int number, Key key) implements Fact {}

    /** A parameter of the event. */
    record Argument(String name) implements Fact {}

    /** A parameter of the event by its index. */
    record ArgumentAt(int index) implements Fact {}

    /** A label of the container or its pod. */
    record Label(String name) implements Fact {}

    /** A place in a document: a JSON pointer, in which {@code -} stands for the only element of an array. */
    record Place(String pointer) implements Fact {}

    static Fact of(int process, Key key) {
        return new OfProcess(process, key);
    }

    /** The place in a document; empty if it is none. */
    default String pointer() {
        return this instanceof Place place ? place.pointer() : "";
    }

    /** Whether it is of the container that an act is in. */
    default boolean isOfContainer() {
        return this instanceof Label || this instanceof Plain plain && plain.compareTo(Plain.CONTAINER_NAME) >= 0;
    }
}
