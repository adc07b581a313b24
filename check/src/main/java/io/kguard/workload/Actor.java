// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.List;
import org.apiguardian.api.API;

/** The user who makes requests to a cluster. */
@API(status = API.Status.INTERNAL)
public sealed interface Actor {
    /** The administrator, who may do everything. */
    Actor ADMINISTRATOR = new Administrator();

    /** The administrator, who may do everything. */
    record Administrator() implements Actor {
        @Override
        public String toString() {
            return "the administrator";
        }
    }

    /**
     * A service account, which has its own token.
     *
     * @param namespace its namespace
     * @param name its name
     */
    record ServiceAccount(String namespace, String name) implements Actor {
        @Override
        public String toString() {
            return "service account " + namespace + "/" + name;
        }
    }

    /**
     * A person, with the permissions of the roles that are bound to the name and the groups.
     *
     * @param name the user's name
     * @param groups the user's groups; {@code system:authenticated} is added
     */
    record User(String name, List<String> groups) implements Actor {
        /** Copies the list. */
        public User {
            groups = List.copyOf(groups);
        }

        @Override
        public String toString() {
            return "user " + name;
        }
    }
}
