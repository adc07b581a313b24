// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port on all addresses of the machine that serves a manifest and records its clients. */
public final class ListeningPort implements AutoCloseable {
    private static final String ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: application/yaml\r
            Connection: close\r
            \r
            {apiVersion: v1, kind: ConfigMap, metadata: {name: of-the-machine}}
            """;

    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ListeningPort(ServerSocket socket) {
        this.socket = socket;
    }

    /** Opens a free port. */
    public static ListeningPort open() throws IOException {
        ListeningPort port = new ListeningPort(new ServerSocket(0, 50, InetAddress.getByName("::")));
        Thread server = new Thread(port::serve, "listening-port");
        server.setDaemon(true);
        server.start();
        return port;
    }

    private void serve() {
        while (true) {
            try (Socket client = socket.accept()) {
                requests.add("from " + client.getRemoteSocketAddress());
                client.setSoTimeout(1000);
                OutputStream out = client.getOutputStream();
                out.write(ANSWER.getBytes(ISO_8859_1));
                out.flush();
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    public int number() {
        return socket.getLocalPort();
    }

    /** The recorded clients. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
