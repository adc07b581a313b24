package io.kguard.cluster;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Acting as somebody else, by the headers that {@code kubectl --as} sends.
 *
 * <p>Source: Kubernetes, "Authenticating", user impersonation.
 */
final class Impersonation {
    private static final ApiResource USERS =
            new ApiResource("", "v1", "users", "User", false, List.of(), List.of(), List.of("impersonate"));

    private Impersonation() {}

    /** The user that a request wants to act as; null if it acts for itself. */
    static @Nullable UserInfo wanted(MultiMap headers) {
        String name = headers.get("Impersonate-User");
        if (name == null) {
            return null;
        }
        List<String> groups = new ArrayList<>(headers.getAll("Impersonate-Group"));
        groups.add("system:authenticated");
        String uid = headers.get("Impersonate-Uid");
        return new UserInfo(name, uid == null ? "" : uid, groups);
    }

    /** What a user must be allowed to do in order to act as another. */
    static RequestInfo request(UserInfo wanted) {
        return new RequestInfo(
                "impersonate", "", "", "v1", USERS, "", wanted.username(), "", MultiMap.caseInsensitiveMultiMap());
    }
}
