// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.util.List;
import org.apiguardian.api.API;

/** Who makes requests to a cluster. */
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
     * A service account, with a token of its own.
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
     * A person, who may do what roles are bound to the name and the groups.
     *
     * @param name the user's name
     * @param groups the user's groups; {@code system:authenticated} comes by itself
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
