// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The user who makes a request.
 *
 * @param username such as {@code kubernetes-admin} or {@code system:serviceaccount:NAMESPACE:NAME}
 * @param uid the user's id; empty if absent
 * @param groups the user's groups
 */
record UserInfo(String username, String uid, List<String> groups) {
    public static final String MASTERS = "system:masters";
    public static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

    public UserInfo {
        groups = List.copyOf(groups);
    }

    /** The administrator, whose credentials are in the simulation's kubeconfig. */
    public static UserInfo admin() {
        return new UserInfo("kubernetes-admin", "", List.of(MASTERS, "system:authenticated"));
    }

    public static UserInfo person(Actor.User user) {
        List<String> groups = new ArrayList<>(user.groups());
        groups.add("system:authenticated");
        return new UserInfo(user.name(), "", groups);
    }

    public static UserInfo anonymous() {
        return new UserInfo("system:anonymous", "", List.of("system:unauthenticated"));
    }

    /** Whom a client certificate names: by its common name, and the groups by its organizations. */
    public static UserInfo certificate(X500Principal subject) {
        String name = "";
        List<String> groups = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(subject.getName()).getRdns()) {
                for (Attribute attribute : Collections.list(part.toAttributes().getAll())) {
                    for (Object value : Collections.list(attribute.getAll())) {
                        if (attribute.getID().equalsIgnoreCase("CN")) {
                            name = String.valueOf(value);
                        } else if (attribute.getID().equalsIgnoreCase("O")) {
                            groups.add(String.valueOf(value));
                        }
                    }
                }
            }
        } catch (NamingException e) {
            throw new IllegalArgumentException("a certificate's subject can't be read: " + e.getMessage(), e);
        }
        groups.add("system:authenticated");
        return new UserInfo(name, "", groups);
    }

    public static UserInfo serviceAccount(String namespace, String name, String uid) {
        return new UserInfo(
                SERVICE_ACCOUNT_PREFIX + namespace + ":" + name,
                uid,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"));
    }
}
