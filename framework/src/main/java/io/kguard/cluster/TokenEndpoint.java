// SPDX-License-Identifier: Apache-2.0
package io.kguard.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** {@code serviceaccounts/token}: creates a token for a service account, as {@code kubectl create token} requests. */
final class TokenEndpoint {
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    private final ResourceStore store;
    private final Tokens tokens;

    TokenEndpoint(ResourceStore store, Tokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        ObjectNode account = store.get(exchange.resource(), info.namespace(), info.name());
        ObjectNode request = exchange.objectBody();
        long seconds = Math.min(request.path("spec").path("expirationSeconds").asLong(3600), MAX_SECONDS);
        String uid = account.path("metadata").path("uid").asString("");
        request.putObject("status")
                .put("token", tokens.issue(info.namespace(), info.name(), uid, Duration.ofSeconds(seconds)))
                .put(
                        "expirationTimestamp",
                        Instant.now()
                                .plusSeconds(seconds)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        exchange.respond(201, request);
    }
}
