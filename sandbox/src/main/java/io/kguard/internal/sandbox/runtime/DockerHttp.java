// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.internal.sandbox.SandboxException;
import io.kguard.workload.Json;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The part of a Docker daemon's API that transfers whole files and live streams. docker-java's client can't do this: it
 * sends no file, and does not end a stream whose input has ended.
 *
 * @param daemon {@code unix://} and a path, or {@code tcp://} and an address of this machine
 */
record DockerHttp(URI daemon) {
    private static final int MAX_HEADER = 1 << 16;
    private static final int MAX_ERROR = 1 << 16;
    private static final int CHUNK = 1 << 16;

    public DockerHttp {
        if (!"unix".equals(daemon.getScheme()) && !"tcp".equals(daemon.getScheme())) {
            throw new SandboxException(
                    SandboxException.Reason.NOT_SUPPORTED,
                    "the Docker daemon at " + daemon
                            + " can't be used: it must run on this machine, as unix://PATH or tcp://ADDRESS:PORT");
        }
    }

    /** The daemon that DOCKER_HOST names, or else the daemon at Docker's default socket. */
    static DockerHttp ofEnvironment() {
        String host = System.getenv("DOCKER_HOST");
        return new DockerHttp(URI.create(host == null || host.isBlank() ? "unix:///var/run/docker.sock" : host));
    }

    /** The body of a response. Closing it closes the connection. */
    InputStream get(String path) throws IOException {
        SocketChannel channel = connect();
        try {
            // HTTP/1.0, so that the body is not chunked
            send(channel, "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n", new byte[0]);
            return body(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends a tar file. Returns the body of the response. */
    public String postTar(String path, Path file) throws IOException {
        try (SocketChannel channel = connect();
                FileChannel content = FileChannel.open(file)) {
            String header = "POST " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Type: application/x-tar\r\n"
                    + "Content-Length: " + Files.size(file) + "\r\n\r\n";
            send(channel, header, new byte[0]);
            try {
                for (long done = 0; done < content.size(); ) {
                    done += content.transferTo(done, content.size() - done, channel);
                }
            } catch (IOException e) {
                return answerBeforeTheEnd(channel, e);
            }
            return new String(body(channel).readNBytes(MAX_ERROR), UTF_8);
        }
    }

    /** A daemon that has seen enough of a file answers and reads no more. Its answer says more than the broken connection. */
    private static String answerBeforeTheEnd(SocketChannel channel, IOException broken) throws IOException {
        try {
            return new String(body(channel).readNBytes(MAX_ERROR), UTF_8);
        } catch (IOException e) {
            e.addSuppressed(broken);
            throw e;
        }
    }

    /** Upgrades a connection to a stream. */
    public DockerStream stream(String path, Map<String, Object> json, boolean terminal) throws IOException {
        byte[] body = Json.write(json).getBytes(UTF_8);
        String header = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        return stream(header, body, 101, terminal);
    }

    /** Output of a process that can only be read. */
    DockerStream read(String path, boolean terminal) throws IOException {
        return stream("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n", new byte[0], 200, terminal);
    }

    private DockerStream stream(String header, byte[] body, int expected, boolean terminal) throws IOException {
        SocketChannel channel = connect();
        try {
            send(channel, header, body);
            String answer = header(channel);
            if (status(answer) != expected) {
                throw failure(answer, channel);
            }
            return new DockerStream(channel, terminal);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SocketChannel connect() throws IOException {
        boolean unix = "unix".equals(daemon.getScheme());
        SocketAddress address = unix
                ? UnixDomainSocketAddress.of(daemon.getPath())
                : new InetSocketAddress(daemon.getHost(), daemon.getPort());
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("no Docker daemon answers at " + daemon + ": " + e.getMessage(), e);
        }
    }

    private static void send(SocketChannel channel, String header, byte[] body) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(header.length() + body.length);
        all.put(header.getBytes(ISO_8859_1)).put(body).flip();
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    private static InputStream body(SocketChannel channel) throws IOException {
        String answer = header(channel);
        if (status(answer) / 100 != 2) {
            throw failure(answer, channel);
        }
        return new FilterInputStream(input(channel)) {
            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static InputStream input(SocketChannel channel) {
        return new InputStream() {
            private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);

            @Override
            public int read() throws IOException {
                return fill() ? chunk.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] target, int offset, int size) throws IOException {
                if (size == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int part = Math.min(size, chunk.remaining());
                chunk.get(target, offset, part);
                return part;
            }

            private boolean fill() throws IOException {
                while (!chunk.hasRemaining()) {
                    chunk.clear();
                    int n = channel.read(chunk);
                    chunk.flip();
                    if (n < 0) {
                        return false;
                    }
                }
                return true;
            }
        };
    }

    /** Reads byte by byte, so that no byte after the header is consumed. */
    private static String header(SocketChannel channel) throws IOException {
        StringBuilder header = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (header.indexOf("\r\n\r\n", Math.max(0, header.length() - 4)) < 0) {
            one.clear();
            if (channel.read(one) < 0 || header.length() > MAX_HEADER) {
                throw new EOFException("the Docker daemon's answer has no end: " + header);
            }
            header.append((char) (one.get(0) & 0xff));
        }
        return header.toString();
    }

    private static int status(String header) throws IOException {
        String[] words = header.split("[ \r]", 3);
        try {
            return Integer.parseInt(words[1]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(
                    "the Docker daemon's answer is not HTTP: " + header.lines().findFirst(), e);
        }
    }

    private static IOException failure(String header, SocketChannel channel) throws IOException {
        String lower = header.toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? MAX_ERROR
                : Integer.parseInt(
                        lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
        String body = new String(input(channel).readNBytes(Math.min(length, MAX_ERROR)), UTF_8);
        int message = body.indexOf("\"message\":\"");
        return new IOException(
                message < 0
                        ? "the Docker daemon answers "
                                + header.lines().findFirst().orElse("") + " " + body
                        : String.valueOf(Json.read(body).get("message")));
    }
}
