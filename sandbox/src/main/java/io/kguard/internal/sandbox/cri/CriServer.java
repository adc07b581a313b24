// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.cri;

import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sensor.Pace;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A container runtime's API on a unix socket: gRPC, which is HTTP/2 with a head of five bytes before each message and the
 * status behind the last. It lists the containers that it is given, and lets nobody change anything.
 *
 * <p>A container starts when everyone who listens has asked for it. Otherwise it would be chance whether a listener knows it
 * in time.
 */
public final class CriServer implements PodListener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LISTENER_PATIENCE = Duration.ofSeconds(2);
    private static final String SERVICE = "/runtime.v1.RuntimeService/";
    private static final int HEAD = 5;
    private static final int MAX_REQUEST = 1 << 16;
    private static final int MAX_LISTENERS = 16;
    /** The kernel's bound for the path of a socket. */
    private static final int MAX_PATH = 107;

    private static final int NOT_FOUND = 5;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;

    private final Path folder;
    private final Vertx vertx;
    private final HttpServer server;
    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
    private final Map<String, ContainerMetadata> containers = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Void>> wanted = new ConcurrentHashMap<>();

    /** A call that can't be answered. */
    private static final class CallException extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        CallException(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private CriServer(Path folder) throws IOException {
        this.folder = folder;
        if (socket().toString().length() > MAX_PATH) {
            throw new IOException("the path of the socket " + socket() + " is longer than " + MAX_PATH
                    + " characters; set java.io.tmpdir to a shorter folder");
        }
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                .setBlockedThreadCheckInterval(Duration.ofDays(1).toMillis()));
        server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(this::receive);
    }

    /**
     * Opens it, on a socket that root alone can reach.
     *
     * @throws IOException if it can't listen
     */
    public static CriServer open() throws IOException {
        CriServer server = new CriServer(Files.createTempDirectory("kguard-cri"));
        try {
            Pace.get(
                    server.server
                            .listen(SocketAddress.domainSocketAddress(
                                    server.socket().toString()))
                            .toCompletionStage()
                            .toCompletableFuture(),
                    PATIENCE);
            return server;
        } catch (InterruptedException e) {
            server.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the container runtime's API started", e);
        } catch (ExecutionException | TimeoutException e) {
            server.close();
            throw new IOException("the container runtime's API can't listen on " + server.socket() + ": " + e, e);
        }
    }

    /** Where it listens. */
    public Path socket() {
        return folder.resolve("cri.sock");
    }

    @Override
    public void beforeStart(ContainerMetadata container, long shimPid) {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        synchronized (containers) {
            containers.put(container.id(), container);
        }
        wanted.put(container.podSandboxId(), asked);
        if (listeners.isEmpty()) {
            return;
        }
        byte[] event = CriAnswers.createdEvent(container).toBytes();
        vertx.runOnContext(go -> listeners.forEach(listener -> listener.write(framed(event))));
        try {
            asked.get(LISTENER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // a listener that does not ask knows the container later, which its alerts show
            wanted.remove(container.podSandboxId(), asked);
        }
    }

    /** Forgets all containers: their pods are over. */
    public void clear() {
        synchronized (containers) {
            containers.clear();
        }
        wanted.clear();
    }

    private void receive(HttpServerRequest http) {
        Buffer body = Buffer.buffer();
        http.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_REQUEST) {
                http.handler(null);
                http.endHandler(null);
                end(http.response(), RESOURCE_EXHAUSTED, "the request is larger than " + MAX_REQUEST + " bytes");
            } else {
                body.appendBuffer(chunk);
            }
        });
        http.endHandler(end -> answer(http, body));
    }

    private void answer(HttpServerRequest http, Buffer body) {
        HttpServerResponse response = http.response();
        response.putHeader("content-type", "application/grpc");
        try {
            String path = String.valueOf(http.path());
            if (!path.startsWith(SERVICE)) {
                throw new CallException(UNIMPLEMENTED, "there is no " + path);
            }
            String method = path.substring(SERVICE.length());
            byte[] request = request(body);
            if (method.equals("GetContainerEvents")) {
                listen(http);
                return;
            }
            response.write(framed(answer(method, request).toBytes()));
            end(response, 0, "");
        } catch (CallException e) {
            end(response, e.status, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            end(response, INTERNAL, "the request is no message: " + e.getMessage());
        }
    }

    private void listen(HttpServerRequest http) throws CallException {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new CallException(RESOURCE_EXHAUSTED, "more than " + MAX_LISTENERS + " listen");
        }
        HttpServerResponse response = http.response();
        response.setChunked(true);
        listeners.add(response);
        response.closeHandler(gone -> listeners.remove(response));
        response.exceptionHandler(gone -> listeners.remove(response));
        response.writeHead();
    }

    private CriMessage answer(String method, byte[] request) throws CallException, IOException {
        return switch (method) {
            case "Version" -> CriAnswers.version();
            case "Status" -> CriAnswers.runtimeStatus();
            case "ListContainers" -> list(CriRequest.id(CriRequest.field(request, 1)));
            case "ListPodSandbox" -> listPods(CriRequest.id(CriRequest.field(request, 1)));
            case "ContainerStatus" -> CriAnswers.containerStatus(container(CriRequest.id(request)));
            case "PodSandboxStatus" -> pod(CriRequest.id(request));
            default -> throw new CallException(UNIMPLEMENTED, "kguard does not simulate the call " + method);
        };
    }

    private CriMessage list(String id) {
        CriMessage all = new CriMessage();
        known().stream()
                .filter(container -> container.id().startsWith(id))
                .forEach(container -> all.message(1, CriAnswers.listed(container)));
        return all;
    }

    private CriMessage listPods(String id) {
        Map<String, ContainerMetadata> pods = new LinkedHashMap<>();
        known().stream()
                .filter(container -> container.podSandboxId().startsWith(id))
                .forEach(container -> pods.putIfAbsent(container.podSandboxId(), container));
        CriMessage all = new CriMessage();
        pods.values().forEach(container -> all.message(1, CriAnswers.listedPodSandbox(container)));
        return all;
    }

    private ContainerMetadata container(String id) throws CallException {
        return known().stream()
                .filter(container -> !id.isEmpty() && container.id().startsWith(id))
                .findFirst()
                .orElseThrow(() -> new CallException(NOT_FOUND, "there is no container " + id));
    }

    private CriMessage pod(String id) throws CallException {
        Optional<ContainerMetadata> found = known().stream()
                .filter(container -> container.podSandboxId().equals(id))
                .findFirst();
        if (found.isEmpty()) {
            throw new CallException(NOT_FOUND, "there is no pod sandbox " + id);
        }
        CompletableFuture<Void> asked = wanted.remove(id); // who asks for the pod has asked for its container before
        if (asked != null) {
            asked.complete(null);
        }
        return new CriMessage().message(1, CriAnswers.podSandbox(found.get()));
    }

    private Collection<ContainerMetadata> known() {
        synchronized (containers) {
            return List.copyOf(containers.values());
        }
    }

    private static byte[] request(Buffer body) throws CallException {
        // a message that is compressed has a 1 in front
        if (body.length() < HEAD || body.getByte(0) != 0 || body.getInt(1) != body.length() - HEAD) {
            throw new CallException(INTERNAL, "the request is not one message that is not compressed");
        }
        return body.getBytes(HEAD, body.length());
    }

    private static Buffer framed(byte[] message) {
        return Buffer.buffer(HEAD + message.length)
                .appendByte((byte) 0)
                .appendInt(message.length)
                .appendBytes(message);
    }

    private static void end(HttpServerResponse response, int status, String message) {
        response.putTrailer("grpc-status", Integer.toString(status));
        if (!message.isEmpty()) {
            response.putTrailer("grpc-message", message);
        }
        response.end();
    }

    /**
     * Closes it.
     *
     * @throws IOException if its socket can't be removed
     */
    @Override
    public void close() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Files.deleteIfExists(socket());
        Files.deleteIfExists(folder);
    }
}
