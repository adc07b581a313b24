// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import io.kguard.internal.sensor.Pace;
import io.kguard.workload.ApiResource;
import io.kguard.workload.ApiResources;
import io.kguard.workload.Peer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The front end of the API server: TLS, authentication, authorization, audit, and dispatch to endpoints. It listens on
 * loopback only.
 */
final class ApiServer implements AutoCloseable {
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);

    private final HttpServer server;
    private final InProgress open = new InProgress();
    private final Set<String> outsiders = ConcurrentHashMap.newKeySet();
    private final ResourceStore store;
    private final Tokens tokens;
    private final RbacAuthorizer authorizer;
    private final AuditLog auditLog;
    private final ResourceEndpoint resources;
    private final ReviewEndpoint reviews;
    private final CertificateEndpoint certificateRequests;
    private final Map<String, Consumer<Exchange>> subresources;
    private final ClusterBounds bounds;
    private final ControllerRequests controllers;

    public ApiServer(
            ClusterThreads threads,
            Credentials credentials,
            ResourceStore store,
            Admission admission,
            AuditLog auditLog,
            Kubelet pods,
            LeavingPods leaving) {
        this.store = store;
        this.tokens = credentials.tokens();
        this.bounds = store.bounds();
        this.auditLog = auditLog.withSink(event -> {
            if (bounds.audited(event.length())) {
                auditLog.sink().accept(event);
            }
        });
        this.authorizer = new RbacAuthorizer(store);
        this.controllers = new ControllerRequests(store, admission, this.auditLog, open);
        this.resources =
                new ResourceEndpoint(store, admission, new EscalationCheck(store, authorizer), bounds, threads.vertx());
        this.reviews = new ReviewEndpoint(authorizer);
        this.certificateRequests = new CertificateEndpoint(store, authorizer, credentials.certificates());
        RemoteCommandEndpoint commands = new RemoteCommandEndpoint(pods, threads.workers());
        this.subresources = Map.of(
                "exec", commands::handle,
                "attach", commands::handle,
                "log", new LogEndpoint(pods, threads.workers())::handle,
                "token", new TokenEndpoint(store, tokens)::handle,
                "approval", certificateRequests::approve,
                "proxy", new NodeProxyEndpoint(store, pods, threads.workers())::handle,
                "eviction", new EvictionEndpoint(store, admission, leaving)::handle,
                "scale", new ScaleEndpoint(store, admission)::handle);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(credentials.certificates().serverOptions())
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(credentials.certificates().clientAuthority())
                .setWebSocketSubProtocols(RemoteCommandEndpoint.PROTOCOLS)
                .setMaxWebSocketFrameSize(1 << 20);
        server = RetriedStart.of(() -> threads.vertx()
                .createHttpServer(options)
                .connectionHandler(this::connect)
                .requestHandler(this::receive)
                .listen());
    }

    /** The port it listens on, on 127.0.0.1. */
    public int port() {
        return server.actualPort();
    }

    /** Treats requests from a pod's address like requests from this machine and not from a pod. */
    public void addOutsider(String podAddress) {
        outsiders.add(podAddress);
    }

    /** Tells somebody of each object that a client's request creates. */
    public void onCreated(BiConsumer<ApiResource, ObjectNode> told) {
        resources.onCreated(told);
    }

    /** Creates objects for the controllers of the control plane. */
    ControllerRequests controllers() {
        return controllers;
    }

    /** Closes all connections, and returns when the last audit event was passed on. */
    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().join();
            if (!Pace.await(END_TIMEOUT, open::awaitNone)) {
                throw new ClusterException(open.count() + " requests to the API server do not end");
            }
        } catch (CompletionException e) {
            throw new ClusterException("the API server could not be closed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("the end of the API server was interrupted", e);
        }
    }

    private void connect(HttpConnection connection) {
        connection.closeHandler(closed -> bounds.disconnected());
        if (!bounds.connected()) {
            connection.close();
        }
    }

    private void receive(HttpServerRequest http) {
        if ("websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
            dispatch(http, Buffer.buffer());
            return;
        }
        Buffer body = Buffer.buffer();
        http.handler(chunk -> {
            boolean large = body.length() + chunk.length() > RequestBody.MAX_BYTES;
            if (large || !bounds.takes(chunk.length())) {
                http.handler(null);
                http.endHandler(null);
                http.exceptionHandler(null);
                bounds.gives(body.length());
                ApiStatus refusal = large
                        ? new ApiStatus(413, "Request entity too large: limit is " + RequestBody.MAX_BYTES)
                        : ClusterBounds.tooMuch();
                Exchange.send(bounds, http.response(), refusal.code(), refusal.toJson());
            } else {
                body.appendBuffer(chunk);
            }
        });
        http.exceptionHandler(gone -> bounds.gives(body.length()));
        http.endHandler(end -> {
            http.exceptionHandler(null);
            try {
                dispatch(http, body);
            } finally {
                bounds.gives(body.length());
            }
        });
    }

    private void dispatch(HttpServerRequest http, Buffer bytes) {
        String path = http.path();
        RequestInfo info = RequestInfo.of(http.method().name(), path == null ? "/" : path, http.params());
        UserInfo user = authenticate(http);
        JsonNode body = null;
        List<String> duplicates = List.of();
        ApiStatus refusal = user == null ? ApiStatus.unauthorized() : null;
        try {
            info.requireUrl();
            body = RequestBody.parse(http.getHeader("Content-Type"), bytes.getBytes());
            duplicates = RequestBody.duplicates(http.getHeader("Content-Type"), bytes.getBytes());
        } catch (ApiStatus bad) {
            refusal = refusal == null ? bad : refusal;
        }
        UserInfo known = user == null ? UserInfo.anonymous() : user;
        ApiStatus notImpersonated = refusal == null ? refuseImpersonation(known, http) : null;
        refusal = refusal == null ? notImpersonated : refusal;
        UserInfo impersonated = notImpersonated == null ? Impersonation.wanted(http.headers()) : null;
        String agent = http.getHeader("User-Agent");
        AuditTrail.Sender sender = new AuditTrail.Sender(
                known, impersonated, source(http.remoteAddress().hostAddress()), agent == null ? "" : agent);
        UserInfo acting = sender.acting();
        RbacAuthorizer.Decision decision =
                refusal == null ? authorizer.decide(acting, info) : RbacAuthorizer.Decision.NO;
        open.begin();
        AuditTrail audit = new AuditTrail(auditLog, open::end, info, http.uri(), sender, decision, body);
        Exchange exchange = new Exchange(http, info, acting, body, duplicates, audit, bounds);
        try {
            bounds.request();
            if (refusal != null) {
                throw refusal;
            }
            if (!decision.allowed()) {
                throw ApiStatus.forbidden(acting, info);
            }
            route(exchange);
        } catch (ApiStatus status) {
            exchange.fail(status);
        } catch (RuntimeException e) {
            exchange.fail(new ApiStatus(500, "the simulated API server failed: " + e));
        }
    }

    /** Why a user may not act as another one; null if nothing is in the way. */
    private @Nullable ApiStatus refuseImpersonation(UserInfo user, HttpServerRequest http) {
        try {
            for (RequestInfo needed : Impersonation.requests(http.headers())) {
                if (!authorizer.decide(user, needed).allowed()) {
                    return ApiStatus.forbidden(user, needed);
                }
            }
            return null;
        } catch (ApiStatus malformed) {
            return malformed;
        }
    }

    /** The source address of a request: a relay of the pod 10.B.C.D connects from 127.B.C.D, see {@link Peer.Relay}. */
    private String source(String address) {
        if (!address.startsWith("127.") || address.startsWith("127.0.0.")) {
            return address;
        }
        String podAddress = "10" + address.substring(address.indexOf('.'));
        return outsiders.contains(podAddress) ? "127.0.0.1" : podAddress;
    }

    private void route(Exchange exchange) {
        RequestInfo info = exchange.info();
        if (!info.isResourceRequest() || info.resource() == null && info.name().isEmpty()) {
            document(exchange);
            return;
        }
        switch (info.subresource()) {
            case "", "status", "finalize", "ephemeralcontainers" -> {
                if (ReviewEndpoint.serves(exchange.resource())) {
                    reviews.handle(exchange);
                } else {
                    if (info.verb().equals("create") && CertificateEndpoint.serves(exchange.resource())) {
                        certificateRequests.admit(exchange);
                    }
                    resources.handle(exchange);
                }
            }
            case "portforward" ->
                throw new ApiStatus(
                        501,
                        "the simulated API server does not forward ports; run the client in the pod with kubectl exec");
            default ->
                subresources
                        .getOrDefault(info.subresource(), ApiServer::refuseUnknown)
                        .accept(exchange);
        }
    }

    private static void refuseUnknown(Exchange exchange) {
        throw ApiStatus.notServed(exchange.info());
    }

    private static void document(Exchange exchange) {
        String path = exchange.info().path();
        if (path.equals("/healthz") || path.equals("/readyz") || path.equals("/livez")) {
            exchange.audit().responseComplete(200, null);
            exchange.http().response().putHeader("Content-Type", "text/plain").end("ok");
            return;
        }
        ObjectNode aggregated = Discovery.aggregated(path, exchange.acceptHeader());
        if (aggregated != null) {
            exchange.respond(Discovery.AGGREGATED_TYPE, aggregated);
            return;
        }
        ObjectNode document = Discovery.document(path);
        if (document == null) {
            document = OpenApi.document(path);
        }
        if (document == null) {
            throw ApiStatus.noSuchPath();
        }
        exchange.respond(200, document);
    }

    /** Who has the credentials of a request; null if they are wrong. Who has none of a known kind is anonymous. */
    private @Nullable UserInfo authenticate(HttpServerRequest http) {
        UserInfo certified = certified(http.connection().sslSession());
        if (certified != null) {
            return certified;
        }
        String header = http.getHeader("Authorization");
        String[] parts = header == null ? new String[0] : header.strip().split(" ", 3);
        boolean bearer = parts.length > 1 && parts[0].equalsIgnoreCase("Bearer") && !parts[1].isEmpty();
        UserInfo user = bearer ? tokens.user(parts[1]) : UserInfo.anonymous();
        return user == null || isGone(user) ? null : user;
    }

    /** Whether a user is a service account that was deleted. Its tokens are valid no more. */
    private boolean isGone(UserInfo user) {
        String[] account = Impersonation.account(user.username());
        if (account == null || user.uid().isEmpty()) {
            return false;
        }
        ObjectNode found = store.find(ApiResources.core("serviceaccounts"), account[0], account[1]);
        return found == null || !ApiObject.uid(found).equals(user.uid());
    }

    private static @Nullable UserInfo certified(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? UserInfo.certificate(certificate.getSubjectX500Principal())
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // the client has no certificate
        }
    }
}
