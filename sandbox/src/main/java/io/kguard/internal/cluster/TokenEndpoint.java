// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code serviceaccounts/token}: creates a token for a service account, as {@code kubectl create token} requests. */
record TokenEndpoint(ResourceStore store, Tokens tokens) {
    private static final long MIN_SECONDS = Duration.ofMinutes(10).toSeconds();
    private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

    void handle(Exchange exchange) {
        RequestInfo info = exchange.info();
        ObjectNode account = store.get(exchange.resource(), info.namespace(), info.name());
        ObjectNode request = exchange.objectBody();
        long asked = request.at("/spec/expirationSeconds").asLong(3600);
        if (asked < MIN_SECONDS) {
            throw new ApiStatus(
                    422,
                    "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: "
                            + asked + ": may not specify a duration less than 10 minutes");
        }
        long seconds = Math.min(asked, MAX_SECONDS);
        List<String> given = request.at("/spec/audiences")
                .valueStream()
                .map(audience -> audience.asString(""))
                .toList();
        List<String> audiences = given.isEmpty() ? List.of(Tokens.SERVER) : given;
        String uid = ApiObject.uid(account);
        request.putObject("status")
                .put("token", tokens.issue(info.namespace(), info.name(), uid, Duration.ofSeconds(seconds), audiences))
                .put("expirationTimestamp", ApiObject.time(Instant.now().plusSeconds(seconds)));
        exchange.respond(201, request);
    }
}
