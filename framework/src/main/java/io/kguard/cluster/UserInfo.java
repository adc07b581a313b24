// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The user who makes a request.
 *
 * @param username such as {@code kubernetes-admin} or {@code system:serviceaccount:NAMESPACE:NAME}
 * @param uid the user's id; empty if absent
 * @param groups the user's groups
 */
@API(status = API.Status.INTERNAL)
public record UserInfo(String username, String uid, List<String> groups) {
    static final String MASTERS = "system:masters";
    static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

    public UserInfo {
        groups = List.copyOf(groups);
    }

    /** The administrator, whose credentials are in the simulation's kubeconfig. */
    static UserInfo admin() {
        return new UserInfo("kubernetes-admin", "", List.of(MASTERS, "system:authenticated"));
    }

    static UserInfo person(Actor.User user) {
        List<String> groups = new ArrayList<>(user.groups());
        groups.add("system:authenticated");
        return new UserInfo(user.name(), "", groups);
    }

    static UserInfo anonymous() {
        return new UserInfo("system:anonymous", "", List.of("system:unauthenticated"));
    }

    static UserInfo serviceAccount(String namespace, String name, String uid) {
        return new UserInfo(
                SERVICE_ACCOUNT_PREFIX + namespace + ":" + name,
                uid,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"));
    }
}
