// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.file.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bearer tokens for the administrator and for service accounts. A service account token looks like a real one, a JWT
 * with the account in its claims, because programs read these. The signature is random: tokens are checked against the
 * list of issued ones.
 */
final class Tokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** The audience of the API server. */
    public static final String SERVER = "https://kubernetes.default.svc.cluster.local";

    private record Issued(UserInfo user, Instant expires) {}

    private final SecureRandom random = new SecureRandom();
    /** By digests, because a client may ask for tokens of any length, and for many. */
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    private final String admin;

    public Tokens() {
        admin = randomText(32);
        issued.put(digest(admin), new Issued(UserInfo.admin(), Instant.MAX));
    }

    public String admin() {
        return admin;
    }

    /** An opaque token for a person. */
    public String issue(UserInfo user, Duration lifetime) {
        String token = randomText(32);
        issued.put(digest(token), new Issued(user, Instant.now().plus(lifetime)));
        return token;
    }

    public String issue(String namespace, String account, String uid, Duration lifetime) {
        return issue(namespace, account, uid, lifetime, List.of(SERVER));
    }

    /** A token of a service account. It stands for it at the API server only if that is one of its audiences. */
    public String issue(String namespace, String account, String uid, Duration lifetime, List<String> audiences) {
        UserInfo user = UserInfo.serviceAccount(namespace, account, uid);
        Instant now = Instant.now();
        ObjectNode claims = ResourceStore.JSON.createObjectNode();
        claims.put("iss", SERVER).put("sub", user.username());
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("iat", now.getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond())
                .put("jti", randomText(12));
        ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", namespace);
        kubernetes.putObject("serviceaccount").put("name", account).put("uid", uid);
        String header = "{\"alg\":\"RS256\",\"kid\":\"kguard\"}";
        String token = encode(header) + "." + encode(claims.toString()) + "." + randomText(64);
        if (audiences.contains(SERVER)) {
            issued.put(digest(token), new Issued(user, now.plus(lifetime)));
        }
        return token;
    }

    /** Makes a token invalid. */
    void revoke(String token) {
        issued.remove(digest(token));
    }

    /** The user of a token, or null if it is unknown or expired. */
    @Nullable
    public UserInfo user(String token) {
        Issued known = issued.get(digest(token));
        return known == null || known.expires().isBefore(Instant.now()) ? null : known.user();
    }

    /** How many bytes of tokens are kept, for tests. */
    long keptBytes() {
        return issued.keySet().stream().mapToLong(String::length).sum();
    }

    private static String digest(String token) {
        return Sha256.of(token.getBytes(UTF_8));
    }

    private String randomText(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return BASE64.encodeToString(value);
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }
}
