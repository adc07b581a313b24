// SPDX-License-Identifier: Apache-2.0
package io.kguard.event;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The users and groups of a container, which Falco reads in the container's own files. A capture does not have them.
 *
 * @param containerId the container's short id
 * @param users its users
 * @param groups its groups
 */
@API(status = API.Status.INTERNAL)
public record ContainerNames(String containerId, List<UserEntry> users, List<GroupEntry> groups) implements StateEntry {
    public ContainerNames {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }
}
