// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.capture.WrittenProgram.Identity;
import io.kguard.event.StateEntry;
import io.kguard.event.StateEntry.ContainerNames;
import io.kguard.event.StateEntry.GroupEntry;
import io.kguard.event.StateEntry.UserEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of users and groups in written events, of the host and of each container. */
final class WrittenNames {
    private static final String HOST = "";

    private final Map<String, Map<Integer, UserEntry>> users = new LinkedHashMap<>();
    private final Map<String, Map<Integer, GroupEntry>> groups = new LinkedHashMap<>();

    /**
     * Adds the names that a program's description has.
     *
     * @throws IllegalArgumentException if a number has another name already
     */
    void add(@Nullable WrittenContainer container, WrittenProgram program) {
        String place = container == null ? HOST : container.id();
        user(place, program.user(), program.gid());
        user(place, program.loginUser(), program.gid());
        Identity group = program.group();
        if (group != null && group.name() != null) {
            GroupEntry entry = new GroupEntry(group.id(), group.name());
            GroupEntry known =
                    groups.computeIfAbsent(place, key -> new LinkedHashMap<>()).putIfAbsent(entry.gid(), entry);
            if (known != null && !known.name().equals(entry.name())) {
                throw twoNames("group", entry.gid(), known.name(), entry.name());
            }
        }
    }

    private void user(String place, @Nullable Identity user, int gid) {
        if (user == null || user.name() == null) {
            return;
        }
        String home = user.id() == 0 ? "/root" : "/home/" + user.name();
        UserEntry entry = new UserEntry(user.id(), gid, user.name(), home, "/bin/sh");
        UserEntry known =
                users.computeIfAbsent(place, key -> new LinkedHashMap<>()).putIfAbsent(entry.uid(), entry);
        if (known != null && !known.name().equals(entry.name())) {
            throw twoNames("user", entry.uid(), known.name(), entry.name());
        }
    }

    private static IllegalArgumentException twoNames(String kind, int id, String one, String other) {
        return new IllegalArgumentException(
                "the " + kind + " " + id + " is named \"" + one + "\" already, and can't be \"" + other + "\", too");
    }

    List<StateEntry> entries() {
        List<StateEntry> entries =
                new ArrayList<>(users.getOrDefault(HOST, Map.of()).values());
        entries.addAll(groups.getOrDefault(HOST, Map.of()).values());
        List<String> places = new ArrayList<>(users.keySet());
        groups.keySet().stream().filter(place -> !places.contains(place)).forEach(places::add);
        places.remove(HOST);
        for (String place : places) {
            entries.add(new ContainerNames(
                    place,
                    List.copyOf(users.getOrDefault(place, Map.of()).values()),
                    List.copyOf(groups.getOrDefault(place, Map.of()).values())));
        }
        return entries;
    }
}
