// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.workload.ApiResource;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Acting as another user, with the headers that {@code kubectl --as} sends.
 *
 * <p>Source: Kubernetes, "Authenticating", user impersonation.
 */
final class Impersonation {
    private static final String VERB = "impersonate";
    private static final String EXTRA = "impersonate-extra-";

    private Impersonation() {}

    /** The user that a request wants to impersonate, or null if none. */
    static @Nullable public UserInfo wanted(MultiMap headers) {
        String name = headers.get("Impersonate-User");
        if (name == null) {
            return null;
        }
        String uid = headers.get("Impersonate-Uid");
        List<String> groups = new ArrayList<>(headers.getAll("Impersonate-Group"));
        String[] account = account(name);
        if (groups.isEmpty() && account != null) {
            return UserInfo.serviceAccount(account[0], account[1], uid == null ? "" : uid);
        }
        boolean anonymous = name.equals("system:anonymous");
        String everybody = anonymous ? "system:unauthenticated" : "system:authenticated";
        if (!groups.contains("system:authenticated") && !groups.contains("system:unauthenticated")) {
            groups.add(everybody);
        }
        return new UserInfo(name, uid == null ? "" : uid, groups);
    }

    /**
     * The permissions that a user needs to impersonate another. All of them are needed.
     *
     * @throws ApiStatus 500 if a group, a uid or an extra is given, but no user
     */
    public static List<RequestInfo> requests(MultiMap headers) {
        List<RequestInfo> requests = new ArrayList<>();
        String name = headers.get("Impersonate-User");
        String[] account = name == null ? null : account(name);
        if (account != null) {
            requests.add(request("serviceaccounts", account[0], account[1]));
        } else if (name != null) {
            requests.add(request("users", "", name));
        }
        headers.getAll("Impersonate-Group").forEach(group -> requests.add(request("groups", "", group)));
        headers.getAll("Impersonate-Uid").forEach(uid -> requests.add(detail("uids", "", uid)));
        for (String header : headers.names()) {
            String key = header.toLowerCase(Locale.ROOT);
            if (key.startsWith(EXTRA)) {
                String extra = key.substring(EXTRA.length());
                headers.getAll(header).forEach(value -> requests.add(detail("userextras", extra, value)));
            }
        }
        if (name == null && !requests.isEmpty()) {
            throw new ApiStatus(500, "something of a user is to be impersonated, but not the user");
        }
        return requests;
    }

    /** The namespace and name of a service account, or null for another user. */
    public static String @Nullable [] account(String user) {
        if (!user.startsWith(UserInfo.SERVICE_ACCOUNT_PREFIX)) {
            return null;
        }
        String[] parts =
                user.substring(UserInfo.SERVICE_ACCOUNT_PREFIX.length()).split(":", -1);
        return parts.length == 2 ? parts : null;
    }

    private static RequestInfo detail(String plural, String subresource, String name) {
        ApiResource resource = ApiResource.ofPermissions("authentication.k8s.io", plural, false, VERB);
        return RequestInfo.question(VERB, resource, "", name, subresource);
    }

    private static RequestInfo request(String plural, String namespace, String name) {
        ApiResource resource = ApiResource.ofPermissions("", plural, !namespace.isEmpty(), VERB);
        return RequestInfo.question(VERB, resource, namespace, name, "");
    }
}
