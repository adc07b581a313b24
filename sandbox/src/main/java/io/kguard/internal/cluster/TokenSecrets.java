// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills secrets of the type {@value #TYPE} with a token of their service account. The token is valid as long as the secret
 * is there.
 *
 * <p>Source: Kubernetes, "Managing Service Accounts", token controller.
 */
final class TokenSecrets {
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT = "kubernetes.io/service-account.name";
    private static final Duration NO_END = Duration.ofDays(36_500);
    private static final ApiResource SECRETS = ApiResources.core("secrets");
    private static final ApiResource ACCOUNTS = ApiResources.core("serviceaccounts");

    private final ResourceStore store;
    private final Tokens tokens;
    private final String authorityPem;

    public TokenSecrets(ResourceStore store, Tokens tokens, String authorityPem) {
        this.store = store;
        this.tokens = tokens;
        this.authorityPem = authorityPem;
        store.watch(this::revoke);
    }

    /** Fills a new object if it is such a secret; one whose service account does not exist is deleted. */
    public void fill(ApiResource resource, ObjectNode created) {
        if (!resource.equals(SECRETS) || !created.path("type").asString("").equals(TYPE)) {
            return;
        }
        JsonNode metadata = created.path("metadata");
        String namespace = metadata.path("namespace").asString("");
        String name = metadata.path("name").asString("");
        String account = metadata.path("annotations").path(ACCOUNT).asString("");
        ObjectNode found = account.isEmpty() ? null : store.find(ACCOUNTS, namespace, account);
        if (found == null) {
            store.delete(SECRETS, namespace, name);
            return;
        }
        String uid = ApiObject.uid(found);
        ObjectNode filled = created.deepCopy();
        ObjectNode data = ApiObject.part(filled, "data");
        data.put("token", base64(tokens.issue(namespace, account, uid, NO_END)))
                .put("ca.crt", base64(authorityPem))
                .put("namespace", base64(namespace));
        store.update(SECRETS, namespace, name, filled);
    }

    private void revoke(Change change) {
        JsonNode token = change.object().at("/data/token");
        if (change.type() == Change.Type.DELETED && change.resource().equals(SECRETS) && token.isString()) {
            try {
                tokens.revoke(new String(Base64.getDecoder().decode(token.asString()), UTF_8));
            } catch (IllegalArgumentException e) {
                // somebody put something else there than a token
            }
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
