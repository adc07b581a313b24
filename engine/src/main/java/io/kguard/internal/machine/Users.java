// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import io.kguard.event.LongMap;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import io.kguard.event.TextPool;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The users and groups of the host and of containers. */
public final class Users {
    final Map<String, LongMap<UserEntry>> users = new HashMap<>();
    final Map<String, LongMap<GroupEntry>> groups = new HashMap<>();

    Users() {}

    /**
     * A user.
     *
     * @param containerId the short id of a container; empty for the host
     * @param uid its number there
     * @return the user, or null if unknown
     */
    public @Nullable UserEntry user(String containerId, int uid) {
        LongMap<UserEntry> known = users.get(containerId);
        return known == null ? null : known.get(uid);
    }

    /**
     * A group.
     *
     * @param containerId the short id of a container; empty for the host
     * @param gid its number there
     * @return the group, or null if unknown
     */
    public @Nullable GroupEntry group(String containerId, int gid) {
        LongMap<GroupEntry> known = groups.get(containerId);
        return known == null ? null : known.get(gid);
    }

    void put(String containerId, UserEntry user) {
        if (isName(user.name())) {
            users.computeIfAbsent(containerId, id -> new LongMap<>(8)).put(user.uid(), user);
        }
    }

    void put(String containerId, GroupEntry group) {
        if (isName(group.name())) {
            groups.computeIfAbsent(containerId, id -> new LongMap<>(8)).put(group.gid(), group);
        }
    }

    void removeUser(String containerId, int uid) {
        LongMap<UserEntry> known = users.get(containerId);
        if (known != null) {
            known.remove(uid);
        }
    }

    void removeGroup(String containerId, int gid) {
        LongMap<GroupEntry> known = groups.get(containerId);
        if (known != null) {
            known.remove(gid);
        }
    }

    /** Adds an entry for a user of a thread if its name is known without a look-up: that of the host's root user. */
    void need(String containerId, int uid) {
        if (uid == 0 && containerId.isEmpty() && user(containerId, 0) == null) {
            put(containerId, new UserEntry(0, 0, "root", "/root", TextPool.NOT_AVAILABLE));
        }
    }

    /** The same for a group. */
    void needGroup(String containerId, int gid) {
        if (gid == 0 && containerId.isEmpty() && group(containerId, 0) == null) {
            put(containerId, new GroupEntry(0, "root"));
        }
    }

    void clear() {
        users.clear();
        groups.clear();
    }

    /** A name that begins with a sign is a directive of NIS. */
    private static boolean isName(String name) {
        return !name.startsWith("+") && !name.startsWith("-");
    }
}
